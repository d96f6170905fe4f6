"""剔除: an order that cannot be handled for objective reasons leaves the rates, on evidence, after a review.

Local practice after 国办发〔2020〕53号 (domain reference 1.4 EXEMPT; denominators exclude exempt orders). The caller is told
the grounds and may appeal.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minsheng.domains.hotline.rates import Answer, rates
from tests.law.hotline.support import answered, filed, handled, to_be_called
from tests.law.life import PROCEDURES, Life

GROUNDS = {"reason": "违法建筑，无法维修", "evidence": [71]}


@pytest.mark.parametrize("missing", ["reason", "evidence"])
def test_reason_and_evidence_are_needed(missing: str) -> None:
    order = handled()
    rest = {name: value for name, value in GROUNDS.items() if name != missing}
    assert order.refused("reviewer 5", "exempt", "2026-06-02", **rest) == "field.required"
    empty = {**GROUNDS, missing: []}
    assert order.refused("reviewer 5", "exempt", "2026-06-02", **empty) == "field.required"
    assert not order.snapshot.exempt


@pytest.mark.parametrize("begin", [handled, answered, to_be_called])
def test_a_reviewer_exempts_it(begin: Callable[[], Life]) -> None:
    order = begin()
    order.do("reviewer 5", "exempt", "2026-06-04", **GROUNDS)
    assert (order.snapshot.state, order.snapshot.exempt, order.snapshot.outcome) == ("exempted", True, "exempt")
    assert [clock.key for clock in order.snapshot.clocks if clock.stopped_at is None] == []


@pytest.mark.parametrize("who", ["handler 3", "head 7", "dispatcher 2", "caller 6", "system"])
def test_nobody_else_does(who: str) -> None:
    assert handled().refused(who, "exempt", "2026-06-04", **GROUNDS) == "act.not_your_role"


def test_whoever_handled_it_does_not_exempt_it() -> None:
    assert handled().refused("reviewer 3", "exempt", "2026-06-04", **GROUNDS) == "guard.handler_is_rater"


def test_before_anybody_has_it_there_is_nothing_to_exempt() -> None:
    assert filed().refused("reviewer 5", "exempt", "2026-06-02", **GROUNDS) == "act.not_open"


def test_the_caller_is_told_and_may_appeal() -> None:
    act = PROCEDURES["hotline.order"].act["exempt"]
    assert [(notice.to, notice.template) for notice in act.notify] == [("reporter", "exempted")]
    order = handled()
    order.do("reviewer 5", "exempt", "2026-06-02", **GROUNDS)
    assert order.refused("dispatcher 2", "appeal", "2026-06-03", message="不服") == "act.not_your_role"
    order.do("reporter", "appeal", "2026-06-03", message="房屋有产权证")
    assert (order.snapshot.exempt, order.snapshot.state, order.snapshot.reopens) == (False, "created", 1)


def test_an_exempt_order_is_in_no_denominator() -> None:
    counted = [Answer(responded_in_time=True, reach="reached", solved="yes", satisfied="satisfied")]
    exempt = [Answer(exempt=True, responded_in_time=False, reach="reached", solved="no", satisfied="dissatisfied")]
    assert rates(counted + exempt) == rates(counted)
    again = [Answer(responded_in_time=False, reach="reached", solved="no", satisfied="dissatisfied")]
    assert rates(counted + again).response.percent() == "50.00"
