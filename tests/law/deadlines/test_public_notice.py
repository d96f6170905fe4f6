"""公示 (domain.md 0.2.9): day 1 is the day after posting, the days are full, the next step waits for the day after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.kernel.deadlines.rules import CalendarUnknown, publicity
from tests.law.deadlines.support import CALENDAR, GUESSING


def test_over_a_weekend() -> None:
    notice = publicity(5, date(2026, 11, 23), CALENDAR)
    assert (notice.last_day, notice.next_step_from) == (date(2026, 11, 28), date(2026, 11, 30))


def test_the_last_day_may_be_a_rest_day() -> None:
    assert publicity(7, date(2026, 9, 24), CALENDAR).last_day == date(2026, 10, 1)


def test_no_notice_stands_for_less_than_a_day() -> None:
    with pytest.raises(ValueError, match="one day"):
        publicity(0, date(2026, 11, 23), CALENDAR)


def test_into_an_unknown_year() -> None:
    with pytest.raises(CalendarUnknown):
        publicity(7, date(2026, 12, 28), CALENDAR)
    assert publicity(7, date(2026, 12, 28), GUESSING) == (date(2027, 1, 4), date(2027, 1, 5), True)
    assert publicity(2, date(2026, 12, 28), GUESSING).provisional is False


@given(st.integers(1, 60), st.dates(date(2019, 1, 1), date(2026, 9, 1)))
def test_full_days_lie_between(days: int, posted: date) -> None:
    notice = publicity(days, posted, CALENDAR)
    assert notice.last_day - posted == timedelta(days=days)
    assert notice.next_step_from > notice.last_day
    assert CALENDAR.is_working_day(notice.next_step_from)
