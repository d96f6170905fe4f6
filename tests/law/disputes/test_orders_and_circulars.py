"""Supervision orders and circulars have a clock and an answer of their own; the issuer sets the days within bounds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.life import Life


def order(when: str = "2026-06-01", **born: Any) -> Life:
    """An order to unit 10 about case 7."""
    return Life("disputes.supervision", when, **{"kind": "late", "unit": 10, "about": 7, **born})


def circular(when: str = "2026-06-01", **born: Any) -> Life:
    """From unit 10 to units 20 and 30."""
    return Life("disputes.circular", when, **{"kind": "problem", "unit": 10, "co_units": [20, 30], **born})


@bounded(30)
@given(st.integers(1, 30))
def test_the_issuer_sets_the_days(days: int) -> None:
    assert str(order(days=days).clock("answer").term) == f"P{days}D"
    assert str(circular(days=days).clock("acknowledge").term) == f"P{days}D"


@pytest.mark.parametrize(
    ("issued", "due"),
    [("2026-06-15", "2026-06-24 00:00"), ("2026-09-28", "2026-10-11 00:00"), ("2026-04-30", "2026-05-12 00:00")],
)
def test_without_days_an_order_has_five_working_ones(issued: str, due: str) -> None:
    assert order(issued).due("answer") == due


def test_sent_back_it_runs_anew_and_whoever_answered_does_not_judge() -> None:
    sent = order()
    sent.do("unit 3", "answer", "2026-06-03", measures="已整改")
    assert sent.refused("issuer 3", "accept_answer", "2026-06-04") == "guard.handler_is_rater"
    sent.do("issuer 8", "send_back", "2026-06-04", reason="不到位", days=2)
    assert (sent.clock("answer").run, sent.due("answer")) == (2, "2026-06-09 00:00")
    sent.do("unit 3", "answer", "2026-06-08", measures="已彻底整改")
    sent.do("issuer 8", "accept_answer", "2026-06-09")
    assert sent.snapshot.state == "settled"


def test_late_it_climbs() -> None:
    sent = order()
    assert sent.late("answer", "2026-06-09 00:00:01")
    ladder = next(it for it in sent.procedure.ladder if it.clock == "answer")
    assert [step.tell for step in ladder.steps] == [["lead"], ["district"]]


def test_a_circular_closes_only_when_all_have_acknowledged() -> None:
    sent = circular()
    sent.do("receiver 3", "acknowledge", "2026-06-02", unit_=20, measures="已传达")
    assert sent.refused("system", "conclude", "2026-06-02") == "guard.co_parts_open"
    sent.do("receiver 4", "acknowledge", "2026-06-03", unit_=30, measures="已传达")
    assert sent.refused("issuer 8", "remind", "2026-06-03") == "guard.all_acknowledged"
    sent.do("system", "conclude", "2026-06-03")
    assert sent.snapshot.state == "closed"
