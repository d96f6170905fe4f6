"""The plans of the working calendar. Filled from the TOML files after every migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                ("days", models.JSONField(verbose_name="days off and make-up days")),
                ("source", models.TextField(verbose_name="source")),
                ("provisional", models.BooleanField(default=False, verbose_name="provisional")),
                ("entered_by_id", models.BigIntegerField(null=True, verbose_name="entered by")),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "calendar year",
                "verbose_name_plural": "calendar years",
                "db_table": "deadlines_calendar_year",
                "ordering": ("year",),
            },
        ),
    ]
