"""Performance of an agreement: when an instalment is late, who is reminded when, and how long it can be enforced.

人民调解法 31 (the committee follows up); 民事诉讼法 250, domain reference MED-6 (two years from the last day).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.agreements.plan import (
    REMINDERS,
    Line,
    State,
    enforceable_until,
    next_line,
    reminder_on,
)

DUE = date(2026, 10, 10)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
yuan = st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2)


@pytest.mark.parametrize(
    ("today", "state", "late"),
    [(date(2026, 10, 9), State.DUE, 0), (DUE, State.DUE, 0), (date(2026, 10, 11), State.LATE, 1)],
)
def test_it_is_late_from_the_day_after(today: date, state: State, late: int) -> None:
    line = Line(1, DUE, Decimal(600))
    assert (line.state(today), line.days_late(today)) == (state, late)


def test_a_part_is_not_the_whole() -> None:
    line = Line(1, DUE, Decimal("600.00"), Decimal("599.99"), DUE)
    assert (line.state(DUE + timedelta(days=1)), line.left, line.paid_in_time) == (State.LATE, Decimal("0.01"), None)


def test_paid_in_time_is_what_the_last_payment_says() -> None:
    assert Line(1, DUE, Decimal(6), Decimal(6), DUE).paid_in_time is True
    assert Line(1, DUE, Decimal(6), Decimal(6), DUE + timedelta(days=1)).paid_in_time is False


@given(days, days, yuan, yuan)
def test_a_line_is_exactly_one_of_three(due: date, today: date, amount: Decimal, paid: Decimal) -> None:
    line = Line(1, due, amount, paid)
    expected = State.PAID if paid >= amount else State.LATE if today > due else State.DUE
    assert line.state(today) is expected
    assert (line.days_late(today) > 0) == (expected is State.LATE)


@given(st.lists(st.tuples(days, yuan, st.booleans()), max_size=6))
def test_the_next_is_the_earliest_that_is_open(rows: list[tuple[date, Decimal, bool]]) -> None:
    lines = [Line(n, due, amount, amount if paid else Decimal(0)) for n, (due, amount, paid) in enumerate(rows, 1)]
    found = next_line(lines)
    left = [line for line in lines if line.left]
    assert (found is None) == (not left)
    if found is not None:
        assert all((found.due, found.number) <= (line.due, line.number) for line in left)


@pytest.mark.parametrize(
    ("today", "reminder"),
    [
        (date(2026, 10, 6), None),
        (date(2026, 10, 7), -3),
        (date(2026, 10, 9), -3),
        (DUE, 0),
        (date(2026, 10, 11), 1),
        (date(2026, 10, 16), 1),
        (date(2026, 10, 17), 7),
        (date(2026, 10, 31), 7),
        (date(2026, 11, 1), None),
    ],
)
def test_people_are_reminded_three_days_before_on_the_day_and_one_and_seven_after(
    today: date, reminder: int | None
) -> None:
    assert reminder_on(DUE, today) == reminder


@given(days)
def test_each_reminder_comes_on_its_day_and_none_comes_early(due: date) -> None:
    for offset in REMINDERS:
        assert reminder_on(due, due + timedelta(days=offset)) == offset
        before = reminder_on(due, due + timedelta(days=offset - 1))
        assert before is None or before < offset


@pytest.mark.parametrize(
    ("last_day", "until"),
    [
        (date(2026, 11, 10), date(2028, 11, 10)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
    ],
)
def test_enforcement_is_open_for_two_years_from_the_last_day_of_performance(last_day: date, until: date) -> None:
    assert enforceable_until(last_day) == until
