"""Entering whole tables of areas: rows that stand already are left alone, broken ones are refused, the others land."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from minsheng.base.codes.area import parse_area
from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.kernel.areas.entering import LONGEST_NAME, AreaRow, ImportSummary, RowRefusal, known_areas, new_area
from minsheng.kernel.areas.models import Area


def enter_rows(rows: Iterable[AreaRow], valid_from: date) -> tuple[ImportSummary, list[tuple[Area, str]]]:
    """Enter what is new and rename what is called differently; returns the summary and the renamed with old names.

    Called inside ``writing()``. Rows may come in any order, parents after children too. A row whose area exists keeps
    everything but the name: kinds and counts are changed by people, not by tables that may be older. Of two rows with
    one code the second is refused.
    """
    summary = ImportSummary()
    coded = sorted(_coded(rows, summary), key=lambda row: (len(row.code), row.number))
    known = known_areas([row.code for row in coded], valid_from)
    renamed: list[tuple[Area, str]] = []
    waiting: list[Area] = []
    for code, number, row in coded:
        if waiting and len(waiting[-1].code) != len(code):
            _save(waiting)  # parents need their ids before their children come
        try:
            if code in known:
                _meet(known[code], row, summary, renamed)
            else:
                known[code] = new_area(row, valid_from=valid_from, known=known)
                waiting.append(known[code])
                summary.created.append(code)
        except Refusal as refusal:
            summary.refused.append(RowRefusal(number, code, refusal))
    _save(waiting)
    Area.objects.bulk_update([area for area, _ in renamed], ["name", "name_en"])
    summary.refused.sort(key=lambda refused: refused.number)
    return summary, renamed


class _Coded(NamedTuple):
    code: str
    number: int
    row: AreaRow


def _coded(rows: Iterable[AreaRow], summary: ImportSummary) -> Iterator[_Coded]:
    """Rows with their codes in the shortest writing; those without a code, or with a code met before, are refused."""
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        try:
            code = _new_code(row, seen)
        except Refusal as refusal:
            summary.refused.append(RowRefusal(number, row.code, refusal))
        else:
            seen.add(code)
            yield _Coded(code, number, row)


def _new_code(row: AreaRow, seen: set[str]) -> str:
    code = parse_area(row.code, "code").code
    if code in seen:
        raise Refusal("area.code_taken", "code", area_code=code, name=row.name)
    return code


def _meet(area: Area, row: AreaRow, summary: ImportSummary, renamed: list[tuple[Area, str]]) -> None:
    name = clean_text(row.name, "name", LONGEST_NAME)
    name_en = clean_text(row.name_en, "name_en", LONGEST_NAME, required=False) or area.name_en
    if (name, name_en) == (area.name, area.name_en):
        summary.unchanged += 1
        return
    renamed.append((area, area.name))
    summary.renamed.append(area.code)
    area.name, area.name_en = name, name_en


def _save(areas: list[Area]) -> None:
    """Store areas of one level and forget them here; their ids are set by the call."""
    for area in areas:
        area.parent_id = area.parent.pk if area.parent else None
    Area.objects.bulk_create(areas, batch_size=1000)
    areas.clear()
