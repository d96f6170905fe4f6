"""The shared counters of requests."""

from django.db import migrations, models

# Unlogged: counting must not cost a flush to disk. Room on each page, so that counting rewrites no index.
QUICK = "ALTER TABLE api_tally SET UNLOGGED; ALTER TABLE api_tally SET (fillfactor = 50);"


class Migration(migrations.Migration):
    """Creates the table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ("window", models.BigIntegerField()),
                ("hits", models.PositiveIntegerField()),
                ("before", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL(QUICK, migrations.RunSQL.noop),
    ]
