"""The calendar's own arithmetic."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from tests.law.deadlines.support import CALENDAR, GUESSING, at, instants, spans

days = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="local_date"):
        CALENDAR.is_working_day(at("2026-11-23"))


@given(days)
def test_neighbours(day: date) -> None:
    after, before = GUESSING.working_day_from(day), GUESSING.working_day_until(day)
    assert before <= day <= after
    assert (before == day) is (after == day) is GUESSING.is_working_day(day)
    assert GUESSING.working_day_after(day, 0) == day
    assert GUESSING.is_statutory_rest_day(day) is not GUESSING.is_working_day(day)


@given(days, st.integers(1, 800))
def test_counting_on_and_counting_agree(day: date, amount: int) -> None:
    end = GUESSING.working_day_after(day, amount)
    assert GUESSING.working_days_between(day, end) == amount
    assert GUESSING.is_working_day(end)


@given(instants, spans)
def test_working_time_on_and_between_agree(start: datetime, amount: timedelta) -> None:
    end = GUESSING.plus_working_time(start, amount)
    assert GUESSING.working_time_between(start, end) == amount
    assert GUESSING.working_time_between(end, start) == timedelta()


def test_other_business_hours() -> None:
    nine_to_five = Calendar(bundled_years(), business_hours=((time(9), time(17)),))
    assert nine_to_five.plus_working_time(at("2026-11-23 16:00"), timedelta(hours=2)) == at("2026-11-24 10:00")
    assert nine_to_five.with_fallback().business_hours == nine_to_five.business_hours


def test_provisional_years() -> None:
    assert not CALENDAR.is_provisional(date(2026, 1, 1), date(2030, 1, 1))
    assert GUESSING.is_provisional(date(2026, 1, 1), date(2027, 1, 1))
    assert not GUESSING.is_provisional(date(2019, 1, 1), date(2026, 12, 31))
