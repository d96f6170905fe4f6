"""The one reckoning behind every deadline: terms, suspensions and the calendar give an end. No Django.

Days are counted as dates and hours as instants. A date stands for its 24:00, which is the midnight after it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from minsheng.base.time import SHANGHAI, end_of_day, local_date
from minsheng.kernel.deadlines.terms import WORKING_UNITS, Term, TermUnit, merged
from minsheng.kernel.deadlines.working_calendar import Calendar


class Rolling(StrEnum):
    """What happens when the last day is a rest day.

    FORWARD: it moves to the first working day after it (民法典 203, terms of law). BACKWARD: to the last working day
    before it (internal targets, domain.md 0.2.8). NONE: it stays (periods of notice need only be long enough).
    """

    FORWARD = "forward"
    BACKWARD = "backward"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which a clock stood still: aware instants, ``start`` not later than ``end`` (ValueError)."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins."""
        if self.end < self.start:
            raise ValueError("a span ends before it begins")


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends. An act at exactly ``due_at`` is in time.

    ``raw_due``: before rolling. ``due_at``: what counts. ``provisional``: a year without an official plan was touched.
    """

    raw_due: datetime
    due_at: datetime
    provisional: bool


# The last day of a term of days, or the last instant of one of hours. Every datetime is a date: it is asked first.
Position = date | datetime


def reckon(
    terms: Sequence[Term],
    start: datetime,
    calendar: Calendar,
    *,
    rolling: Rolling = Rolling.FORWARD,
    suspended: Sequence[Span] = (),
) -> Due:
    """Reckon the end of ``terms`` (a term and its extensions) from ``start``, less the ``suspended`` spans in order.

    The day of the start is not counted (民法典 201); hours run from the moment. Extensions of the same unit are added
    up before counting, others are counted on from the end. A suspension adds its length in the unit of the first term:
    the days after the one on which it began, up to and including the one on which it ended (of working days those that
    are worked), or its exact (working) time for hours. A span that began after the end changes nothing: the term had
    run out. After a suspension there is always at least the rest of the day on which it ended.

    Raises ValueError for a naive ``start`` and CalendarUnknown for a day of an unknown year.
    """
    joined = merged(tuple(terms))
    bare = _counted(joined, start, calendar)
    position, reached = bare, start
    for span in suspended:
        if span.start <= _instant(_ended(position, reached, joined[0].unit, rolling, calendar)):
            position, reached = _put_off(position, span, joined[0].unit, calendar), span.end
    end = _ended(position, reached, joined[0].unit, rolling, calendar)
    touched = _touched(joined, start, bare, rolling)
    last = max(_day(position), _day(end))
    provisional = touched is not None and calendar.is_provisional(min(touched, _day(end)), last)
    return Due(_instant(position).astimezone(SHANGHAI), _instant(end).astimezone(SHANGHAI), provisional)


def _counted(terms: Sequence[Term], start: datetime, calendar: Calendar) -> Position:
    if start.tzinfo is None:
        raise ValueError("a term starts at an aware instant")
    position: Position = start
    for term in terms:
        position = _advanced(position, term, calendar)
    return position


def _advanced(position: Position, term: Term, calendar: Calendar) -> Position:
    match term.unit:
        case TermUnit.HOUR:
            return _instant(position) + timedelta(hours=term.amount)
        case TermUnit.WORKING_HOUR:
            return calendar.plus_working_time(_instant(position), timedelta(hours=term.amount))
        case TermUnit.DAY:
            return _day(position) + timedelta(days=term.amount)
        case TermUnit.WORKING_DAY:
            return calendar.working_day_after(_day(position), term.amount)
        case TermUnit.MONTH:
            return _months_later(_day(position), term.amount)
        case TermUnit.YEAR:
            return _months_later(_day(position), 12 * term.amount)


def _months_later(day: date, months: int) -> date:
    """The corresponding day, or the end of a month that has none (民法典 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _put_off(position: Position, span: Span, unit: TermUnit, calendar: Calendar) -> Position:
    began, ended = local_date(span.start), local_date(span.end)
    match unit:
        case TermUnit.HOUR:
            return _instant(position) + (span.end - span.start)
        case TermUnit.WORKING_HOUR:
            return calendar.plus_working_time(_instant(position), calendar.working_time_between(span.start, span.end))
        case TermUnit.WORKING_DAY:
            return calendar.working_day_after(_day(position), calendar.working_days_between(began, ended))
        case _:
            return position + (ended - began)


def _ended(position: Position, reached: datetime, unit: TermUnit, rolling: Rolling, calendar: Calendar) -> Position:
    """Where the term ends, rolled; never before ``reached``, the end of the last suspension."""
    if isinstance(position, datetime):
        return max(position, reached)
    floor = local_date(reached)
    last = max(position, floor)
    if rolling is Rolling.BACKWARD:
        earlier = calendar.working_day_until(last)
        return earlier if earlier >= floor else last
    if rolling is Rolling.FORWARD or unit is TermUnit.WORKING_DAY:
        return calendar.working_day_from(last)
    return last


def _touched(terms: Sequence[Term], start: datetime, bare: Position, rolling: Rolling) -> date | None:
    """The first day that was looked up in the calendar; ``None`` when none was."""
    units = {term.unit for term in terms}
    if units & WORKING_UNITS:
        return local_date(start) + timedelta(days=TermUnit.WORKING_HOUR not in units)
    return _day(bare) if rolling is not Rolling.NONE and not isinstance(bare, datetime) else None


def _instant(position: Position) -> datetime:
    # In UTC, because sums of local times would be wrong by an hour across the summer times of 1986 to 1991.
    return (position if isinstance(position, datetime) else end_of_day(position)).astimezone(UTC)


def _day(position: Position) -> date:
    return local_date(position) if isinstance(position, datetime) else position
