"""While the caller is asked for more, the term stands still; an unanswered question does not hold the case for ever.

Domain reference 0.2.7 (suspension adds the suspended length, nothing is silently reset); the five days are local.
"""

from __future__ import annotations

import pytest

from tests.law.hotline.support import HOUSING, filed, handled
from tests.law.life import Life, at


@pytest.fixture
def order() -> Life:
    """Filed on Monday 09-28, so due on 10-10; asked on 09-29."""
    order = handled("2026-09-28")
    assert order.due("handle") == "2026-10-11 00:00"
    order.do("handler 3", "ask", "2026-09-29 15:00", message="请提供门牌号")
    return order


def test_it_has_no_end_while_it_stands_still(order: Life) -> None:
    assert (order.due("handle"), order.snapshot.waiting) == ("", True)
    assert not order.late("handle", "2026-12-31")


# Answered on, and the last day then: of the pause only working days are added.
@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2026-09-29 15:00", "2026-10-11 00:00"),  # at once: nothing is added
        ("2026-09-29 23:59", "2026-10-11 00:00"),  # on the same day: nothing
        ("2026-09-30 09:00", "2026-10-13 00:00"),  # one day: the next working day after Saturday 10-10 is Monday
        ("2026-10-03 09:00", "2026-10-13 00:00"),  # the holiday adds nothing more
        ("2026-10-08 09:00", "2026-10-14 00:00"),
        ("2026-10-12 23:59", "2026-10-17 00:00"),
    ],
)
def test_the_length_of_the_pause_is_added(order: Life, when: str, due: str) -> None:
    order.do("reporter", "reply", when, message="3号楼")
    assert (order.due("handle"), order.clock("handle").run) == (due, 1)


def test_the_hotline_may_reply_for_the_caller(order: Life) -> None:
    order.do("dispatcher 2", "reply", "2026-09-30", message="来电补充：3号楼")
    assert order.snapshot.state == "handling"


def test_after_five_working_days_the_system_goes_on(order: Life) -> None:
    assert order.due("wait") == "2026-10-13 00:00"
    order.do("system", "go_on", "2026-10-13 00:05")
    assert (order.snapshot.state, order.snapshot.waiting, order.due("handle")) == (
        "handling",
        False,
        "2026-10-20 00:00",
    )


def test_each_question_has_its_own_wait_and_both_pauses_count(order: Life) -> None:
    order.do("reporter", "reply", "2026-09-30", message="3号楼")
    order.do("handler 3", "ask", "2026-10-08 09:00", message="几单元")
    order.do("reporter", "reply", "2026-10-09 09:00", message="2单元")
    assert (order.due("handle"), order.clock("wait").run) == ("2026-10-14 00:00", 2)


def test_asking_counts_as_contact() -> None:
    """国办发〔2020〕53号: the response is the first contact with the caller."""
    order = filed("2026-09-28")
    order.do("dispatcher 2", "dispatch", "2026-09-28 11:00", unit=HOUSING)
    order.do("handler 3", "sign", "2026-09-28 12:00")
    assert (order.snapshot.contacted_at, order.clock("respond").stopped_at) == (None, None)
    order.do("handler 3", "ask", "2026-09-28 15:00", message="请提供门牌号")
    assert order.snapshot.contacted_at == order.clock("respond").stopped_at == at("2026-09-28 15:00")


@pytest.mark.parametrize("act", ["answer", "return_order", "extend", "merge", "exempt"])
def test_meanwhile_the_unit_cannot_get_rid_of_the_case(order: Life, act: str) -> None:
    who = order.procedure.act[act].who[0]
    assert order.refused(f"{who} 9", act, "2026-09-30") == "act.not_open"


def test_a_term_that_had_run_out_stays_late() -> None:
    order = handled("2026-09-21")
    assert order.due("handle") == "2026-09-30 00:00"
    order.do("handler 3", "ask", "2026-09-30 09:00", message="请提供门牌号")
    order.do("reporter", "reply", "2026-10-09 09:00", message="3号楼")
    assert (order.due("handle"), order.late("handle", "2026-10-09")) == ("2026-09-30 00:00", True)
