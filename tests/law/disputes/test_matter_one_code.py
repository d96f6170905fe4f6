"""One matter, one code: transfers, returns and rulings, giving back, growing numbers, warnings, evaluation.

中央政法委等 2024年11月意见（登记受理、分流办理、督办落实、评估回访）; all limits are local.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.life import Life

STREET, HOUSING, WATER = 10, 20, 30
SAID = {"reach": "reached", "contacted": "yes", "solved": "yes", "satisfied": "satisfied"}


def triaged(when: str = "2026-06-01", level: str = "normal", **born: Any) -> Life:
    """Registered and looked at."""
    matter = Life("disputes.matter", when, **{"kind": "property", **born})
    matter.do("triager 2", "triage", when, level=level, flow="department")
    return matter


def handled(when: str = "2026-06-01", **born: Any) -> Life:
    """With the sub-district, signed by clerk 3."""
    matter = triaged(when, **born)
    matter.do("dispatcher 2", "assign", when, unit=STREET)
    matter.do("handler 3", "sign", when)
    return matter


@bounded(30)
@given(st.integers(1, 30))
def test_each_agency_signs_within_its_own_days(days: int) -> None:
    matter = triaged("2026-03-02")
    matter.do("dispatcher 2", "assign", "2026-03-02", unit=STREET, sign_days=days)
    assert str(matter.clock("sign").term) == f"P{days}D"


def test_without_days_of_its_own_it_has_two_and_not_those_of_the_last_unit() -> None:
    matter = triaged("2026-09-28")
    matter.do("dispatcher 2", "assign", "2026-09-28", unit=STREET, sign_days=9)
    matter.do("handler 3", "object", "2026-09-29", reason="不属职责", basis="三定")
    matter.do("dispatcher 2", "assign", "2026-09-30", unit=HOUSING)
    assert (str(matter.clock("sign").term), matter.due("sign")) == ("P2D", "2026-10-10 00:00")


def test_the_second_return_is_ruled_on_and_the_ruling_binds() -> None:
    matter = triaged()
    for unit in (STREET, HOUSING):
        matter.do("dispatcher 2", "assign", "2026-06-02", unit=unit)
        matter.do("handler 3", "object", "2026-06-02", reason="不属职责", basis="三定")
    assert matter.refused("dispatcher 2", "assign", "2026-06-03", unit=WATER) == "guard.arbitration_needed"
    matter.do("dispatcher 2", "rule_on", "2026-06-03", unit=STREET, basis="条例")
    assert matter.refused("handler 3", "object", "2026-06-03", reason="x", basis="y") == "guard.binding"


def test_given_back_it_is_the_same_case_with_its_history() -> None:
    matter = handled()
    matter.do("handler 3", "give_back", "2026-06-10", reason="需由住建部门裁决")
    assert (matter.snapshot.state, matter.snapshot.returns) == ("given_back", 0)
    matter.do("dispatcher 2", "assign", "2026-06-11", unit=HOUSING)
    matter.do("handler 4", "sign", "2026-06-11")
    assert [(part.unit_id, part.outcome) for part in matter.snapshot.assignments] == [
        (STREET, "given_back"),
        (HOUSING, ""),
    ]
    assert matter.snapshot.facts["transfers"] == 2
    assert matter.snapshot.listed("given_back_by") == [STREET]


def test_a_joint_case_has_a_lead_who_waits_for_the_others() -> None:
    matter = triaged()
    matter.do("dispatcher 2", "assign", "2026-06-01", unit=STREET, co_units=[HOUSING, WATER])
    matter.do("handler 3", "sign", "2026-06-01")
    result = {"result": "resolved", "answer": "已化解"}
    matter.do("co_handler 4", "finish_part", "2026-06-02", unit_=HOUSING, note="已配合")
    assert matter.refused("handler 3", "report_result", "2026-06-02", **result) == "guard.co_parts_open"
    matter.do("co_handler 5", "finish_part", "2026-06-02", unit_=WATER, note="已配合")
    matter.do("handler 3", "report_result", "2026-06-03", **result)
    assert matter.snapshot.state == "answered"


@pytest.mark.parametrize(
    ("level", "due"), [("simple", "2026-06-16"), ("normal", "2026-07-01"), ("complex", "2026-07-15")]
)
def test_the_level_decides_the_term(level: str, due: str) -> None:
    """10, 20 or 30 working days from 06-01; 06-19 is 端午."""
    assert handled(level=level).due("handle") == f"{due} 00:00"


def test_numbers_that_grow_are_counted_and_their_history_stays() -> None:
    matter = handled(people=3, amount="30000.00")
    matter.do("handler 3", "update_scale", "2026-06-02", people=12)
    matter.do("handler 3", "update_scale", "2026-06-03", amount="20000")
    matter.do("handler 3", "update_scale", "2026-06-04", amount="80000.00", people=10)
    facts = matter.snapshot.facts
    assert (facts["people"], facts["amount"], facts["rises"]) == (10, "80000.00", 2)
    assert [(line["people"], line["amount"]) for line in facts["scale"]] == [
        (3, "30000.00"),
        (12, "30000.00"),
        (12, "20000.00"),
        (10, "80000.00"),
    ]


@bounded(40)
@given(st.lists(st.integers(1, 500), min_size=1, max_size=8))
def test_rises_are_the_steps_upwards(counts: list[int]) -> None:
    matter = handled(people=counts[0])
    for people in counts[1:]:
        matter.do("handler 3", "update_scale", "2026-06-02", people=people)
    ups = sum(after > before for before, after in pairwise(counts))
    assert matter.snapshot.facts.get("rises", 0) == ups


@pytest.mark.parametrize(
    ("solved", "conclusion", "code"),
    [
        ("no", "close", "guard.matter_unsolved"),
        ("no", "later", "guard.matter_unsolved"),
        ("yes", "reopen", "guard.matter_solved"),
    ],
)
def test_the_conclusion_follows_from_the_answers(solved: str, conclusion: str, code: str) -> None:
    matter = handled()
    matter.do("handler 3", "report_result", "2026-06-03", result="resolved", answer="已化解")
    said = SAID | {"solved": solved, "conclusion": conclusion}
    assert matter.refused("follower 6", "evaluate", "2026-06-04", **said) == code
    assert matter.refused("follower 3", "evaluate", "2026-06-04", **said) == "guard.handler_is_rater"


def test_what_the_resident_called_unsolved_never_lapses() -> None:
    matter = handled()
    matter.do("handler 3", "report_result", "2026-06-03", result="resolved", answer="已化解")
    matter.do("reporter", "rate", "2026-06-03", solved="no", satisfied="dissatisfied")
    assert matter.clock("evaluate").stopped_at is not None
    assert matter.procedure.clock["settle"].missed == "escalate"
    refused = matter.refused("follower 6", "evaluate", "2026-06-04", reach="unreachable", conclusion="close")
    assert refused == "guard.matter_unsolved"
