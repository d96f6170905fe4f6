"""Who stands in for whom: arithmetic over days. Pure, no Django.

A grid has a main worker (A岗) and backups (B岗). While the main worker is away, a backup must be there: it is on duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
FOREVER = date.max


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from ``first`` to ``last``, both included; ``FOREVER`` when there is no end."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date | None) -> Days:
        """Days with or without an end."""
        return cls(first, last or FOREVER)

    def holds(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.first <= day <= self.last

    def meets(self, other: Days) -> bool:
        """Whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last


def present(duty: Days, absences: Iterable[Days]) -> list[Days]:
    """The days of a duty without the days of absence, in order."""
    rest: list[Days] = []
    begin: date | None = duty.first
    for away in sorted(absences):
        if begin is None or away.last < begin or away.first > duty.last:
            continue
        if away.first > begin:
            rest.append(Days(begin, away.first - _DAY))
        begin = away.last + _DAY if away.last < duty.last else None
    if begin is not None:
        rest.append(Days(begin, duty.last))
    return rest


def first_gap(wanted: Days, covers: Sequence[Days]) -> date | None:
    """The first day of ``wanted`` on which none of ``covers`` stands; None when all are covered."""
    day = wanted.first
    for cover in sorted(covers):
        if cover.first > day:
            break
        if cover.last >= wanted.last:
            return None
        if cover.last >= day:
            day = cover.last + _DAY
    return day if day <= wanted.last else None
