"""工作日 by the State Council's plans: holidays do not count, make-up weekends do (domain.md 0.2.4, 0.2.6)."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minsheng.kernel.deadlines.rules import Term, TermUnit, due, working_days_between
from tests.law.deadlines.support import CALENDAR, GUESSING, at, end, instants, last_day, working

days = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def test_a_make_up_sunday_counts() -> None:
    assert due(working("P1D"), at("2026-09-19"), CALENDAR).due_at == end("2026-09-20")


def test_a_term_begun_on_a_rest_day_counts_from_the_next_working_day() -> None:
    assert due(working("P1D"), at("2026-10-03"), CALENDAR).due_at == end("2026-10-08")


@given(instants, st.integers(1, 60))
def test_it_holds_as_many_working_days_as_it_says(start: datetime, amount: int) -> None:
    last = last_day(due(Term(amount, TermUnit.WORKING_DAY), start, GUESSING).due_at)
    first = start.date() + timedelta(days=1)
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(GUESSING.is_working_day(day) for day in between) == amount
    assert GUESSING.is_working_day(last)


@given(days, days)
def test_working_days_between_two_days(one: date, other: date) -> None:
    a, b = sorted((one, other))
    by_hand = sum(CALENDAR.is_working_day(a + timedelta(days=n)) for n in range(1, (b - a).days + 1))
    assert working_days_between(a, b, CALENDAR) == by_hand
    assert working_days_between(b, a, CALENDAR) == -by_hand


@given(instants, st.integers(1, 60))
def test_counting_back_gives_the_term(start: datetime, amount: int) -> None:
    result = due(Term(amount, TermUnit.WORKING_DAY), start, GUESSING)
    assert working_days_between(start, last_day(result.due_at), GUESSING) == amount


def test_instants_are_taken_for_their_days() -> None:
    assert working_days_between(at("2026-09-30 23:00"), at("2026-10-10 01:00"), CALENDAR) == 3


def test_no_year_is_asked_that_does_not_matter() -> None:
    assert working_days_between(date(2018, 12, 31), date(2019, 1, 2), CALENDAR) == 1
    assert due(working("P1D"), at("2018-12-31"), CALENDAR).due_at == end("2019-01-02")
    assert working_days_between(date(2027, 5, 1), date(2027, 5, 1), CALENDAR) == 0
