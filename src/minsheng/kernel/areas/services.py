"""Writes of this room. Each is one transaction, one version of the register, and its lines in the audit log.

``by`` must hold ``areas.manage``; else each raises Refusal ``access.denied`` (403) and nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.kernel.areas.drawing import Drawing, put_shapes
from minsheng.kernel.areas.entering import LONGEST_NAME, AreaRow, ImportSummary, known_areas, new_area
from minsheng.kernel.areas.geometry import from_wkb, square_metres
from minsheng.kernel.areas.importing import enter_rows
from minsheng.kernel.areas.models import Area, AreaShape
from minsheng.kernel.areas.versions import Manager, new_version, writing
from minsheng.kernel.audit.kinds import Data
from minsheng.kernel.audit.services import NewLine, record, record_many

__all__ = [
    "AreaRow",
    "Drawing",
    "ImportSummary",
    "close_area",
    "create_area",
    "draw_shape",
    "draw_shapes",
    "import_areas",
    "redraw",
    "rename_area",
]

MOST_CODES_LOGGED = 100  # a line of the log is read by people; the digest covers the rest


def create_area(
    *,
    by: Manager,
    code: str,
    name: str,
    valid_from: date,
    kind: str = "",
    name_en: str = "",
    urban_rural: str = "",
    population: int | None = None,
    households: int | None = None,
) -> Area:
    """Enter one area under the parent that its code names. ``kind`` may be left to the code, but for special grids.

    Raises Refusal as ``entering.new_area`` says.
    """
    row = AreaRow(code, name, kind, name_en, urban_rural, population, households)
    with writing(by):
        area = new_area(row, valid_from=valid_from, known=known_areas([code], valid_from))
        area.save(force_insert=True)
        data = {"code": area.code, "name": area.name, "kind": str(area.kind), "valid_from": valid_from.isoformat()}
        record("areas.created", by=by, subject="area", subject_id=area.pk, data=data)
        new_version()
    return area


def rename_area(*, by: Manager, area: Area, name: str, name_en: str | None = None) -> Area:
    """Give an area another name, from now on and for its past; the old one stays in the audit log.

    ``name_en`` ``None`` keeps the English name. Nothing is written when nothing differs. Raises Refusal ``text.*``.
    """
    name = clean_text(name, "name", LONGEST_NAME)
    with writing(by):
        area = Area.objects.get(pk=area.pk)
        new_en = area.name_en if name_en is None else clean_text(name_en, "name_en", LONGEST_NAME, required=False)
        if (area.name, area.name_en) == (name, new_en):
            return area
        old, area.name, area.name_en = area.name, name, new_en
        area.save(update_fields=["name", "name_en"])
        record_many([_renamed(by, area, old)])
        new_version()
    return area


def close_area(*, by: Manager, area: Area, valid_to: date, successor: Area | None = None) -> Area:
    """Let an area end after the day ``valid_to``, with its outline; ``successor`` takes over what it leaves.

    Raises Refusal: ``area.closed_already``, ``area.closed_before_begun``, ``area.has_children`` (params count, child),
    ``area.drawn_later`` (an outline begins after the day), ``area.successor_unfit`` (itself, or not there a day later).
    """
    with writing(by):
        area = Area.objects.get(pk=area.pk)
        _refuse_closing(area, valid_to, successor)
        area.valid_to, area.successor = valid_to, successor
        area.save(update_fields=["valid_to", "successor"])
        still_open = Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)
        AreaShape.objects.filter(still_open, area=area).update(valid_to=valid_to)
        heir = successor.code if successor else None
        data = {"code": area.code, "name": area.name, "valid_to": valid_to.isoformat(), "successor": heir}
        record("areas.closed", by=by, subject="area", subject_id=area.pk, data=data)
        new_version()
    return area


def draw_shape(
    *, by: Manager, area: Area, polygon: object, valid_from: date, source: str, simulated: bool = False
) -> AreaShape:
    """Give an area an outline from a day on; the one before ends the day before, one of the same day is corrected.

    ``polygon`` is a shapely polygon or multipolygon in CGCS2000 degrees. Raises the first Refusal, with ``field`` and
    params: ``shape.not_polygon``, ``shape.empty``, ``shape.not_in_china``, ``shape.invalid`` (reason),
    ``shape.area_not_valid``, ``shape.later_exists`` (day), ``shape.parent_undrawn``, ``shape.outside_parent`` (parent,
    square_metres), ``shape.overlaps`` (sibling, square_metres), ``shape.leaves_out_child`` (child, square_metres),
    ``text.*`` on ``source``. Slivers narrower than ``geometry.SLIVER`` are forgiven.
    """
    try:
        return _draw([Drawing(area, polygon)], by=by, valid_from=valid_from, source=source, simulated=simulated)[0]
    except Refusals as several:
        raise several.refusals[0] from several


def draw_shapes(
    *, by: Manager, drawings: Sequence[Drawing], valid_from: date, source: str, simulated: bool = False
) -> list[AreaShape]:
    """``draw_shape`` for many areas of any levels at once: a few queries, all or nothing, one line in the audit log.

    Outlines are checked against each other and against what stands. Raises Refusals with all that is wrong (params
    name the area too), or a Refusal on ``source``.
    """
    return _draw(drawings, by=by, valid_from=valid_from, source=source, simulated=simulated)


def redraw(
    *, by: Manager, valid_from: date, changes: Sequence[Drawing], source: str, simulated: bool = False
) -> list[AreaShape]:
    """Move the borders among areas that are drawn already, from a day on. Their outlines end the day before.

    Cases of earlier days keep their grid: ``locate`` takes the day. Together the new outlines must cover what the old
    ones did. Raises Refusals as ``draw_shapes``, and on ``changes`` also ``shape.nothing_to_replace`` and
    ``shape.leaves_gap`` (square_metres).
    """
    return _draw(changes, by=by, valid_from=valid_from, source=source, simulated=simulated, cover_as_before=True)


def import_areas(*, by: Manager, rows: Iterable[AreaRow], valid_from: date) -> ImportSummary:
    """Enter a table of areas. What stands already is left alone or renamed: a second run changes nothing.

    Broken rows are refused one by one (in the summary, with their numbers) and all others land.
    """
    with writing(by):
        summary, renamed = enter_rows(rows, valid_from)
        if summary.created or summary.renamed:
            data = {
                "created": len(summary.created),
                "renamed": len(summary.renamed),
                "unchanged": summary.unchanged,
                "refused": len(summary.refused),
            }
            record("areas.imported", by=by, subject="areas", subject_id="register", data=data)
            record_many([_renamed(by, area, old) for area, old in renamed])
            new_version()
    return summary


def _renamed(by: Manager, area: Area, old: str) -> NewLine:
    return NewLine("areas.renamed", by, "area", area.pk, {"code": area.code, "old": old, "new": area.name})


def _refuse_closing(area: Area, valid_to: date, successor: Area | None) -> None:
    if area.valid_to is not None:
        raise Refusal("area.closed_already", "area", area_code=area.code, day=area.valid_to.isoformat())
    if valid_to < area.valid_from:
        raise Refusal("area.closed_before_begun", "valid_to", area_code=area.code, day=area.valid_from.isoformat())
    children = Area.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to), parent=area).order_by("code")
    if child := children.first():
        raise Refusal("area.has_children", "area", area_code=area.code, count=children.count(), child=child.name)
    if AreaShape.objects.filter(area=area, valid_from__gt=valid_to).exists():
        raise Refusal("area.drawn_later", "valid_to", area_code=area.code)
    if successor is not None:
        day_after = valid_to + timedelta(days=1)
        ended = successor.valid_to is not None and successor.valid_to < day_after
        if successor.pk == area.pk or successor.valid_from > day_after or ended:
            raise Refusal("area.successor_unfit", "successor", area_code=area.code, successor=successor.code)


def _draw(
    drawings: Sequence[Drawing],
    *,
    by: Manager,
    valid_from: date,
    source: str,
    simulated: bool,
    cover_as_before: bool = False,
) -> list[AreaShape]:
    if not drawings:
        return []
    with writing(by):
        areas = Area.objects.in_bulk([drawing.area.pk for drawing in drawings])
        current = [Drawing(areas[drawing.area.pk], drawing.polygon) for drawing in drawings]
        rows = put_shapes(
            current, valid_from=valid_from, source=source, simulated=simulated, cover_as_before=cover_as_before
        )
        _log_drawn(by, rows)
        new_version()
    return rows


def _log_drawn(by: Manager, rows: Sequence[AreaShape]) -> None:
    first = rows[0]
    digest = hashlib.sha256(b"".join(bytes(row.wkb) for row in rows)).hexdigest()
    shape: Data = {
        "valid_from": first.valid_from.isoformat(),
        "source": first.source,
        "simulated": first.simulated,
        "digest": digest,
    }
    if len(rows) == 1:
        data: Data = {"code": first.area.code, "square_metres": round(square_metres(from_wkb([first.wkb])[0])), **shape}
        record("areas.drawn", by=by, subject="area", subject_id=first.area_id, data=data)
        return
    codes = [row.area.code for row in rows[:MOST_CODES_LOGGED]]
    data = {"count": len(rows), "codes": codes, **shape}
    record("areas.drawn_together", by=by, subject="areas", subject_id="register", data=data)
