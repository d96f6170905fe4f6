"""How much is left of a clock, for people to read. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from minsheng.base.time import local_date
from minsheng.kernel.deadlines.clock import Clock, reckoned
from minsheng.kernel.deadlines.terms import HOUR_UNITS, TermUnit
from minsheng.kernel.deadlines.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a clock, or, when ``late``, by how much it is over. ``amount`` and ``time`` are never negative.

    ``unit`` is DAY (also for months and years), WORKING_DAY, HOUR or WORKING_HOUR; ``amount`` counts whole units;
    ``time`` is the plain time to or since the due instant.
    """

    amount: int
    unit: TermUnit
    late: bool
    time: timedelta


def remaining(clock: Clock, now: datetime, calendar: Calendar) -> Remaining | None:
    """What is left at ``now``; of a clock that stands still, what was left when it was paused; ``None`` once stopped.

    Days are counted like the term: today is not counted, the last day is.
    """
    if clock.stopped_at is not None:
        return None
    due_at, at = clock.due_at, now
    if due_at is None:
        due_at, at = reckoned(clock, calendar).due_at, clock.paused_at or now
    late, time = at > due_at, abs(due_at - at)
    unit = clock.term.unit if clock.term.unit in (*HOUR_UNITS, TermUnit.WORKING_DAY) else TermUnit.DAY
    return Remaining(_whole_units(unit, min(at, due_at), max(at, due_at), late, calendar), unit, late, time)


def _whole_units(unit: TermUnit, first: datetime, last: datetime, late: bool, calendar: Calendar) -> int:
    if unit is TermUnit.HOUR:
        return (last - first) // timedelta(hours=1)
    if unit is TermUnit.WORKING_HOUR:
        return calendar.working_time_between(first, last) // timedelta(hours=1)
    # ``due_at`` is the midnight after the last day, which is the day that people name.
    a, b = (_day_ended_by(first), local_date(last)) if late else (local_date(first), _day_ended_by(last))
    return calendar.working_days_between(a, b) if unit is TermUnit.WORKING_DAY else (b - a).days


def _day_ended_by(due_at: datetime) -> date:
    return local_date(due_at - timedelta(microseconds=1))
