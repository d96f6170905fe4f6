"""Whoever handled an order may neither review, exempt or rate it nor make its call-back.

国办发〔2020〕53号（回访、评价由热线机构组织）; domain reference 0.4 (经办 ≠ 复核): a rule of the procedure, not of manners.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.law.hotline.support import HOUSING, SAID, WATER, filed
from tests.law.life import Life


def signed(order: Life) -> None:
    order.do("handler 20", "sign", "2026-06-01 12:00")


def contacted(order: Life) -> None:
    order.do("handler 20", "contact", "2026-06-01 12:00", note="已联系")


def was_handed_it(order: Life) -> None:
    order.do("handler 3", "hand_over", "2026-06-01 14:00", handler=20)
    order.do("handler 20", "hand_over", "2026-06-01 15:00", handler=3)


def answered_it(order: Life) -> None:
    order.do("handler 20", "answer", "2026-06-02", answer="已修", result="solved")


def did_a_part(order: Life) -> None:
    order.do("handler 3", "add_units", "2026-06-01 14:00", co_units=[WATER])
    order.do("co_handler 20", "finish_part", "2026-06-01 15:00", unit_=WATER, note="完成")


def returned_it_after_signing(order: Life) -> None:
    order.do("handler 20", "contact", "2026-06-01 12:00", note="已联系")
    order.do("handler 20", "return_order", "2026-06-01 14:00", reason="非我局", basis="三定")
    order.do("dispatcher 2", "dispatch", "2026-06-01 15:00", unit=WATER)


PARTS: list[Callable[[Life], None]] = [
    signed,
    contacted,
    was_handed_it,
    answered_it,
    did_a_part,
    returned_it_after_signing,
]


def life_with(part: Callable[[Life], None]) -> Life:
    """An answered order in which account 20 had a part; clerk 3 did the rest."""
    order = filed()
    order.do("dispatcher 2", "dispatch", "2026-06-01 11:00", unit=HOUSING)
    if part not in {signed, returned_it_after_signing}:
        order.do("handler 3", "contact", "2026-06-01 11:30", note="已联系")
    part(order)
    if order.snapshot.state == "dispatched" or order.snapshot.contacted_at is None:
        order.do("handler 3", "contact", "2026-06-01 17:00", note="已联系")
    if order.snapshot.state != "answered":
        order.do("handler 3", "answer", "2026-06-02", answer="已修", result="solved")
    return order


@pytest.mark.parametrize("part", PARTS)
def test_whoever_had_a_part_is_no_judge(part: Callable[[Life], None]) -> None:
    order = life_with(part)
    assert order.refused("reviewer 20", "review", "2026-06-03", verdict="pass") == "guard.handler_is_rater"
    grounds = {"reason": "无理", "evidence": [1]}
    assert order.refused("reviewer 20", "exempt", "2026-06-03", **grounds) == "guard.handler_is_rater"
    rating = {"solved": "yes", "satisfied": "satisfied"}
    assert order.refused("reporter 20", "rate", "2026-06-03", **rating) == "guard.handler_is_rater"
    order.do("reviewer 5", "review", "2026-06-03", verdict="pass")
    call = {"reach": "reached", **SAID, "outcome_of_call": "close"}
    assert order.refused("caller 20", "call_back", "2026-06-04", **call) == "guard.handler_is_rater"
    order.do("caller 6", "call_back", "2026-06-04", **call)
    assert order.snapshot.state == "closed"


@pytest.mark.parametrize("part", PARTS)
def test_nor_after_a_rework(part: Callable[[Life], None]) -> None:
    order = life_with(part)
    order.do("reviewer 5", "review", "2026-06-03", verdict="back", reason="未修")
    for unit in order.snapshot.co_unit_ids:
        order.do("co_handler 9", "finish_part", "2026-06-03 12:00", unit_=unit, note="完成")
    order.do("handler 3", "answer", "2026-06-04", answer="再修", result="solved")
    assert order.refused("reviewer 20", "review", "2026-06-05", verdict="pass") == "guard.handler_is_rater"


def test_whoever_dispatched_or_reviewed_may_call_back() -> None:
    order = life_with(contacted)
    order.do("reviewer 5", "review", "2026-06-03", verdict="pass")
    call = {"reach": "reached", **SAID, "outcome_of_call": "close"}
    order.do("caller 5", "call_back", "2026-06-04", **call)
    assert order.snapshot.outcome == "solved"
