"""Arithmetic over days: presence and gaps agree with counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.grid.coverage import FOREVER, Days, first_gap, present

BASE = date(2026, 1, 1)
SPANS = st.tuples(st.integers(0, 30), st.integers(0, 12)).map(
    lambda it: Days(BASE + timedelta(it[0]), BASE + timedelta(it[0] + it[1]))
)


def each(days: Days) -> set[date]:
    """Every day of a short span."""
    return {days.first + timedelta(number) for number in range((days.last - days.first).days + 1)}


@given(SPANS, st.lists(SPANS, max_size=4))
def test_presence_is_the_duty_without_the_absences(duty: Days, absences: list[Days]) -> None:
    counted = each(duty) - set().union(*(each(away) for away in absences))
    assert set().union(*(each(days) for days in present(duty, absences))) == counted


@given(SPANS, st.lists(SPANS, max_size=4))
def test_the_first_gap_is_the_first_day_that_nobody_covers(wanted: Days, covers: list[Days]) -> None:
    rest = each(wanted) - set().union(*(each(cover) for cover in covers))
    assert first_gap(wanted, covers) == min(rest, default=None)


def test_a_duty_without_an_end_is_there_after_the_last_absence() -> None:
    away = Days(BASE, BASE + timedelta(3))
    assert present(Days.of(BASE, None), [away]) == [Days(BASE + timedelta(4), FOREVER)]
    assert present(Days.of(BASE, None), [Days(BASE, FOREVER)]) == []
