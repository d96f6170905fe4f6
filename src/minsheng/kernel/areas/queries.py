"""Reads for screens. Whoever needs one area, its ancestors or a place asks the register in memory instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import shapely
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.geometry import Outline, from_wkb, square_metres, wide_parts
from minsheng.kernel.areas.models import Area, AreaShape

MOST_FOUND = 100


@dataclass(slots=True)
class Branch:
    """An area and what lies below it, by code."""

    area: Area
    branches: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of an area that none of its children covers: its outline (degrees) and its size."""

    outline: Outline
    square_metres: float


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that an area or a shape is valid on a day; ``prefix`` leads to it (``"area__"``)."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day}))


def areas_under(area: Area, on: date | None = None) -> QuerySet[Area]:
    """The area and everything below it that exists on the day (default today), parents first."""
    return Area.objects.filter(valid_on(on or timezone.localdate()), path__within=area.path).order_by("path", "id")


def tree_under(area: Area, *, depth: int = 1, on: date | None = None) -> Branch:
    """The area with ``depth`` levels below it as they are on the day (default today), in one query."""
    deepest = len(area.path.split(".")) + depth
    root = Branch(area)
    branches = {area.pk: root}
    for below in areas_under(area, on).filter(path__level__lte=deepest).exclude(pk=area.pk):
        if below.parent_id in branches:
            branches[below.pk] = Branch(below)
            branches[below.parent_id].branches.append(branches[below.pk])
    return root


def ancestors_of(area: Area) -> QuerySet[Area]:
    """The areas that were above this one at some time, and itself, from the district down."""
    return Area.objects.filter(path__above=area.path).order_by("path", "valid_from")


def shapes_of(area: Area) -> QuerySet[AreaShape]:
    """All outlines that the area ever had, newest first."""
    return AreaShape.objects.filter(area=area).order_by("-valid_from")


def outline_of(area: Area, on: date | None = None) -> AreaShape | None:
    """The outline of the area on the day (default today)."""
    return AreaShape.objects.filter(valid_on(on or timezone.localdate()), area=area).first()


def coverage_gaps(area: Area, on: date | None = None) -> list[Gap]:
    """The parts of an area that none of its children covers on the day (default today), largest first.

    Slivers are left out. An area without an outline has no gaps: nobody knows where it ends.
    """
    day = on or timezone.localdate()
    own = outline_of(area, day)
    if own is None:
        return []
    children = AreaShape.objects.filter(valid_on(day), area__parent=area).values_list("wkb", flat=True)
    covered = shapely.union_all(from_wkb(list(children))) if children else shapely.Polygon()
    rest = shapely.difference(from_wkb([own.wkb])[0], covered)
    return [Gap(part, square_metres(part)) for part in wide_parts(rest)]


def undrawn(area: Area, on: date | None = None) -> QuerySet[Area]:
    """The areas below (and the area itself) that exist on the day (default today) but have no outline on it."""
    day = on or timezone.localdate()
    drawn = AreaShape.objects.filter(valid_on(day)).values("area_id")
    return areas_under(area, day).exclude(pk__in=drawn)


def find_areas(text: str, *, kinds: Sequence[AreaKind] = (), on: date | None = None, limit: int = 20) -> list[Area]:
    """Areas whose name, English name or code has ``text``, valid on the day (default today).

    Names that are equal come first, then names and codes that begin with it, then the rest; larger areas before smaller
    ones. At most ``MOST_FOUND``. Blank text, and text with NUL, finds nothing.
    """
    wanted = text.strip()
    if not wanted or "\0" in wanted:
        return []
    closeness = Case(
        When(Q(name__iexact=wanted) | Q(code=wanted), then=Value(0)),
        When(Q(name__istartswith=wanted) | Q(code__startswith=wanted), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    has = Q(name__icontains=wanted) | Q(name_en__icontains=wanted) | Q(code__startswith=wanted)
    found = Area.objects.filter(has, valid_on(on or timezone.localdate()))
    if kinds:
        found = found.filter(kind__in=kinds)
    ranked = found.select_related("parent").order_by(closeness, "path__level", "code")
    return list(ranked[: max(0, min(limit, MOST_FOUND))])
