"""What procedures may declare beyond the hotline's needs, played in memory: facts, clocks that ask them, lists."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from minsheng.kernel.procedures.checker import check_procedure
from minsheng.kernel.procedures.documenting import document
from minsheng.kernel.procedures.examples import Example, faults
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.machine import CALENDAR, LifeMachine
from tests.kernel.procedures.quarrel import quarrel

PROCEDURE = quarrel()
FILED: dict[str, Any] = {
    "act": "file",
    "at": "2026-03-02T09:00",
    "by": ["filer"],
    "data": {"kind": "plain", "area_id": 1, "reporter_id": 7, "other_party": 8, "people": "3", "amount": "1,200"},
}


def step(act: str, at: str, by: str, refused: str = "", account: int = 1, **data: Any) -> dict[str, Any]:
    return {"act": act, "at": at, "by": [by], "account": account, "data": data, "refused": refused}


def begun(**more: Any) -> list[dict[str, Any]]:
    """Filed, given and with a mediator."""
    filed = {**FILED, "data": {**FILED["data"], **more}}
    given = step("give", "2026-03-02T10:00", "clerk", unit=10)
    return [filed, given, step("name", "2026-03-02T11:00", "worker", mediators=[5, 6, 5])]


def play(*steps: dict[str, Any], **expected: Any) -> None:
    wanted = Example.model_validate({"name": "it", "steps": list(steps), **expected})
    assert list(faults(PROCEDURE, wanted, CALENDAR)) == []


def test_the_checker_has_nothing_against_it_and_its_law_page_can_be_written() -> None:
    assert check_procedure(PROCEDURE) == []
    page = document(PROCEDURE)
    assert "须在法定期限内提出" in page
    assert "调处时限" in page
    assert "难易：简易：3日" in page.replace(" ", "")
    assert "长度由约定，次数不限" in page


def test_the_opening_act_keeps_its_inputs_clean_and_lists_both_sides() -> None:
    facts = {"people": 3, "amount": "1200.00", "applicants": [7], "respondents": [8]}
    play(FILED, state="open", expect={"facts": facts})


def test_lists_grow_are_put_and_shrink_and_hold_nobody_twice() -> None:
    steps = begun()
    base = {"people": 3, "amount": "1200.00", "applicants": [7], "respondents": [8]}
    play(*steps, state="talking", expect={"facts": {**base, "mediators": [5, 6]}})
    self_named = step("offer", "2026-03-02T12:00", "worker", account=9)
    play(*steps, self_named, self_named | {"at": "2026-03-02T12:01"}, state="talking",
         expect={"facts": {**base, "mediators": [5, 6, 9]}})  # fmt: skip
    dropped = step("unname", "2026-03-02T12:00", "worker", mediators=[6, 77])
    play(*steps, dropped, state="talking", expect={"facts": {**base, "mediators": [5]}})
    put = step("name", "2026-03-02T12:00", "worker", mediators=[9])
    play(*steps, put, state="talking", expect={"facts": {**base, "mediators": [9]}})
    gone = step("dismiss", "2026-03-02T12:00", "mediator", one=8)
    play(*steps, gone, state="talking", expect={"facts": {**base, "respondents": [], "mediators": [5, 6]}})


def test_stamps_counts_and_clears() -> None:
    served = step("serve", "2026-03-03T09:00", "mediator", served_on="2026-03-01")
    talk = step("talk", "2026-03-04T09:00", "mediator", begins="2026-03-05 09:00")
    early = step("talk", "2026-03-02T12:00", "mediator", "guard.fact_missing", begins="2026-03-05 09:00")
    steps = [*begun(), early, served, talk, {**talk, "at": "2026-03-05T09:00"}]
    known = {"people": 3, "amount": "1200.00", "applicants": [7], "respondents": [8], "mediators": [5, 6]}
    facts = {**known, "served_on": "2026-03-01", "begun_at": "2026-03-03T01:00:00+00:00", "talks": 2}
    play(*steps, state="talking", expect={"facts": facts})
    again = step("begin_again", "2026-03-05T10:00", "mediator")
    unsettled = step("settle", "2026-03-05T11:00", "mediator", "guard.fact_missing")
    play(*steps, again, unsettled, state="talking", expect={"facts": {**known, "served_on": "2026-03-01"}})


@pytest.mark.parametrize(
    ("level", "set_days", "due", "term"),
    [
        ({}, {}, "2026-03-12T00:00", "P10D"),
        ({"level": "hard"}, {}, "2026-03-12T00:00", "P10D"),
        ({"level": "simple"}, {}, "2026-03-05T00:00", "P3D"),
        ({"level": "hard"}, {"set_days": 20}, "2026-03-24T00:00", "P20D"),
    ],
)
def test_a_clock_asks_facts_and_counts_from_the_day_of_service(
    level: dict[str, str], set_days: dict[str, int], due: str, term: str
) -> None:
    """Served on Sunday 2026-03-01 and entered two days later: the first day of ten is 2 March. Twenty end on a Saturday."""
    served = step("serve", "2026-03-03T09:00", "mediator", served_on="2026-03-01", **set_days)
    clock = {"due": due, "term": term, "law": "act 6"}
    play(*begun(**level), served, state="talking", clocks={"answer": clock})


def test_nothing_is_served_tomorrow() -> None:
    served = step("serve", "2026-03-03T09:00", "mediator", "field.future", served_on="2026-03-04")
    today = step("serve", "2026-03-03T09:00", "mediator", served_on="2026-03-03")
    play(*begun(), served, today, state="talking", clocks={"answer": {"due": "2026-03-14T00:00"}})


def test_an_extension_without_bounds_is_granted_as_often_as_it_is_agreed() -> None:
    served = step("serve", "2026-03-03T09:00", "mediator", served_on="2026-03-01")
    longer = [
        step("prolong", f"2026-03-0{day}T09:00", "mediator", days=90, ground="双方同意") for day in (4, 5, 6)
    ]  # fmt: skip
    play(*begun(), served, *longer, state="talking", clocks={"answer": {"due": "2026-12-08T00:00"}})
    too_late = step("prolong", "2026-03-12T09:00", "mediator", "extension.too_late", days=1, ground="晚了")
    play(*begun(), served, too_late, state="talking")


def test_in_time_and_out_of_time_are_each_others_opposite_at_midnight() -> None:
    served = step("serve", "2026-03-03T09:00", "mediator", served_on="2026-03-01")
    talk = {"begins": "2026-03-20 09:00"}
    last, after = "2026-03-11T23:59:59", "2026-03-12T00:00:01"
    for at, in_time, out_of_time in ((last, "", "guard.too_early"), (after, "guard.too_late", "")):
        play(*begun(), served, step("talk", at, "mediator", in_time, **talk), state="talking")
        state = "talking" if out_of_time else "failed"
        play(*begun(), served, step("give_up", at, "mediator", out_of_time), state=state)


def test_a_clock_that_outlives_the_case_goes_on_until_its_act() -> None:
    served = step("serve", "2026-03-03T09:00", "mediator", served_on="2026-03-01")
    talk = step("talk", "2026-03-04T09:00", "mediator", begins="2026-03-05 09:00")
    settle = step("settle", "2026-03-05T09:00", "mediator")
    running = {"answer": {"stopped": True}, "remedy": {"stopped": False, "due": "2026-05-07T00:00"}}
    play(*begun(), served, talk, settle, state="settled", clocks=running)
    sue = step("sue", "2026-05-03T09:00", "party")
    again = step("sue", "2026-05-03T09:01", "party", "guard.no_clock")
    play(*begun(), served, talk, settle, sue, again, state="settled", clocks={"remedy": {"stopped": True}})
    late = step("sue", "2026-06-03T09:00", "party", "guard.too_late")
    play(*begun(), served, talk, settle, late, state="settled")


def test_a_copy_of_a_snapshot_is_not_changed_by_later_acts() -> None:
    snapshot = Snapshot(facts={"respondents": [1]})
    copy = snapshot.copy()
    snapshot.facts["respondents"] = [*snapshot.listed("respondents"), 2]
    assert copy.facts == {"respondents": [1]}


def test_no_invariant_breaks() -> None:
    attributes = {"procedure": PROCEDURE, "tally": Counter(), "reached": set()}
    machine = type("Machine", (LifeMachine,), attributes)
    run_state_machine_as_test(machine, settings=bounded(40, stateful_step_count=60))
    missed = set(PROCEDURE.act) - set(machine.tally)
    assert len(missed) <= 2, f"the machine no longer gets everywhere: {missed}"
    assert set(PROCEDURE.states) == machine.reached
