"""民法典 202: months and years end on the corresponding day, or on the last day of a month that has none."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.time import local_date
from minsheng.kernel.deadlines.rules import Term, TermUnit, due
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, end, instants


@pytest.mark.parametrize(
    ("term", "start", "last"),
    [
        ("P1M", "2026-01-31", "2026-02-28"),
        ("P1M", "2026-03-31", "2026-04-30"),
        ("P2M", "2026-01-31", "2026-03-31"),
        ("P6M", "2025-08-31", "2026-02-28"),
        ("P1M", "2024-01-30", "2024-02-29"),
        ("P1Y", "2024-02-29", "2025-02-28"),
        ("P1M", "2025-12-15", "2026-01-15"),
        ("P12M", "2025-03-12", "2026-03-12"),
        ("P1Y", "2025-03-12", "2026-03-12"),
    ],
)
def test_corresponding_day(term: str, start: str, last: str) -> None:
    assert due(calendar(term), at(start), CALENDAR, roll=False).raw_due == end(last)


def test_a_month_that_ends_on_a_rest_day_rolls() -> None:
    assert due(calendar("P1M"), at("2026-09-01"), CALENDAR).due_at == end("2026-10-08")


@given(instants, st.integers(1, 60))
def test_it_ends_in_the_right_month_on_the_right_day_or_its_last(start: datetime, months: int) -> None:
    last = local_date(due(Term(months, TermUnit.MONTH), start, GUESSING, roll=False).raw_due) - timedelta(days=1)
    began = local_date(start)
    assert (last.year * 12 + last.month) - (began.year * 12 + began.month) == months
    assert last.day == began.day or (last.day < began.day and (last + timedelta(days=1)).day == 1)
