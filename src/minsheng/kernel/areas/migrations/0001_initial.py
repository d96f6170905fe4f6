"""Areas, their dated shapes, the version of the register; and the extensions on which they and others stand."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import minsheng.kernel.areas.fields

# Trusted extensions: the owner of the database may create them. Not dropped on the way back: others use them, too.
EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=15)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "District"),
                            ("subdistrict", "Sub-district"),
                            ("community", "Community"),
                            ("village", "Village"),
                            ("grid", "Grid"),
                            ("special_grid", "Special grid"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, default="", max_length=100)),
                ("path", minsheng.kernel.areas.fields.LtreeField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "urban_rural",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("111", "Main city area"),
                            ("112", "Urban-rural fringe of the city"),
                            ("121", "Town centre"),
                            ("122", "Urban-rural fringe of the town"),
                            ("123", "Special area"),
                            ("210", "Township centre"),
                            ("220", "Village"),
                        ],
                        default="",
                        max_length=3,
                    ),
                ),
                ("population", models.PositiveIntegerField(null=True)),
                ("households", models.PositiveIntegerField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="areas.area"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="areas.area",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaShape",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("wkb", models.BinaryField()),
                ("source", models.CharField(max_length=200)),
                ("simulated", models.BooleanField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shapes", to="areas.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegistryVersion",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
                ("stamp", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="areas_registryversion_single")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="area",
            index=django.contrib.postgres.indexes.GistIndex(fields=["path"], name="areas_area_path_gist"),
        ),
        migrations.AddIndex(
            model_name="area",
            index=models.Index(fields=["path"], name="areas_area_path_btree"),
        ),
        migrations.AddIndex(
            model_name="area",
            index=models.Index(fields=["code"], name="areas_area_code"),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("code"), "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="areas_area_code_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{6}([0-9]{3}){0,3}$")), name="areas_area_code_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="areas_area_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent__isnull", False), ("kind", "district"), _connector="OR"),
                name="areas_area_root_is_district",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "district"), ("path__level", 1)),
                    models.Q(("kind", "subdistrict"), ("path__level", 2)),
                    models.Q(("kind__in", ["community", "village"]), ("path__level", 3)),
                    models.Q(("kind__in", ["grid", "special_grid"]), ("path__level", 4)),
                    _connector="OR",
                ),
                name="areas_area_kind_of_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor__isnull", True), ("valid_to__isnull", False), _connector="OR"),
                name="areas_area_successor_of_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="areashape",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("area"), "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="areas_areashape_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="areashape",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="areas_areashape_period",
            ),
        ),
    ]
