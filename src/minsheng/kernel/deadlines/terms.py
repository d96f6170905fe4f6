"""Terms: how long somebody has, in the units in which laws write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from minsheng.base.errors import Refusal

Days = Literal["working", "calendar"]
Language = Literal["zh", "en"]


class TermUnit(StrEnum):
    """Units of a term. A plain 日 is DAY; 工作日 is WORKING_DAY (domain.md 0.2.4 lists which law means which)."""

    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


HOUR_UNITS = frozenset((TermUnit.HOUR, TermUnit.WORKING_HOUR))
WORKING_UNITS = frozenset((TermUnit.WORKING_HOUR, TermUnit.WORKING_DAY))

_LARGEST = {"hour": 100_000, "working_hour": 20_000, "day": 40_000, "working_day": 20_000, "month": 1_200, "year": 100}
_ZH = {
    "hour": "小时",
    "working_hour": "个工作小时",
    "day": "日",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
}
_EN = {unit.value: unit.value.replace("_", " ") for unit in TermUnit}
_ISO = {"hour": "PT{}H", "working_hour": "PT{}H", "day": "P{}D", "working_day": "P{}D", "month": "P{}M", "year": "P{}Y"}
_WRITTEN = re.compile(r"P(?:(?P<amount>\d{1,6})(?P<letter>[DWMY])|T(?P<hours>\d{1,6})H)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as law writes it. Raises Refusal ``term.range`` for less than 1 or more than a hundred years."""

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        """Refuse lengths that no law has: they are slips, and would overflow the calendar."""
        if not 1 <= self.amount <= _LARGEST[self.unit]:
            raise Refusal("term.range", "term", amount=self.amount, unit=self.unit.value, limit=_LARGEST[self.unit])

    @classmethod
    def parse(cls, text: str, days: Days = "calendar") -> Term:
        """Read an ISO 8601 duration of one unit: ``P5D``, ``P2W``, ``P1M``, ``P1Y``, ``PT4H``.

        ``days="working"`` makes D working days and H working hours; a week is seven calendar days and cannot be working
        (Refusal ``term.weeks``). Raises Refusal ``term.format`` for anything else, as ``P1DT4H``.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise Refusal("term.format", "term", value=text[:20])
        working = days == "working"
        if found["hours"]:
            return cls(int(found["hours"]), TermUnit.WORKING_HOUR if working else TermUnit.HOUR)
        amount, letter = int(found["amount"]), found["letter"]
        if letter == "W" and working:
            raise Refusal("term.weeks", "term", value=text)
        if letter in "DW":
            unit = TermUnit.WORKING_DAY if working else TermUnit.DAY
            return cls(amount * (7 if letter == "W" else 1), unit)
        return cls(amount, TermUnit.MONTH if letter == "M" else TermUnit.YEAR)

    @property
    def days(self) -> Days:
        """What ``parse`` needs beside ``str(term)`` to give the same term back."""
        return "working" if self.unit in WORKING_UNITS else "calendar"

    def __str__(self) -> str:
        """Write the ISO 8601 duration; ``days`` says the rest."""
        return _ISO[self.unit].format(self.amount)

    def text(self, language: Language = "zh") -> str:
        """Write the term for people: ``5个工作日``, ``60日``, ``4小时``; ``5 working days``, ``1 month``."""
        if language == "zh":
            return f"{self.amount}{_ZH[self.unit]}"
        return f"{self.amount} {_EN[self.unit]}{'' if self.amount == 1 else 's'}"


def merged(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Join neighbours of one unit: 60 days and 30 more are 90 days, counted from the start (domain.md 13.5, 14)."""
    joined: list[Term] = []
    for term in terms:
        if joined and joined[-1].unit is term.unit:
            joined[-1] = Term(joined[-1].amount + term.amount, term.unit)
        else:
            joined.append(term)
    return tuple(joined)
