"""A week from Monday to Sunday, and what its days are in the working calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from minsheng.base.time import start_of_day
from minsheng.kernel.deadlines.rules import Calendar

_WEEKEND = 5
EARLIEST, LATEST = date(2000, 1, 3), date(2100, 12, 20)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, the first a Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """The week in which a day lies; days that no calendar of ours reaches are moved to its ends."""
        kept = min(max(day, EARLIEST), LATEST)
        return cls(kept - timedelta(days=kept.weekday()))

    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.monday + timedelta(days=number) for number in range(7)]

    def before(self) -> date:
        """The Monday of the week before."""
        return self.monday - timedelta(days=7)

    def after(self) -> date:
        """The Monday of the week behind."""
        return self.monday + timedelta(days=7)

    def span(self) -> tuple[datetime, datetime]:
        """From the first moment of the Monday to the first moment of the Monday behind."""
        return start_of_day(self.monday), start_of_day(self.after())


@dataclass(frozen=True, slots=True)
class DayMark:
    """What a day is: ``rest`` (nobody works), ``made_up`` (a weekend that is worked), with the holiday's name."""

    rest: bool
    made_up: bool
    holiday: str


def mark_of(day: date, calendar: Calendar) -> DayMark:
    """The mark of a day. ``calendar`` answers for every year (``with_fallback``)."""
    works = calendar.is_working_day(day)
    return DayMark(not works, works and day.weekday() >= _WEEKEND, calendar.holiday_name(day) or "")
