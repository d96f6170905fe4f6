"""Whose job it is: the first receiver answers for all, and after the second return the hotline office rules.

国办发〔2020〕53号（首接负责制）, 国办函〔2025〕66号（派单争议由热线机构会同有关部门界定，不得反复退单）.
"""

from __future__ import annotations

import pytest

from tests.law.hotline.support import HOUSING, STREET, WATER, filed, handled
from tests.law.life import Life

WHY = {"reason": "非我单位职责", "basis": "三定方案"}


def returned(times: int) -> Life:
    """Sent out and returned."""
    order = filed("2026-06-01")
    for number in range(times):
        order.do("dispatcher 2", "dispatch", f"2026-06-0{number + 1} 11:00", unit=(HOUSING, WATER)[number % 2])
        order.do("handler 3", "return_order", f"2026-06-0{number + 1} 15:00", **WHY)
    return order


@pytest.mark.parametrize("missing", ["reason", "basis"])
def test_a_return_gives_reason_and_basis(missing: str) -> None:
    order = filed("2026-06-01")
    order.do("dispatcher 2", "dispatch", "2026-06-01 11:00", unit=HOUSING)
    rest = {name: text for name, text in WHY.items() if name != missing}
    assert order.refused("handler 3", "return_order", "2026-06-01 15:00", **rest) == "field.required"


def test_after_one_return_it_is_dispatched_again_and_there_is_nothing_to_rule_on() -> None:
    order = returned(1)
    assert (
        order.refused("arbiter 8", "rule_on", "2026-06-02", unit=HOUSING, basis="首接") == "guard.not_yet_arbitration"
    )
    order.do("dispatcher 2", "dispatch", "2026-06-02", unit=HOUSING)
    assert (order.snapshot.returns, order.snapshot.binding) == (1, False)


def test_after_two_returns_only_a_ruling_assigns() -> None:
    order = returned(2)
    assert order.refused("dispatcher 2", "dispatch", "2026-06-03", unit=STREET) == "guard.arbitration_needed"
    order.do("arbiter 8", "rule_on", "2026-06-03", unit=HOUSING, basis="物业维修由住建部门主管")
    assert (order.snapshot.state, order.snapshot.binding, order.snapshot.lead_unit_id) == ("dispatched", True, HOUSING)


def test_a_ruling_names_its_basis() -> None:
    assert returned(2).refused("arbiter 8", "rule_on", "2026-06-03", unit=HOUSING) == "field.required"


@pytest.mark.parametrize("signed", [False, True])
def test_after_the_ruling_nobody_returns_it(signed: bool) -> None:
    order = returned(2)
    order.do("arbiter 8", "rule_on", "2026-06-03", unit=HOUSING, basis="主管部门")
    if signed:
        order.do("handler 3", "sign", "2026-06-03 11:00")
    assert order.refused("handler 3", "return_order", "2026-06-03 15:00", **WHY) == "guard.binding"


@pytest.mark.parametrize("who", ["dispatcher 2", "handler 3", "head 7", "supervisor 8", "reviewer 5"])
def test_only_the_hotline_office_rules(who: str) -> None:
    assert returned(2).refused(who, "rule_on", "2026-06-03", unit=HOUSING, basis="x") == "act.not_your_role"


@pytest.mark.parametrize("end", ["exempt", "redirect"])
def test_a_dispute_that_ended_and_came_back_is_still_to_be_ruled_on(end: str) -> None:
    order = returned(2)
    if end == "exempt":
        order.do("reviewer 5", "exempt", "2026-06-03", reason="无责任单位", evidence=[1])
    else:
        order.do("dispatcher 2", "redirect", "2026-06-03", route="court", message="请起诉")
    order.do("reporter", "appeal", "2026-06-04", message="不服")
    assert order.refused("dispatcher 2", "dispatch", "2026-06-05", unit=STREET) == "guard.arbitration_needed"
    order.do("arbiter 8", "rule_on", "2026-06-05", unit=STREET, basis="属地")
    assert order.snapshot.state == "dispatched"


def test_each_return_is_kept_with_its_unit() -> None:
    parts = [(part.unit_id, part.outcome) for part in returned(2).snapshot.assignments]
    assert parts == [(HOUSING, "returned"), (WATER, "returned")]


def test_a_returned_case_waits_for_its_dispatcher_and_the_term_runs_on() -> None:
    order = returned(1)
    assert (order.snapshot.lead_unit_id, order.snapshot.handler_id) == (None, None)
    # Dispatched again within four working hours: three on that day, one on 06-02.
    assert (order.due("dispatch"), order.clock("dispatch").run) == ("2026-06-02 09:30", 2)
    assert (order.due("handle"), order.clock("handle").run) == ("2026-06-09 00:00", 1)


def test_the_first_receiver_answers_for_all() -> None:
    order = handled("2026-06-01")
    order.do("handler 3", "add_units", "2026-06-02", co_units=[WATER, STREET])
    assert order.refused("handler 3", "answer", "2026-06-03", answer="x", result="solved") == "guard.co_parts_open"
    order.do("co_handler 9", "finish_part", "2026-06-03", unit_=WATER, note="完成")
    assert order.refused("handler 3", "answer", "2026-06-03", answer="x", result="solved") == "guard.co_parts_open"
    order.do("co_handler 11", "finish_part", "2026-06-03", unit_=STREET, note="完成")
    order.do("handler 3", "answer", "2026-06-03", answer="已办", result="solved")
    assert order.refused("co_handler 9", "answer", "2026-06-03", answer="x", result="solved") == "act.not_open"
