"""Tables of the room: areas, their dated shapes, and the version of the whole register.

Areas are public data: no row-level security. They are written by the services of this room only.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from minsheng.kernel.areas.enums import AreaKind, UrbanRural
from minsheng.kernel.areas.fields import LtreeField


def _period() -> Func:
    """The days on which a row is valid, both ends included; no end means for ever."""
    bounds = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(F("valid_from"), F("valid_to"), bounds, function="daterange", output_field=DateRangeField())


class Area(models.Model):
    """A district, sub-district, community, village or grid during the days on which it exists.

    ``code`` has 6, 9, 12 or 15 digits and names one area at a time. ``path`` holds the parts of the code as labels
    (``140213.050.001.007``). ``valid_to`` is the last day, null while open; ``successor`` is the area that takes over
    what a closed one leaves (whoever split one area among several draws the rest with ``redraw``). ``population`` and
    ``households`` are counts of persons and of households, null where unknown.
    """

    code = models.CharField(max_length=15)
    kind = models.CharField(max_length=12, choices=AreaKind.choices)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = LtreeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    urban_rural = models.CharField(max_length=3, choices=UrbanRural.choices, blank=True, default="")
    population = models.PositiveIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        """Indexes for subtree questions, and what must hold whoever writes."""

        indexes = [
            GistIndex(fields=["path"], name="areas_area_path_gist"),
            models.Index(fields=["path"], name="areas_area_path_btree"),
            models.Index(fields=["code"], name="areas_area_code"),
        ]
        constraints = [
            ExclusionConstraint(
                name="areas_area_code_once_at_a_time",
                expressions=[(F("code"), RangeOperators.EQUAL), (_period(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="areas_area_code_digits", condition=Q(code__regex=r"^[0-9]{6}([0-9]{3}){0,3}$")
            ),
            models.CheckConstraint(
                name="areas_area_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="areas_area_root_is_district", condition=Q(parent__isnull=False) | Q(kind=AreaKind.DISTRICT)
            ),
            models.CheckConstraint(
                name="areas_area_kind_of_level",
                condition=Q(kind=AreaKind.DISTRICT, path__level=1)
                | Q(kind=AreaKind.SUBDISTRICT, path__level=2)
                | Q(kind__in=[AreaKind.COMMUNITY, AreaKind.VILLAGE], path__level=3)
                | Q(kind__in=[AreaKind.GRID, AreaKind.SPECIAL_GRID], path__level=4),
            ),
            models.CheckConstraint(
                name="areas_area_successor_of_closed", condition=Q(successor__isnull=True) | Q(valid_to__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaShape(models.Model):
    """The outline of an area during some days. One area never has two at once: the database sees to it.

    ``wkb`` is a polygon or multipolygon in CGCS2000 longitude and latitude (degrees, x = longitude). The four bounds
    repeat its extent for questions in SQL. ``valid_to`` is the last day, null while open. ``source`` says where the
    outline is from; ``simulated`` marks an invented one, which screens must say.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="shapes")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    wkb = models.BinaryField()
    source = models.CharField(max_length=200)
    simulated = models.BooleanField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        """What must hold whoever writes."""

        constraints = [
            ExclusionConstraint(
                name="areas_areashape_one_at_a_time",
                expressions=[(F("area"), RangeOperators.EQUAL), (_period(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="areas_areashape_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"shape of area {self.area_id} from {self.valid_from}"


class RegistryVersion(models.Model):
    """One row that changes with every change of areas or shapes, in the same transaction.

    Its lock orders the writers. ``stamp`` tells versions apart for certain: ``number`` of a transaction that was
    rolled back is given out again, a stamp is not.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta:
        """One row, no more."""

        constraints = [models.CheckConstraint(name="areas_registryversion_single", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"version {self.number}"
