"""Rows of a table of posted cadres, as organisation departments keep it: one row for each posting. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text, looks_like_formula
from minsheng.base.time import local_date, parse_instant
from minsheng.interop.exchange.columns import column_name
from minsheng.interop.exchange.csv_rows import Unclosed
from minsheng.interop.exchange.tables import Row
from minsheng.interop.exchange.xlsx_rows import Formula

BRANCH, COMPOUND, AREA, CADRE, UNIT, FULL_TIME, FIRST = (
    "党支部",
    "小区",
    "区划代码",
    "干部姓名",
    "派出单位",
    "专职",
    "起始日期",
)
NUMBER, POSITION, LAST, REASON, DUE = "工号", "职务", "结束日期", "结束原因", "应派起始日"
REQUIRED = (BRANCH, COMPOUND, AREA, CADRE, UNIT, FULL_TIME, FIRST)
OPTIONAL = (NUMBER, POSITION, LAST, REASON, DUE)
_FLAGS = {"是": True, "专职": True, "否": False, "兼职": False}
REASONS = {
    "任期届满": "term",
    "轮换": "rotation",
    "调任": "transfer",
    "退休": "retired",
    "召回": "recalled",
    "其他": "other",
}
_LONGEST = 100
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A row that can be read. ``area`` is a code, ``unit`` a code or a name; ``reason`` a key, empty while it lasts."""

    row: int
    branch: str
    compound: str
    area: str
    cadre: str
    staff_number: str
    unit: str
    position: str
    full_time: bool
    first: date
    last: date | None
    reason: str
    due_from: date | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that was refused, and why."""

    row: int
    refusals: tuple[Refusal, ...]


def read_postings(rows: Sequence[Row]) -> Iterator[PostingLine | BadLine]:
    """Read a table, its heading first. Raises Refusal ``import.columns_missing`` or ``import.column_twice``."""
    heading, *below = rows
    places = _places(heading.cells)
    for row in below:
        yield _Reading(row, places).read()


def _places(cells: Iterable[object]) -> dict[str, int]:
    places: dict[str, int] = {}
    names = [column_name(cell) for cell in cells]
    for place, name in enumerate(names):
        if name in places:
            raise Refusal("import.column_twice", "file", column=name)
        if name in {*REQUIRED, *OPTIONAL}:
            places[name] = place
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise Refusal(
            "import.columns_missing", "file", columns=missing, found=[name for name in names if name] or ["–"]
        )
    return places


class _Reading:
    """The work on one row: cleaned values on one side, refusals on the other."""

    def __init__(self, row: Row, places: Mapping[str, int]) -> None:
        self._row = row
        self._places = places
        self._refusals: list[Refusal] = []

    def read(self) -> PostingLine | BadLine:
        first = self._day(FIRST)
        last = self._day(LAST, required=False)
        line = PostingLine(
            row=self._row.number,
            branch=self._text(BRANCH),
            compound=self._text(COMPOUND),
            area=self._text(AREA),
            cadre=self._text(CADRE),
            staff_number=self._text(NUMBER, required=False),
            unit=self._text(UNIT),
            position=self._text(POSITION, required=False),
            full_time=self._choice(FULL_TIME, _FLAGS, default=False),
            first=first or date.max,
            last=last,
            reason=self._choice(REASON, REASONS, default="other") if last else "",
            due_from=self._day(DUE, required=False),
        )
        if isinstance(self._row.cells[-1], Unclosed):
            self._refusals.append(Refusal("import.unclosed_quote", None))
        return BadLine(self._row.number, tuple(self._refusals)) if self._refusals else line

    def _cell(self, column: str) -> object:
        place = self._places.get(column, len(self._row.cells))
        cell = self._row.cells[place] if place < len(self._row.cells) else None
        if isinstance(cell, Formula) or (isinstance(cell, str) and looks_like_formula(cell)):
            self._refusals.append(Refusal("import.formula", column))
            return None
        return int(cell) if isinstance(cell, float) and cell.is_integer() else cell

    def _text(self, column: str, *, required: bool = True) -> str:
        before = len(self._refusals)
        cell = self._cell(column)
        try:
            return clean_text("" if cell is None else str(cell), column, _LONGEST, required)
        except Refusal as refusal:
            if len(self._refusals) == before:
                self._refusals.append(refusal)
            return ""

    def _day(self, column: str, *, required: bool = True) -> date | None:
        cell = self._cell(column)
        if cell is None or not str(cell).strip():
            if required and not any(refusal.field == column for refusal in self._refusals):
                self._refusals.append(Refusal("text.empty", column))
            return None
        try:
            return local_date(parse_instant(cell if isinstance(cell, date) else str(cell), column))
        except Refusal as refusal:
            self._refusals.append(refusal)
            return None

    def _choice(self, column: str, known: Mapping[str, T], *, default: T) -> T:
        text = self._text(column, required=column in REQUIRED)
        if text and text not in known:
            self._refusals.append(Refusal("field.choice", column, value=text[:40], choices=list(known)))
        return known.get(text, default)
