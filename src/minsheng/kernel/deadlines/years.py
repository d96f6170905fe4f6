"""One year of the working calendar as the State Council's notice gives it (全国年节及纪念日放假办法; 国办发明电).

Our own compact form, in TOML files, in the database and in forms alike::

    off = [["国庆节", "2026-10-01", "2026-10-07"]]     # name, first and last day off
    work = ["2026-09-20"]                              # weekend days that are worked
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from minsheng.base.errors import Refusal, Refusals

FIRST_YEAR, LAST_YEAR = 2000, 2100
# Days that every plan has whatever the moon does (办法 第二条; 5-2 since 2025): a plan without them is incomplete.
FIXED_STATUTORY = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
_BUNDLED = Path(__file__).parent / "calendars"


@dataclass(frozen=True, slots=True)
class OffSpan:
    """Days off in a row under one name, both ends included."""

    name: str
    first: date
    last: date

    def days(self) -> list[date]:
        """Every day of the span."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class YearDays:
    """What differs from Monday to Friday in one year, and the notice that says so."""

    year: int
    off: tuple[OffSpan, ...]
    work: frozenset[date]
    source: str

    def as_data(self) -> dict[str, list[object]]:
        """The compact form, for JSON and TOML."""
        spans = [[span.name, span.first.isoformat(), span.last.isoformat()] for span in self.off]
        return {"off": list(spans), "work": [day.isoformat() for day in sorted(self.work)]}


def read_year(year: int, off: Sequence[Sequence[str]], work: Sequence[str], source: str) -> YearDays:
    """Check one year in compact form and return it, spans in order of time.

    Raises Refusals with every fault found: ``calendar.year``, ``text.empty`` (source), ``calendar.off_format``,
    ``calendar.work_format``, ``calendar.span_order``, ``calendar.outside_year``, ``calendar.overlap``,
    ``calendar.duplicate``, ``calendar.not_weekend``, ``calendar.statutory_missing`` (a fixed holiday that is not off).
    Each names the field (year, off, work, source) and the day.
    """
    faults: list[Refusal] = []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusals([Refusal("calendar.year", "year", year=year, first=FIRST_YEAR, last=LAST_YEAR)])
    if not source.strip():
        faults.append(Refusal("text.empty", "source"))
    spans = sorted(_read_spans(off, faults), key=lambda span: span.first)
    worked = _read_worked(work, faults)
    faults += _span_faults(year, spans) + _work_faults(year, worked, {day for span in spans for day in span.days()})
    if faults:
        raise Refusals(faults)
    return YearDays(year, tuple(spans), frozenset(worked), source.strip())


@cache
def bundled_years() -> dict[int, YearDays]:
    """The years that come with the software, from ``calendars/*.toml``."""
    years = {}
    for path in sorted(_BUNDLED.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        years[int(path.stem)] = read_year(int(path.stem), data["off"], data["work"], data["source"])
    return years


def _read_spans(off: Sequence[Sequence[str]], faults: list[Refusal]) -> list[OffSpan]:
    spans = []
    for entry in off:
        try:
            name, first, last = entry
            span = OffSpan(name.strip(), date.fromisoformat(first), date.fromisoformat(last))
        except (ValueError, TypeError, AttributeError):
            faults.append(Refusal("calendar.off_format", "off", entry=str(entry)[:80]))
            continue
        if not span.name:
            faults.append(Refusal("calendar.off_format", "off", entry=str(entry)[:80]))
        elif span.last < span.first:
            faults.append(Refusal("calendar.span_order", "off", name=span.name, date=first))
        else:
            spans.append(span)
    return spans


def _read_worked(work: Sequence[str], faults: list[Refusal]) -> list[date]:
    days = []
    for entry in work:
        try:
            days.append(date.fromisoformat(entry))
        except (ValueError, TypeError):
            faults.append(Refusal("calendar.work_format", "work", entry=str(entry)[:80]))
    return days


def _span_faults(year: int, spans: list[OffSpan]) -> list[Refusal]:
    inside = [span for span in spans if span.first.year == span.last.year == year]
    faults = [
        Refusal("calendar.outside_year", "off", name=span.name, date=span.first.isoformat(), year=year)
        for span in spans
        if span not in inside
    ]
    for before, after in pairwise(inside):
        if after.first <= before.last:
            faults.append(Refusal("calendar.overlap", "off", name=after.name, date=after.first.isoformat()))
    covered = {day for span in inside for day in span.days()}
    for month, day in FIXED_STATUTORY:
        if date(year, month, day) not in covered:
            faults.append(Refusal("calendar.statutory_missing", "off", date=date(year, month, day).isoformat()))
    return faults


def _work_faults(year: int, worked: list[date], off: set[date]) -> list[Refusal]:
    faults = []
    for place, day in enumerate(worked):
        text = day.isoformat()
        if day.year != year:
            faults.append(Refusal("calendar.outside_year", "work", date=text, year=year))
        elif day in off:
            faults.append(Refusal("calendar.overlap", "work", date=text))
        elif day.weekday() < 5:
            faults.append(Refusal("calendar.not_weekend", "work", date=text))
        if day in worked[:place]:
            faults.append(Refusal("calendar.duplicate", "work", date=text))
    return faults
