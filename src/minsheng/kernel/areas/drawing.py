"""Putting outlines into the register from a day on: what must hold, what ends, what begins.

Called by the services inside ``writing()``. The new outlines are checked against every outline of a parent, sibling or
child that holds on or after the day: they are to stand for ever, so they must fit what is already planned, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import shapely
from django.db.models import Q

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.kernel.areas.geometry import Outline, from_wkb, outline
from minsheng.kernel.areas.models import Area, AreaShape
from minsheng.kernel.areas.shape_rules import Piece, children_left_out, outside_parents, overlaps, uncovered

MOST_REFUSALS = 50  # more of them help nobody


@dataclass(frozen=True, slots=True)
class Drawing:
    """An outline for an area: a shapely polygon or multipolygon in CGCS2000 degrees, x = longitude."""

    area: Area
    polygon: object


@dataclass(frozen=True, slots=True)
class _Standing:
    """A stored outline that holds on or after the day of the drawing."""

    row: AreaShape
    piece: Piece
    parent_id: int | None


def put_shapes(
    drawings: Sequence[Drawing], *, valid_from: date, source: str, simulated: bool, cover_as_before: bool = False
) -> list[AreaShape]:
    """Check and store outlines from a day on; outlines that they replace end the day before.

    An outline that begins on the same day is corrected: the old one goes. With ``cover_as_before`` each area must have
    an outline already, and together the new ones must cover what the old ones did. Raises Refusals, with all that is
    wrong (at most ``MOST_REFUSALS``), or one Refusal on ``source``, and writes nothing then; codes as in
    ``services.draw_shape``.
    """
    source = clean_text(source, "source", 200)
    new = _checked_alone(drawings, valid_from)
    standing = _standing(drawings, valid_from)
    problems = _own_problems(new, standing, valid_from) + _neighbour_problems(drawings, new, standing)
    if cover_as_before:
        problems += _cover_problems(new, standing, valid_from)
    if problems:
        raise Refusals(problems[:MOST_REFUSALS])
    return _stored(drawings, new, standing, valid_from=valid_from, source=source, simulated=simulated)


def _checked_alone(drawings: Sequence[Drawing], valid_from: date) -> dict[int, Piece]:
    """What can be said of each drawing by itself: the outline is well formed, the area exists and is named once."""
    pieces: dict[int, Piece] = {}
    problems: list[Refusal] = []
    for drawing in drawings:
        try:
            pieces[drawing.area.id] = _piece(drawing, valid_from, twice=drawing.area.id in pieces)
        except Refusal as problem:
            problems.append(problem)
    if problems:
        raise Refusals(problems[:MOST_REFUSALS])
    return pieces


def _piece(drawing: Drawing, valid_from: date, *, twice: bool) -> Piece:
    area = drawing.area
    if twice:
        raise Refusal("shape.drawn_twice", "polygon", area=area.name, area_code=area.code)
    if valid_from < area.valid_from or (area.valid_to is not None and area.valid_to < valid_from):
        day = valid_from.isoformat()
        raise Refusal("shape.area_not_valid", "valid_from", area=area.name, area_code=area.code, day=day)
    return Piece(area.id, area.code, area.name, outline(drawing.polygon, "polygon"))


def _standing(drawings: Sequence[Drawing], valid_from: date) -> list[_Standing]:
    """Outlines of the drawn areas, of their parents, siblings and children, that hold on or after the day."""
    own = {drawing.area.id for drawing in drawings}
    parents = {drawing.area.parent_id for drawing in drawings}
    kin = Q(area_id__in=own | (parents - {None})) | Q(area__parent_id__in=own | (parents - {None}))
    if None in parents:
        kin |= Q(area__parent__isnull=True)
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    rows = list(AreaShape.objects.filter(kin, open_then).select_related("area").order_by("area__code", "valid_from"))
    outlines = from_wkb([row.wkb for row in rows]) if rows else ()
    return [
        _Standing(row, Piece(row.area_id, row.area.code, row.area.name, shape), row.area.parent_id)
        for row, shape in zip(rows, outlines, strict=True)
    ]


def _own_problems(new: dict[int, Piece], standing: Sequence[_Standing], valid_from: date) -> list[Refusal]:
    return [
        Refusal(
            "shape.later_exists",
            "valid_from",
            area=old.piece.name,
            area_code=old.piece.code,
            day=old.row.valid_from.isoformat(),
        )
        for old in standing
        if old.piece.area_id in new and old.row.valid_from > valid_from
    ]


def _neighbour_problems(
    drawings: Sequence[Drawing], new: dict[int, Piece], standing: Sequence[_Standing]
) -> list[Refusal]:
    others = [old for old in standing if old.piece.area_id not in new]
    final: dict[int, list[Piece]] = defaultdict(list, {area_id: [piece] for area_id, piece in new.items()})
    siblings: dict[int | None, list[Piece]] = defaultdict(list)
    for old in others:
        final[old.piece.area_id].append(old.piece)
        siblings[old.parent_id].append(old.piece)
    drawn: dict[int | None, list[Piece]] = defaultdict(list)
    problems: list[Refusal] = []
    for area in (drawing.area for drawing in drawings):
        drawn[area.parent_id].append(new[area.id])
        if area.parent_id is not None and not final[area.parent_id]:
            problems.append(Refusal("shape.parent_undrawn", "polygon", area=area.name, area_code=area.code))
    into = [
        (piece, parent) for up, pieces in drawn.items() if up is not None for piece in pieces for parent in final[up]
    ]
    below = [(old.piece, new[old.parent_id]) for old in others if old.parent_id in new]
    problems += outside_parents(into) + children_left_out(below)
    for parent_id, pieces in drawn.items():
        problems += overlaps(pieces, siblings[parent_id])
    return problems


def _cover_problems(new: dict[int, Piece], standing: Sequence[_Standing], valid_from: date) -> list[Refusal]:
    before = {old.piece.area_id: old.piece.outline for old in standing if old.row.valid_from <= valid_from}
    undrawn = [piece for area_id, piece in new.items() if area_id not in before]
    if undrawn:
        return [Refusal("shape.nothing_to_replace", "changes", area=it.name, area_code=it.code) for it in undrawn]
    open_ground = uncovered([before[area_id] for area_id in new], [piece.outline for piece in new.values()])
    return [Refusal("shape.leaves_gap", "changes", square_metres=round(open_ground))] if open_ground else []


def _stored(
    drawings: Sequence[Drawing],
    new: dict[int, Piece],
    standing: Sequence[_Standing],
    *,
    valid_from: date,
    source: str,
    simulated: bool,
) -> list[AreaShape]:
    replaced = [old.row for old in standing if old.piece.area_id in new]
    same_day = [row.id for row in replaced if row.valid_from == valid_from]
    earlier = [row.id for row in replaced if row.valid_from < valid_from]
    AreaShape.objects.filter(id__in=same_day).delete()
    AreaShape.objects.filter(id__in=earlier).update(valid_to=valid_from - timedelta(days=1))
    return AreaShape.objects.bulk_create(
        _row(drawing.area, new[drawing.area.id].outline, valid_from, source, simulated) for drawing in drawings
    )


def _row(area: Area, shape: Outline, valid_from: date, source: str, simulated: bool) -> AreaShape:
    west, south, east, north = shape.bounds
    return AreaShape(
        area=area,
        valid_from=valid_from,
        valid_to=area.valid_to,
        wkb=shapely.to_wkb(shape),
        source=source,
        simulated=simulated,
        west=west,
        south=south,
        east=east,
        north=north,
    )
