"""What is accused never reaches the accused: no assignment, no person, no public word (条例 30)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.disputes.petitions import ACCUSED, BELOW, DISCIPLINE, HOUSING, accepted, filed
from tests.law.life import PROCEDURES, Life

PROCEDURE = PROCEDURES["disputes.petition"]


def accusation(**born: Any) -> Life:
    """Unit 20 and official 3 are accused; unit 21 stands under unit 20."""
    petition = filed(kind="accusation", accused_units=[ACCUSED], accused_accounts=[3], **born)
    petition.do("system", "relate_units", "2026-03-02", related_units=[BELOW])
    return petition


def test_the_accused_stand_in_lists_that_bar() -> None:
    barring = {key: spec.type for key, spec in PROCEDURE.facts.items() if spec.bars}
    assert barring == {"accused_units": "units", "accused_accounts": "accounts", "accused_parties": "parties"}
    assert not any(PROCEDURE.facts[key].public or PROCEDURE.facts[key].sees for key in barring)
    facts = accusation(accused_party=102).snapshot.facts
    assert [facts[key] for key in barring] == [[ACCUSED], [3], [102]]


@pytest.mark.parametrize("unit", [ACCUSED, BELOW])
@pytest.mark.parametrize("act", ["transfer", "take_direct"])
def test_it_goes_neither_to_the_accused_unit_nor_over_or_under_it(act: str, unit: int) -> None:
    who, more = ("sender 2", {"manner": "forward"}) if act == "transfer" else ("registrar 2", {})
    petition = accusation()
    assert petition.refused(who, act, "2026-03-03", unit=unit, **more) == "guard.accused_unit"
    petition.do(who, act, "2026-03-03", unit=DISCIPLINE, **more)
    assert petition.snapshot.lead_unit_id == DISCIPLINE


def test_every_act_that_gives_it_to_a_unit_asks_that() -> None:
    for key, act in PROCEDURE.act.items():
        if {"assign", "add_co"} & set(act.does):
            assert "unit_not_accused" in act.needs, key


def test_no_rule_of_routing_passes_the_guards_by() -> None:
    """What names no routing rule is never dispatched without a person (``cases.intake.dispatch_by_rule``)."""
    assert [key for key, act in PROCEDURE.act.items() if "assign" in act.does and "rule" in act.fields] == []


def test_the_accused_works_on_it_in_no_role() -> None:
    petition = accusation()
    assert petition.refused("sender 3", "transfer", "2026-03-03", unit=DISCIPLINE, manner="forward") == "guard.recused"
    assert petition.refused("supervisor 8", "name_leader", "2026-03-03", leader=3) == "guard.recused_account"


def test_every_act_of_staff_asks_whether_the_actor_is_free() -> None:
    own = {"petitioner", "representative", "filer", "system"}
    for key, act in PROCEDURE.act.items():
        if set(act.who) <= own or key in {"declare_recusal", "add", "rate", "request_review", "request_recheck"}:
            continue
        assert "free_of_recusal" in act.needs, key


def test_nothing_of_it_is_written_where_others_read() -> None:
    """Every act with a public text or file asks the guard, or cannot be reached by an accusation."""
    for key, act in PROCEDURE.act.items():
        public = [name for name in act.fields if PROCEDURE.fields[name].public]
        if any(PROCEDURE.fields[name].type in {"text", "files"} for name in public):
            assert "accusation_untold" in act.needs, key


@pytest.mark.parametrize("act", ["decline", "advise"])
def test_a_public_word_is_refused(act: str) -> None:
    petition = accusation(form="visit")
    data = {"ground_declined": "outside", "reason": "内部记明"} if act == "decline" else {}
    assert petition.refused("sorter 2", act, "2026-03-03", message="公开", **data) == "guard.accusation_public"


def test_what_becomes_an_accusation_later_is_kept_the_same_way() -> None:
    petition = accepted()
    assert petition.snapshot.handler_id == 3
    petition.do("registrar 2", "name_accused", "2026-03-05", accused_accounts=[3], accused_units=[HOUSING])
    assert petition.snapshot.handler_id is None
    assert petition.refused("handler 3", "hear", "2026-03-06", heard_on="2026-03-06", record="x") == "guard.recused"
    assert petition.refused("handler 4", "reconcile", "2026-03-06", message="和解") == "guard.accusation_public"


def test_the_result_is_told_to_the_accuser_alone() -> None:
    petition = accusation()
    petition.do("sender 2", "transfer", "2026-03-03", unit=DISCIPLINE, manner="forward")
    petition.do("acceptor 4", "accept", "2026-03-04", course="inquiry", notice_on="2026-03-04")
    petition.do("handler 4", "give_feedback", "2026-04-20", feedback="已核查，当面反馈")
    assert petition.snapshot.state == "closed"
    assert not PROCEDURE.fields["feedback"].public
    assert PROCEDURE.act["give_feedback"].notify == []
