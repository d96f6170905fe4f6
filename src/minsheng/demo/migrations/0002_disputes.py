"""The size of the simulated year of disputes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demo", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="demoload",
            name="disputes",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
