"""民法典 201(1), 民诉法 85: the day on which a term begins is not counted."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.kernel.deadlines.rules import Rolling, Term, TermUnit, due, reckon
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, end, instants, rollings, terms_of, working

DAY_UNITS = (TermUnit.DAY, TermUnit.WORKING_DAY, TermUnit.MONTH, TermUnit.YEAR)


def test_one_day_from_monday_ends_on_tuesday() -> None:
    assert due(calendar("P1D"), at("2026-11-23 00:00"), CALENDAR).due_at == end("2026-11-24")
    assert due(working("P1D"), at("2026-11-23 23:59"), CALENDAR).due_at == end("2026-11-24")


def test_midnight_belongs_to_the_day_that_it_opens() -> None:
    assert due(calendar("P1D"), at("2026-11-24 00:00"), CALENDAR).due_at == end("2026-11-25")


@given(instants, terms_of(*DAY_UNITS), st.integers(0, 86_399))
def test_the_hour_of_the_start_makes_no_difference(start: datetime, term: Term, seconds: int) -> None:
    morning = start.replace(hour=0, minute=0, second=0, microsecond=0)
    assert due(term, morning, GUESSING) == due(term, morning + timedelta(seconds=seconds), GUESSING)


@given(instants, instants, terms_of(), rollings)
def test_a_later_start_never_ends_earlier(one: datetime, other: datetime, term: Term, rolling: Rolling) -> None:
    first, second = sorted((one, other))
    early = reckon((term,), first, GUESSING, rolling=rolling)
    late = reckon((term,), second, GUESSING, rolling=rolling)
    assert early.due_at <= late.due_at
    assert early.raw_due <= late.raw_due


@given(instants, terms_of(), rollings)
def test_a_longer_term_never_ends_earlier(start: datetime, term: Term, rolling: Rolling) -> None:
    shorter = reckon((term,), start, GUESSING, rolling=rolling)
    longer = reckon((Term(term.amount + 1, term.unit),), start, GUESSING, rolling=rolling)
    assert shorter.raw_due < longer.raw_due
    assert start < shorter.due_at <= longer.due_at


def test_a_start_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        due(calendar("P1D"), at("2026-11-23").replace(tzinfo=None), CALENDAR)
