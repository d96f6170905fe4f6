"""The calendars that come with the software, day by day beside a package that others keep from the same notices."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from minsheng.kernel.deadlines.rules import Calendar, bundled_years

YEARS = range(2011, 2027)


def test_no_year_is_missing() -> None:
    assert list(bundled_years()) == list(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_what_the_package_says(year: int) -> None:
    calendar = Calendar(bundled_years())
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    ours = [calendar.is_working_day(day) for day in days]
    assert ours == [chinese_calendar.is_workday(day) for day in days]


def test_an_early_year_by_hand() -> None:
    """2015 had two notices: the second gave 3 to 5 September off and made Sunday the 6th a working day."""
    calendar = Calendar(bundled_years())
    assert [calendar.is_working_day(date(2015, 9, day)) for day in range(2, 8)] == [
        True,
        False,
        False,
        False,
        True,
        True,
    ]
    assert calendar.holiday_name(date(2015, 9, 3)) == "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"
    # 2013-02-09 to 15 off, the weekend before and after as the notice says: Saturday 16 and Sunday 17 are worked.
    assert calendar.working_days_between(date(2013, 2, 8), date(2013, 2, 17)) == 2
