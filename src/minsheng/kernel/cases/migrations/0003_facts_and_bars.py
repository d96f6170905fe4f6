"""What procedures declare beyond the rest, and who never sees a case."""

import django.contrib.postgres.fields
from django.db import migrations, models

from minsheng.kernel.cases import barring_sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_hot_issues")]

    operations = [
        migrations.AddField("case", "facts", models.JSONField(default=dict)),
        migrations.AddField(
            "case",
            "barred",
            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.RunSQL(barring_sql.POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(barring_sql.FUNCTIONS, migrations.RunSQL.noop),
    ]
