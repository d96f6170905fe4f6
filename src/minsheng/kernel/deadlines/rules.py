"""When a term ends: 民法典 201–204 and the rules of domain.md 0.2, as pure functions. No Django.

Everything that laws and procedures ask of time stands behind this module; terms, years and calendars are re-exported.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from minsheng.base.time import local_date
from minsheng.kernel.deadlines.reckoning import Due, Rolling, Span, reckon
from minsheng.kernel.deadlines.terms import HOUR_UNITS, WORKING_UNITS, Days, Language, Term, TermUnit
from minsheng.kernel.deadlines.working_calendar import BUSINESS_HOURS, Calendar, CalendarUnknown
from minsheng.kernel.deadlines.years import OffSpan, YearDays, bundled_years, read_year

__all__ = [
    "BUSINESS_HOURS",
    "HOUR_UNITS",
    "WORKING_UNITS",
    "Calendar",
    "CalendarUnknown",
    "Days",
    "Due",
    "Language",
    "OffSpan",
    "Publicity",
    "Rolling",
    "Span",
    "Term",
    "TermUnit",
    "YearDays",
    "bundled_years",
    "due",
    "kpi_due",
    "publicity",
    "read_year",
    "reckon",
    "working_days_between",
]


class Publicity(NamedTuple):
    """A time of public notice: its last full day, and the first day on which work may go on."""

    last_day: date
    next_step_from: date
    provisional: bool


def due(term: Term, start: datetime, calendar: Calendar, *, roll: bool = True) -> Due:
    """When ``term`` ends that began at ``start`` (aware).

    The day of the start is not counted (民法典 201; 民诉法 85). Months and years end on the corresponding day, else on
    the last of the month (202). A last day that is a rest day moves to the first working day after it (203; not with
    ``roll=False``); rest days on the way count. Working days know holidays and make-up days. Days end at 24:00, so
    ``due_at`` is a midnight; hours run from the moment (201(2)) and do not roll.

    Raises CalendarUnknown where a year decides whose plan is missing; see ``Calendar.with_fallback``.
    """
    return reckon((term,), start, calendar, rolling=Rolling.FORWARD if roll else Rolling.NONE)


def kpi_due(term: Term, start: datetime, calendar: Calendar) -> Due:
    """When an internal target ends: ``min(raw_due, previous working day)`` (domain.md 0.2.8).

    Where no working day lies between the start and a last day that is a rest day, the target stays on that last day: it
    cannot be due before it began.
    """
    return reckon((term,), start, calendar, rolling=Rolling.BACKWARD)


def publicity(days: int, posted_on: date, calendar: Calendar) -> Publicity:
    """How long a public notice 公示 of ``days`` calendar days stands that was posted on a day (domain.md 0.2.9).

    The day after posting is day 1 and there must be ``days`` full days, so the last day does not roll; the next step is
    allowed from the first working day after it (row 20: seven days posted 2026-09-24 end 10-01, next step 10-08).
    ``days`` is at least 1 (ValueError).
    """
    if days < 1:
        raise ValueError("a notice stands for at least one day")
    last_day = posted_on + timedelta(days=days)
    earliest = last_day + timedelta(days=1)
    next_step = calendar.working_day_from(earliest)
    return Publicity(last_day, next_step, calendar.is_provisional(earliest, next_step))


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """Working days from ``a`` to ``b`` counted like a term: the day ``a`` is not counted, ``b`` is.

    Instants are taken for the local days in which they lie. Negative when ``b`` comes first.
    """
    return calendar.working_days_between(*(local_date(day) if isinstance(day, datetime) else day for day in (a, b)))
