"""The plans that come with the software, against arithmetic and against the shared data."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from minsheng.kernel.deadlines.rules import bundled_years
from tests.law.deadlines.support import CALENDAR

SHARED = Path(__file__).parents[4] / "shared/data/calendar"
YEARS = range(2019, 2027)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def test_every_year_from_2011_to_2026_is_there_and_cites_its_notice() -> None:
    assert list(bundled_years()) == list(range(2011, 2027))
    assert all("国办发明电" in plan.source and str(plan.year) in plan.source for plan in bundled_years().values())


def test_working_days_of_2026() -> None:
    worked = [day for day in days_of(2026) if CALENDAR.is_working_day(day)]
    assert len(worked) == 248
    assert sum(day.month == 11 for day in worked) == 21
    assert sum(day.month == 12 for day in worked) == 23


@pytest.mark.parametrize("year", YEARS)
def test_working_days_by_arithmetic(year: int) -> None:
    plan = bundled_years()[year]
    off = {day for span in plan.off for day in span.days()}
    weekdays = {day for day in days_of(year) if day.weekday() < 5}
    expected = len(weekdays) - len(weekdays & off) + len(plan.work)
    assert sum(CALENDAR.is_working_day(day) for day in days_of(year)) == expected
    # Whoever is given a weekday off beyond the statutory days makes it up on a weekend. In 2020 the prolonged Spring
    # Festival was not made up, and a plan's days in December of the year before are not in this year's file.
    statutory = 13 if year >= 2025 else 11
    assert 365 - 104 - statutory - 4 <= expected <= 366 - 104 - statutory + 3


def test_2020_follows_the_second_notice() -> None:
    assert not CALENDAR.is_working_day(date(2020, 1, 31))
    assert not CALENDAR.is_working_day(date(2020, 2, 1))
    assert CALENDAR.is_working_day(date(2020, 2, 3))


def test_2019_follows_the_second_notice() -> None:
    assert [CALENDAR.is_working_day(date(2019, 5, day)) for day in (1, 2, 3, 4, 5)] == [False] * 4 + [True]
    assert CALENDAR.is_working_day(date(2019, 4, 28))


def test_holidays_have_names() -> None:
    assert CALENDAR.holiday_name(date(2026, 10, 7)) == "国庆节"
    assert CALENDAR.holiday_name(date(2026, 10, 8)) is None
    assert CALENDAR.holiday_name(date(2030, 10, 1)) is None


@pytest.mark.skipif(not SHARED.exists(), reason="the shared calendar data is not on this machine")
@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_shared_data(year: int) -> None:
    named: dict[date, bool] = {}
    for path in sorted(SHARED.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["days"]:
            named[date.fromisoformat(entry["date"])] = not entry["isOffDay"]
    for day in days_of(year):
        assert CALENDAR.is_working_day(day) is named.get(day, day.weekday() < 5), day
