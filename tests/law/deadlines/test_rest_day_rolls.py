"""民法典 203(1): a last day that is a rest day gives way to the next working day; only the last day matters."""

from datetime import datetime

from hypothesis import given

from minsheng.kernel.deadlines.rules import Term, TermUnit, due
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, end, instants, last_day, terms_of

DAY_UNITS = (TermUnit.DAY, TermUnit.WORKING_DAY, TermUnit.MONTH, TermUnit.YEAR)


def test_a_saturday_gives_way_to_monday() -> None:
    assert due(calendar("P1D"), at("2026-11-27"), CALENDAR).due_at == end("2026-11-30")


def test_a_worked_saturday_does_not_roll() -> None:
    assert due(calendar("P1D"), at("2026-10-09"), CALENDAR).due_at == end("2026-10-10")


def test_a_weekday_that_was_given_off_rolls() -> None:
    assert due(calendar("P1D"), at("2026-10-05"), CALENDAR).due_at == end("2026-10-08")


def test_holidays_on_the_way_count() -> None:
    assert due(calendar("P9D"), at("2026-09-30"), CALENDAR).due_at == end("2026-10-09")


def test_without_rolling_the_last_day_stays() -> None:
    result = due(calendar("P15D"), at("2026-09-18"), CALENDAR, roll=False)
    assert result.due_at == result.raw_due == end("2026-10-03")


def test_without_rolling_no_calendar_is_needed() -> None:
    result = due(calendar("P15D"), at("2031-09-18"), CALENDAR, roll=False)
    assert (result.due_at, result.provisional) == (end("2031-10-03"), False)


@given(instants, terms_of(*DAY_UNITS))
def test_a_rolled_term_never_ends_on_a_rest_day(start: datetime, term: Term) -> None:
    result = due(term, start, GUESSING)
    assert not GUESSING.is_statutory_rest_day(last_day(result.due_at))
    # Nothing worked lies between the raw and the rolled last day: it rolls no further than it must.
    assert GUESSING.working_days_between(last_day(result.raw_due), last_day(result.due_at)) <= 1
