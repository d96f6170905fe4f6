"""Weeks, and what their days are in the working calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.sessions.weeks import EARLIEST, LATEST, DayMark, Week, mark_of
from minsheng.kernel.deadlines.rules import Calendar, bundled_years

CALENDAR = Calendar(bundled_years()).with_fallback()


@given(st.dates())
def test_a_week_is_seven_days_from_a_monday(day: date) -> None:
    week = Week.of(day)
    assert (week.monday.weekday(), len(week.days())) == (0, 7)
    assert EARLIEST <= week.monday <= LATEST
    if EARLIEST <= day <= LATEST:
        assert day in week.days()
    if EARLIEST < week.monday < LATEST - timedelta(days=7):
        assert (Week.of(week.after()).before(), Week.of(week.before()).after()) == (week.monday, week.monday)


def test_a_week_begins_and_ends_at_midnight_in_the_district() -> None:
    first, last = Week.of(date(2026, 11, 25)).span()
    assert (first, last) == (datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 29, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        (date(2026, 11, 25), DayMark(rest=False, made_up=False, holiday="")),
        (date(2026, 11, 28), DayMark(rest=True, made_up=False, holiday="")),
        (date(2026, 10, 1), DayMark(rest=True, made_up=False, holiday="国庆节")),
        (date(2026, 10, 10), DayMark(rest=False, made_up=True, holiday="")),
    ],
)
def test_days_are_marked(day: date, mark: DayMark) -> None:
    assert mark_of(day, CALENDAR) == mark
