"""民法典 201(2): hours run from the moment. Working hours run while offices are open."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given

from minsheng.kernel.deadlines.rules import Term, TermUnit, due
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, instants, terms_of, working


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [("PT24H", "2026-09-30 16:20", "2026-10-01 16:20"), ("PT2H", "2026-12-31 23:30", "2027-01-01 01:30")],
)
def test_hours_run_through_holidays_and_do_not_roll(term: str, start: str, end: str) -> None:
    result = due(calendar(term), at(start), CALENDAR)
    assert (result.due_at, result.raw_due, result.provisional) == (at(end), at(end), False)


@given(instants, terms_of(TermUnit.HOUR))
def test_hours_are_exact(start: datetime, term: Term) -> None:
    assert due(term, start, CALENDAR).due_at - start == timedelta(hours=term.amount)


def test_hours_are_exact_when_the_clocks_were_put_forward() -> None:
    start = at("1986-05-03 23:00")
    assert due(calendar("PT12H"), start, CALENDAR).due_at.timestamp() - start.timestamp() == 12 * 3600


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        ("PT1H", "2026-11-23 09:00", "2026-11-23 10:00"),
        ("PT4H", "2026-11-23 09:00", "2026-11-23 15:30"),
        ("PT4H", "2026-11-23 16:00", "2026-11-24 10:30"),
        ("PT2H", "2026-11-23 12:30", "2026-11-23 16:30"),
        ("PT7H", "2026-11-23 20:00", "2026-11-24 18:00"),
        ("PT4H", "2026-09-30 16:00", "2026-10-08 10:30"),
        ("PT1H", "2026-10-10 08:00", "2026-10-10 09:30"),
    ],
)
def test_working_hours(term: str, start: str, end: str) -> None:
    assert due(working(term), at(start), CALENDAR).due_at == at(end)


@given(instants, terms_of(TermUnit.WORKING_HOUR))
def test_working_hours_pass_while_offices_are_open(start: datetime, term: Term) -> None:
    result = due(term, start, GUESSING)
    assert GUESSING.working_time_between(start, result.due_at) == timedelta(hours=term.amount)
    assert GUESSING.working_time_between(start, result.due_at - timedelta(minutes=1)) < timedelta(hours=term.amount)
