"""One row of a message board as it is understood: every cell checked, every fault named. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text, looks_like_formula
from minsheng.base.time import parse_instant
from minsheng.interop.exchange.columns import (
    ANSWER,
    ANSWERED_AT,
    AT,
    BODY,
    CATEGORY,
    NUMBER,
    TITLE,
    USER,
    Heading,
)
from minsheng.interop.exchange.csv_rows import Unclosed
from minsheng.interop.exchange.tables import Row
from minsheng.interop.exchange.xlsx_rows import Formula
from minsheng.kernel.cases.reports import BODY_LIMIT, TITLE_LIMIT
from minsheng.kernel.procedures.inputs import TEXT_LIMIT

NUMBER_LIMIT, USER_LIMIT, NAME_LIMIT = 64, 64, 100
CLOCK_SKEW = timedelta(minutes=5)
_HALF = 16


@dataclass(frozen=True, slots=True)
class Message:
    """A message that can land. ``answer`` and ``answered_at`` are both there or both not."""

    row: int
    number: str
    user: str
    title: str
    body: str
    at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    category: tuple[str, ...] = ()

    def digest(self) -> bytes:
        """32 bytes by which other content is noticed: half for the message, half for the answer (zeros without)."""
        asked = _digest(self.user, self.title, self.body, self.at.isoformat())
        if self.answered_at is None:
            return asked + bytes(_HALF)
        return asked + _digest(self.answer, self.answered_at.isoformat())


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was refused: which cell, by which rule, and what stood there."""

    row: int
    number: str
    refusal: Refusal
    content: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row with its faults."""

    row: int
    faults: tuple[Fault, ...]


def same_message(stored: bytes, digest: bytes) -> bool:
    """Whether two digests are of one message, whatever was answered."""
    return stored[:_HALF] == digest[:_HALF]


def holds_answer(digest: bytes) -> bool:
    """Whether a digest is of a message with its answer."""
    return any(digest[_HALF:])


def read_messages(rows: Iterable[Row], heading: Heading, now: datetime) -> Iterator[Message | Refused]:
    """Check each row below the heading. A number that came before in the file is refused, the first one lands."""
    seen: dict[str, int] = {}
    for row in rows:
        read = _Reading(row, heading).read(now)
        if isinstance(read, Message):
            first = seen.setdefault(read.number, row.number)
            if first != row.number:
                refusal = Refusal("import.number_twice", NUMBER, first=first)
                read = Refused(row.number, (Fault(row.number, read.number, refusal, read.number),))
        yield read


class _Reading:
    """The work on one row: cleaned values on one side, faults on the other."""

    def __init__(self, row: Row, heading: Heading) -> None:
        self._row = row
        self._heading = heading
        self._faults: list[tuple[Refusal, str]] = []

    def read(self, now: datetime) -> Message | Refused:
        number = self._number()
        at = self._instant(AT, now)
        answer = self._text(ANSWER, TEXT_LIMIT, required=False)
        answered_at = self._instant(ANSWERED_AT, now, required=False)
        message = Message(
            row=self._row.number,
            number=number,
            user=self._text(USER, USER_LIMIT, required=False),
            title=self._text(TITLE, TITLE_LIMIT, required=False),
            body=self._text(BODY, BODY_LIMIT),
            at=at or now,
            answer=answer,
            answered_at=answered_at,
            category=self._category(),
        )
        self._check_shape()
        self._check_answer(at, answer, answered_at)
        if not self._faults:
            return message
        faults = (Fault(self._row.number, number, refusal, content) for refusal, content in self._faults)
        return Refused(self._row.number, tuple(faults))

    def _number(self) -> str:
        text = self._text(NUMBER, NUMBER_LIMIT)
        if text and (not text.isprintable() or any(c.isspace() for c in text)):
            self._fault(Refusal("import.number_format", NUMBER), text)
        return text

    def _text(self, column: str, limit: int, *, required: bool = True) -> str:
        cell = self._cell(column)
        if self._is_formula(column, cell):
            return ""
        return self._tried(column, lambda: clean_text(_plain(cell), column, limit, required))

    def _instant(self, column: str, now: datetime, *, required: bool = True) -> datetime | None:
        cell = self._cell(column)
        if self._is_formula(column, cell):
            return None
        if not required and not _plain(cell).strip():
            return None
        try:
            instant = parse_instant(cell if isinstance(cell, str | date) else _plain(cell), column)
        except Refusal as refusal:
            self._fault(refusal, _plain(cell))
            return None
        if instant > now + CLOCK_SKEW:
            self._fault(Refusal("import.in_future", column, at=instant), _plain(cell))
        return instant

    def _is_formula(self, column: str, cell: object) -> bool:
        found = isinstance(cell, Formula) or (isinstance(cell, str) and looks_like_formula(cell))
        if found:
            self._fault(Refusal("import.formula", column), str(cell))
        return found

    def _category(self) -> tuple[str, ...]:
        names = tuple(self._text(column, NAME_LIMIT, required=False) for column in CATEGORY)
        filled = tuple(name for name in names if name)
        if filled != names[: len(filled)]:
            self._fault(Refusal("import.category_gap", CATEGORY[0]), "/".join(names))
        return filled

    def _check_answer(self, at: datetime | None, answer: str, answered_at: datetime | None) -> None:
        if {refusal.field for refusal, _ in self._faults} & {ANSWER, ANSWERED_AT}:
            return  # said already what is wrong there
        if answer and answered_at is None:
            self._fault(Refusal("import.answer_without_time", ANSWERED_AT), answer)
        elif answered_at is not None and not answer:
            self._fault(Refusal("import.time_without_answer", ANSWER), _plain(self._cell(ANSWERED_AT)))
        elif at is not None and answered_at is not None and answered_at < at:
            self._fault(Refusal("import.answer_before", ANSWERED_AT, at=at), _plain(self._cell(ANSWERED_AT)))

    def _check_shape(self) -> None:
        cells = self._row.cells
        if isinstance(cells[-1], Unclosed):
            self._fault(Refusal("import.unclosed_quote", None), cells[-1])
        elif len(cells) > self._heading.width and any(_plain(cell).strip() for cell in cells[self._heading.width :]):
            self._fault(Refusal("import.too_many_cells", None, width=self._heading.width, count=len(cells)), "")

    def _cell(self, column: str) -> object:
        return self._heading.cell(self._row.cells, column)

    def _tried(self, column: str, clean: Callable[[], str]) -> str:
        try:
            return clean()
        except Refusal as refusal:
            self._fault(refusal, _plain(self._cell(column)))
            return ""

    def _fault(self, refusal: Refusal, content: str) -> None:
        self._faults.append((refusal, content))


def _plain(cell: object) -> str:
    """A cell as a person would read it: whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _digest(*parts: str) -> bytes:
    joined = "\0".join(parts)
    return hashlib.sha256(joined.encode()).digest()[:_HALF]
