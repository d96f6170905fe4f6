"""A year whose plan is missing is loud, or guessed and marked; when the plan comes, clocks are restated."""

from datetime import date, datetime

import pytest
from hypothesis import given

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines import clock as clocks
from minsheng.kernel.deadlines.rules import Calendar, CalendarUnknown, Rolling, Term, bundled_years, due, read_year
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, end, instants, rollings, terms_of, working

# An invented plan, for the test only: the notice of 2027 is not out.
PLAN_2027 = read_year(
    2027,
    [
        ["元旦", "2027-01-01", "2027-01-03"],
        ["春节", "2027-02-05", "2027-02-11"],
        ["劳动节", "2027-05-01", "2027-05-05"],
        ["国庆节", "2027-10-01", "2027-10-07"],
    ],
    ["2027-01-30", "2027-02-20"],
    "虚构",
)
ENTERED = Calendar({**bundled_years(), 2027: PLAN_2027})


@pytest.mark.parametrize("day", [date(2027, 1, 4), date(2010, 12, 31)])
def test_an_unknown_year_is_refused(day: date) -> None:
    with pytest.raises(CalendarUnknown) as caught:
        CALENDAR.is_working_day(day)
    assert isinstance(caught.value, Refusal)
    assert caught.value.params == {"year": day.year}


def test_only_what_touches_the_unknown_year_is_refused() -> None:
    assert due(working("P4D"), at("2026-12-25"), CALENDAR).due_at == end("2026-12-31")
    with pytest.raises(CalendarUnknown):
        due(calendar("P5D"), at("2026-12-28"), CALENDAR)
    assert due(calendar("PT240H"), at("2026-12-28"), CALENDAR).due_at == at("2027-01-07")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2027-01-01", False),
        ("2027-01-04", True),
        ("2027-02-05", False),
        ("2027-02-08", False),
        ("2027-02-09", True),
        ("2027-04-05", False),
        ("2027-06-09", False),
        ("2027-09-15", False),
        ("2027-10-01", False),
        ("2027-10-04", True),
        ("2028-02-01", True),
        ("2028-05-01", False),
        ("2027-03-06", False),
    ],
)
def test_the_guess(day: str, worked: bool) -> None:
    assert GUESSING.is_working_day(date.fromisoformat(day)) is worked


def test_a_guess_is_marked() -> None:
    assert due(working("P5D"), at("2026-12-28"), GUESSING).provisional
    assert due(calendar("P7D"), at("2026-12-28"), GUESSING).provisional
    assert not due(working("P3D"), at("2026-12-28"), GUESSING).provisional
    assert not due(calendar("PT240H"), at("2026-12-28"), GUESSING).provisional


def test_a_year_entered_as_provisional_is_marked() -> None:
    draft = Calendar(ENTERED.years, provisional_years=[2027])
    assert due(working("P5D"), at("2026-12-28"), draft).provisional
    assert not due(working("P5D"), at("2026-12-28"), ENTERED).provisional


def test_the_guessing_calendar_is_made_once_and_is_its_own() -> None:
    assert CALENDAR.with_fallback() is GUESSING
    assert GUESSING.with_fallback() is GUESSING


def test_when_the_plan_is_entered_the_clock_is_restated() -> None:
    guessed = clocks.start("reply", working("P5D"), at("2027-02-03"), GUESSING)
    assert (guessed.due_at, guessed.provisional) == (end("2027-02-12"), True)
    official = clocks.restate(guessed, ENTERED)
    assert (official.due_at, official.provisional) == (end("2027-02-17"), False)
    assert official.started_at == guessed.started_at


@given(instants, terms_of(), rollings)
def test_restating_with_the_same_calendar_changes_nothing(start: datetime, term: Term, rolling: Rolling) -> None:
    clock = clocks.start("any", term, start, GUESSING, rolling=rolling)
    assert clocks.restate(clock, GUESSING) == clock


@given(instants, terms_of())
def test_what_is_not_provisional_stays_when_a_plan_comes(start: datetime, term: Term) -> None:
    clock = clocks.start("any", term, start, GUESSING)
    if not clock.provisional:
        assert clocks.restate(clock, ENTERED.with_fallback()) == clock
