"""The working calendar: which days are worked, and how working days and hours are counted on. No Django."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI, local_date
from minsheng.kernel.deadlines.years import YearDays

Hours = tuple[tuple[time, time], ...]
BUSINESS_HOURS: Hours = ((time(8, 30), time(12)), (time(14, 30), time(18)))

# Statutory days with a fixed date (全国年节及纪念日放假办法 as of 2025), and those that the moon or the sun sets,
# for the next year only: the far future is corrected long before it is needed.
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_ANCHORS = {2027: ((2, 5), (2, 6), (2, 7), (2, 8), (4, 5), (6, 9), (9, 15))}
_ONE_DAY = timedelta(days=1)


class CalendarUnknown(Refusal):
    """A day was asked about in a year whose plan has not been entered. Code ``calendar.unknown``, param ``year``."""

    def __init__(self, year: int) -> None:
        """Name the year."""
        super().__init__("calendar.unknown", year=year)
        self.year = year


class Calendar:
    """Working days by year. Immutable; safe to share between threads.

    ``years`` holds the plans; ``provisional_years`` those of them that are not official; ``business_hours`` the daily
    windows for working hours, in order. A year without a plan raises CalendarUnknown, unless this is the calendar that
    ``with_fallback`` returned.
    """

    def __init__(
        self,
        years: Mapping[int, YearDays],
        provisional_years: Iterable[int] = (),
        business_hours: Hours = BUSINESS_HOURS,
        *,
        guesses: bool = False,
    ) -> None:
        """Keep the plans; ``guesses`` is for ``with_fallback`` only."""
        self.years = dict(years)
        self.provisional_years = frozenset(provisional_years)
        self.business_hours = business_hours
        self._guesses = guesses
        self._off = {y: {day: span.name for span in plan.off for day in span.days()} for y, plan in years.items()}
        self._counts: dict[int, list[int]] = {}
        self._twin: Calendar | None = self if guesses else None

    def with_fallback(self) -> Calendar:
        """The same calendar, answering for unknown years with Monday to Friday less the statutory days known ahead.

        Whatever touches such a year is provisional. Overlaps with weekends and make-up days are not guessed.
        """
        if self._twin is None:
            self._twin = Calendar(self.years, self.provisional_years, self.business_hours, guesses=True)
        return self._twin

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day`` (工作日): a weekday that is not off, or a weekend day that is made up."""
        if isinstance(day, datetime):
            raise TypeError("a day is asked for, not an instant: use local_date()")
        if day.year not in self.years:
            return self._guess(day)
        is_worked_weekend = day in self.years[day.year].work
        return is_worked_weekend or (day.weekday() < 5 and day not in self._off[day.year])

    def is_statutory_rest_day(self, day: date) -> bool:
        """Whether ``day`` is a 法定休假日 in the sense of 民法典 203: weekend or holiday, and not a make-up day.

        A Saturday that is worked ends a term (domain.md 13.5, row 22).
        """
        return not self.is_working_day(day)

    def holiday_name(self, day: date) -> str | None:
        """The name under which the notice gives ``day`` off; ``None`` for other days and unknown years."""
        return self._off.get(day.year, {}).get(day)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether what is reckoned from the days ``first`` to ``last`` may change when an official plan is entered."""
        years = range(min(first, last).year, max(first, last).year + 1)
        return any(y in self.provisional_years or (self._guesses and y not in self.years) for y in years)

    def working_day_from(self, day: date) -> date:
        """``day`` itself if it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def working_day_until(self, day: date) -> date:
        """``day`` itself if it is worked, else the last working day before it."""
        while not self.is_working_day(day):
            day -= _ONE_DAY
        return day

    def working_day_after(self, day: date, amount: int) -> date:
        """The ``amount``-th working day after ``day``, which is not counted itself; 0 gives ``day`` back."""
        if amount == 0:
            return day
        year, passed = (day + _ONE_DAY).year, (day + _ONE_DAY).timetuple().tm_yday - 1
        counts = self._counts_of(year)
        wanted = counts[passed] + amount
        while wanted > counts[-1]:
            wanted -= counts[-1]
            year += 1
            counts = self._counts_of(year)
        return date(year, 1, 1) + timedelta(days=bisect_left(counts, wanted) - 1)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after ``after`` up to and including ``until``; negative when ``until`` comes first."""
        if until < after:
            return -self.working_days_between(until, after)
        if until == after:
            return 0
        first = after + _ONE_DAY
        whole = sum(self._counts_of(year)[-1] for year in range(first.year, until.year))
        start, end = first.timetuple().tm_yday - 1, until.timetuple().tm_yday
        return whole + self._counts_of(until.year)[end] - self._counts_of(first.year)[start]

    def plus_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The instant at which ``amount`` of business hours has passed since ``start``. Zero gives ``start`` back."""
        if amount <= timedelta():
            return start
        for opens, closes in self._windows(start):
            if amount <= closes - opens:
                return opens + amount
            amount -= closes - opens
        raise OverflowError("the calendar has no end")  # pragma: no cover - the windows go on for ever

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Business hours between two instants; zero when ``end`` is not later."""
        passed = timedelta()
        if end <= start:
            return passed
        for opens, closes in self._windows(start, local_date(end)):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def _windows(self, start: datetime, last: date = date.max) -> Iterator[tuple[datetime, datetime]]:
        """Business hours from ``start`` on, in order, to the end of the day ``last``."""
        day = local_date(start)
        while day <= last:
            if self.is_working_day(day):
                for opens, closes in self.business_hours:
                    begin = max(datetime.combine(day, opens, SHANGHAI), start.astimezone(SHANGHAI))
                    finish = datetime.combine(day, closes, SHANGHAI)
                    if begin < finish:
                        yield begin, finish
            day += _ONE_DAY

    def _counts_of(self, year: int) -> list[int]:
        """Working days from New Year through day n, for n = 0 … 366: turns counting into two look-ups."""
        if year not in self._counts:
            counts, day = [0], date(year, 1, 1)
            while day.year == year:
                counts.append(counts[-1] + self.is_working_day(day))
                day += _ONE_DAY
            self._counts[year] = counts
        return self._counts[year]

    def _guess(self, day: date) -> bool:
        if not self._guesses:
            raise CalendarUnknown(day.year)
        return day.weekday() < 5 and (day.month, day.day) not in (*_FIXED, *_ANCHORS.get(day.year, ()))
