"""Mediators, rooms, sessions with their mediators and attendance, calendar addresses; who may see them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from minsheng.domains.disputes.sessions import sql


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("cases", "0003_facts_and_bars"),
        ("disputes", "0001_initial"),
        ("parties", "0002_reference"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, verbose_name="name")),
                ("address", models.CharField(max_length=200, verbose_name="address")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                ("has_video", models.BooleanField(default=False, verbose_name="records sound and picture")),
                ("allows_link", models.BooleanField(default=False, verbose_name="people may take part online")),
                ("valid_from", models.DateField(verbose_name="first day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="access.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("begins", models.DateTimeField(verbose_name="begins")),
                ("ends", models.DateTimeField(verbose_name="ends")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("moved", "moved"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                ("held_seq", models.PositiveIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="cases.case",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="disputes.room",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("represented", "represented"),
                            ("late", "came late"),
                            ("absent", "absent"),
                        ],
                        max_length=12,
                        verbose_name="presence",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="disputes.session"
                    ),
                ),
            ],
            options={
                "ordering": ("session_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="SessionMediator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("begins", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("live", models.BooleanField(default=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mediators", to="disputes.session"
                    ),
                ),
            ],
            options={
                "ordering": ("session_id", "place"),
            },
        ),
        migrations.CreateModel(
            name="Mediator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("full_time", "full-time mediator"),
                            ("part_time", "part-time mediator"),
                            ("invited", "invited mediator"),
                            ("expert", "expert of the trade"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "specialities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("family", "marriage and family"),
                                ("neighbours", "neighbours"),
                                ("homestead", "houses and homesteads"),
                                ("contract", "contracts"),
                                ("business", "production and trade"),
                                ("damages", "damages"),
                                ("land", "hills, forests and land"),
                                ("expropriation", "expropriation and demolition"),
                                ("pollution", "pollution"),
                                ("labour", "labour and wages"),
                                ("property", "property management"),
                                ("traffic", "road accidents"),
                                ("medical", "medical treatment"),
                                ("consumer", "consumers"),
                                ("tourism", "tourism"),
                                ("school", "schools"),
                                ("village", "affairs of the village or community"),
                                ("ecommerce", "electronic commerce"),
                                ("ip", "intellectual property"),
                                ("other", "other disputes"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("languages", models.CharField(blank=True, max_length=100, verbose_name="languages and dialects")),
                ("introduction", models.CharField(blank=True, max_length=300, verbose_name="introduction")),
                ("open_to_choice", models.BooleanField(default=True, verbose_name="open to be chosen by the parties")),
                ("valid_from", models.DateField(verbose_name="first day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mediators",
                        to="access.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["unit", "valid_from"], name="mediator_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("account", "unit"),
                        name="one_open_mediator_of_an_account_and_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="mediator_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)), fields=("unit", "name"), name="one_open_room_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="room_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["begins", "id"], name="session_begins"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["room", "begins"], name="session_room"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["changed_at"], name="session_changed"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("case", "seq"), name="one_session_an_act"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("begins"))), name="session_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("room__isnull", False), models.Q(("state", "cancelled"), _negated=True)),
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
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("session", "party"), name="one_attendance_of_a_party"),
        ),
        migrations.AddIndex(
            model_name="sessionmediator",
            index=models.Index(fields=["account", "begins"], name="session_of_mediator"),
        ),
        migrations.AddConstraint(
            model_name="sessionmediator",
            constraint=models.UniqueConstraint(fields=("session", "account"), name="one_seat_of_a_mediator"),
        ),
        migrations.AddConstraint(
            model_name="sessionmediator",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("live", True)),
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
        migrations.RunSQL(sql.POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(sql.LOAD, sql.REMOVED),
    ]
