"""An extension must be explained and is told to the caller; it is capped.

《济南市12345市民服务热线条例》第24条（延期须说明理由）; cap and number are local (domain reference 0.3 HL-1).
"""

from __future__ import annotations

import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.interpreter import check_extension
from minsheng.kernel.procedures.snapshot import Done
from tests.law.hotline.support import HOUSING, handled
from tests.law.life import CALENDAR, PROCEDURES, Life, at

GROUND = "屋面需整体翻修"


@pytest.fixture
def order() -> Life:
    """Due on 05-11, 24:00."""
    return handled("2026-04-30")


@pytest.mark.parametrize(("days", "due"), [(1, "2026-05-13 00:00"), (5, "2026-05-19 00:00"), (10, "2026-05-26 00:00")])
def test_working_days_are_added_to_the_term(order: Life, days: int, due: str) -> None:
    order.do("head 7", "extend", "2026-05-11", days=days, ground=GROUND)
    assert order.due("handle") == due


@pytest.mark.parametrize("days", [0, -1, 11, 100])
def test_more_than_ten_or_less_than_one_is_refused(order: Life, days: int) -> None:
    assert order.refused("head 7", "extend", "2026-05-11", days=days, ground=GROUND) == "field.range"
    assert order.due("handle") == "2026-05-12 00:00"


@pytest.mark.parametrize(
    ("data", "code"), [({}, "field.required"), ({"ground": ""}, "field.required"), ({"ground": " "}, "text.empty")]
)
def test_without_a_ground_it_is_refused(order: Life, data: dict[str, str], code: str) -> None:
    assert order.refused("head 7", "extend", "2026-05-11", days=3, **data) == code


def test_once_only(order: Life) -> None:
    order.do("head 7", "extend", "2026-05-11", days=1, ground=GROUND)
    assert order.refused("head 7", "extend", "2026-05-12", days=1, ground=GROUND) == "extension.count"


@pytest.mark.parametrize(
    ("when", "code"),
    [("2026-05-11 23:59:59", ""), ("2026-05-12 00:00", ""), ("2026-05-12 00:00:01", "extension.too_late")],
)
def test_not_after_the_term_has_run_out(order: Life, when: str, code: str) -> None:
    if code:
        assert order.refused("head 7", "extend", when, days=1, ground=GROUND) == code
    else:
        order.do("head 7", "extend", when, days=1, ground=GROUND)
        assert order.due("handle") == "2026-05-13 00:00"


@pytest.mark.parametrize("who", ["handler 3", "dispatcher 2", "supervisor 8", "reporter", "reviewer 5"])
def test_only_the_head_of_the_unit_grants_it(order: Life, who: str) -> None:
    assert order.refused(who, "extend", "2026-05-11", days=1, ground=GROUND) == "act.not_your_role"


def test_nobody_in_particular_cannot_grant_it(order: Life) -> None:
    """The system has every function, but an extension has an approver."""
    assert order.refused("system", "extend", "2026-05-11", days=1, ground=GROUND) == "act.not_your_role"
    with pytest.raises(Refusal) as refused:
        check_extension(
            order.procedure,
            "extend",
            Done(9, "extend", at("2026-05-11"), None, None, None, {"days": 1}),
            order.snapshot,
            CALENDAR,
        )
    assert refused.value.code == "extension.no_approver"


def test_the_caller_is_told_and_may_read_the_ground() -> None:
    hotline = PROCEDURES["hotline.order"]
    assert [(notice.to, notice.template) for notice in hotline.act["extend"].notify] == [("reporter", "extended")]
    assert hotline.fields["ground"].public


def test_after_a_rework_the_new_term_may_be_extended_once(order: Life) -> None:
    order.do("head 7", "extend", "2026-05-11", days=1, ground=GROUND)
    order.do("handler 3", "answer", "2026-05-12", answer="已修", result="solved")
    order.do("reviewer 5", "review", "2026-05-12 15:00", verdict="back", reason="未修")
    order.do("head 7", "extend", "2026-05-13", days=2, ground=GROUND)
    # From 05-12: 05-13, 14, 15, 18, 19, 20, 21.
    assert (order.due("handle", 2), order.snapshot.lead_unit_id) == ("2026-05-22 00:00", HOUSING)
