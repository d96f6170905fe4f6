"""Coverage by posted cadres, as the source counts it: 62 cadres full time, 90.2 % of the branches due to have one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.postings.coverage import BranchRow, Coverage, PostingRow, Span, coverage_on

BEGIN = date(2023, 1, 1)
DAY = date(2023, 12, 31)
OPEN = Span(BEGIN)


def branches(count: int, due: Span | None = OPEN) -> list[BranchRow]:
    return [BranchRow(number, number % 5 + 1, OPEN, due) for number in range(count)]


def total(found: dict[int, Coverage]) -> Coverage:
    return sum(found.values(), Coverage())


def test_the_figures_of_the_source() -> None:
    """62 cadres in 55 of 61 branches: seven branches have two."""
    postings = [PostingRow(number % 55, OPEN, True) for number in range(62)]
    found = total(coverage_on(DAY, branches(61), postings))
    assert (found.covered, found.due, found.full_time) == (55, 61, 62)
    assert found.share() == Decimal("90.2")


def test_nobody_is_counted_twice_and_part_time_covers_too() -> None:
    postings = [PostingRow(0, OPEN, True), PostingRow(0, OPEN, True), PostingRow(1, OPEN, False)]
    assert total(coverage_on(DAY, branches(4), postings)) == Coverage(2, 4, 2)


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    posting = PostingRow(0, Span(BEGIN, DAY), True)
    assert total(coverage_on(DAY, branches(1), [posting])).covered == 1
    assert total(coverage_on(DAY + timedelta(days=1), branches(1), [posting])).covered == 0


def test_a_branch_that_is_not_due_counts_in_neither_number() -> None:
    for due in (None, Span(BEGIN, DAY - timedelta(days=1)), Span(DAY + timedelta(days=1))):
        found = total(coverage_on(DAY, branches(1, due), [PostingRow(0, OPEN, True)]))
        assert (found.covered, found.due, found.full_time) == (0, 0, 1)
        assert found.share() is None


def test_a_closed_branch_is_gone_with_its_cadres() -> None:
    closed = [BranchRow(0, 1, Span(BEGIN, DAY - timedelta(days=1)), OPEN)]
    assert coverage_on(DAY, closed, [PostingRow(0, OPEN, True)]) == {}


_spans = st.tuples(st.integers(0, 600), st.none() | st.integers(0, 600)).map(
    lambda pair: Span(
        BEGIN + timedelta(days=pair[0]), BEGIN + timedelta(days=sum(x or 0 for x in pair)) if pair[1] else None
    )
)


@given(
    st.lists(st.tuples(st.integers(1, 4), _spans, st.none() | _spans), max_size=12),
    st.lists(st.tuples(st.integers(0, 14), _spans, st.booleans()), max_size=25),
    st.integers(0, 700),
)
def test_parts_add_up_to_the_whole(
    rows: list[tuple[int, Span, Span | None]], posted: list[tuple[int, Span, bool]], days: int
) -> None:
    """The sum over areas is what one area of all branches would give; shares are divided after that."""
    day = BEGIN + timedelta(days=days)
    known = [BranchRow(number, *row) for number, row in enumerate(rows)]
    postings = [PostingRow(*row) for row in posted]
    whole = coverage_on(day, [BranchRow(row.branch_id, 1, row.exists, row.due) for row in known], postings)
    parts = coverage_on(day, known, postings)
    assert total(parts) == whole.get(1, Coverage())
    assert all(0 <= part.covered <= part.due for part in parts.values())
    share = total(parts).share()
    assert share is None or 0 <= share <= 100
