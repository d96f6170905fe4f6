"""Overlaps of sessions may be looked at when all of a case is made again from its acts."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_facts_and_bars"),
        ("disputes", "0004_warnings_and_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="session",
            name="one_session_of_a_room_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="sessionmediator",
            name="one_session_of_a_mediator_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("room__isnull", False), models.Q(("state", "cancelled"), _negated=True)),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[
                    (models.F("room"), "="),
                    (
                        models.Func(
                            models.F("begins"),
                            models.F("ends"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_session_of_a_room_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionmediator",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("live", True)),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[
                    (models.F("account"), "="),
                    (
                        models.Func(
                            models.F("begins"),
                            models.F("ends"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_session_of_a_mediator_at_a_time",
            ),
        ),
    ]
