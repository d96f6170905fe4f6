"""domain.md 0.2.8: an internal target is ``min(raw_due, previous working day)``, a term of law rolls forward."""

from datetime import datetime

from hypothesis import given

from minsheng.kernel.deadlines.rules import Term, TermUnit, due, kpi_due
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, end, instants, last_day, terms_of, working


def test_it_ends_before_the_holidays_not_after() -> None:
    result = kpi_due(calendar("P15D"), at("2026-09-18"), CALENDAR)
    assert (result.raw_due, result.due_at) == (end("2026-10-03"), end("2026-09-30"))


def test_a_working_last_day_stays() -> None:
    assert kpi_due(calendar("P12D"), at("2026-09-18"), CALENDAR).due_at == end("2026-09-30")
    assert kpi_due(working("P5D"), at("2026-09-30"), CALENDAR).due_at == end("2026-10-13")


def test_it_is_never_due_before_it_began() -> None:
    assert kpi_due(calendar("P2D"), at("2026-10-02"), CALENDAR).due_at == end("2026-10-04")
    assert kpi_due(calendar("P2D"), at("2026-09-30"), CALENDAR).due_at == end("2026-09-30")


def test_hours_are_hours() -> None:
    assert kpi_due(calendar("PT24H"), at("2026-09-30 10:00"), CALENDAR).due_at == at("2026-10-01 10:00")


@given(instants, terms_of(TermUnit.DAY, TermUnit.WORKING_DAY, TermUnit.MONTH, TermUnit.YEAR))
def test_it_is_the_earlier_of_the_two(start: datetime, term: Term) -> None:
    target, law = kpi_due(term, start, GUESSING), due(term, start, GUESSING)
    assert start < target.due_at <= target.raw_due <= law.due_at
    if target.due_at != target.raw_due:
        assert GUESSING.is_working_day(last_day(target.due_at))
