"""Staff with an interest stand aside (条例 28); delay and refusal are supervised at any time (40); two ratings, once."""

from __future__ import annotations

import pytest

from tests.law.disputes.petitions import OPINION, accepted, served, transferred


def test_who_declares_an_interest_is_out() -> None:
    petition = accepted()
    petition.do("handler 3", "declare_recusal", "2026-03-03", reason="近亲属")
    assert petition.snapshot.handler_id is None
    assert petition.refused("handler 3", "reply", "2026-03-04", **OPINION) == "guard.recused"
    assert petition.refused("head 5", "hand_over", "2026-03-04", handler=3) == "guard.recused_account"
    petition.do("head 5", "hand_over", "2026-03-04", handler=4)
    assert petition.snapshot.handler_id == 4


def test_the_head_decides_on_others_but_not_once_out_himself() -> None:
    petition = accepted()
    petition.do("head 5", "recuse", "2026-03-03", accounts=[3, 5], reason="有利害关系")
    assert petition.refused("head 5", "recuse", "2026-03-04", accounts=[4], reason="x") == "guard.recused"


@pytest.mark.parametrize("ground", ["not_accepted", "late", "delay", "false_report", "refusal"])
def test_supervision_in_any_state_with_a_unit_in_charge(ground: str) -> None:
    for petition in (transferred(), accepted(), served(on="2026-03-03")):
        petition.do("supervisor 8", "supervise", "2026-03-04", ground_supervised=ground, reason="推诿")
        assert petition.snapshot.supervised == 1
        assert petition.clock("supervision").law.startswith("local")
        assert petition.refused("handler 3", "answer_supervision", "2026-03-05", note="x") == "act.not_your_role"
        petition.do("head 5", "answer_supervision", "2026-03-05", note="已整改")
        assert petition.clock("supervision").stopped_at is not None


def test_a_leader_in_charge_sees_it_and_notes_his_work() -> None:
    petition = accepted()
    petition.do("supervisor 8", "name_leader", "2026-03-03", leader=9)
    assert petition.snapshot.listed("leaders") == [9]
    assert petition.procedure.facts["leaders"].sees
    assert petition.procedure.who["leader"].fact == "leaders"
    petition.do("leader 9", "note_leading", "2026-03-04", note="已约见")


def test_office_and_unit_are_rated_apart_and_once() -> None:
    petition = served(on="2026-03-03")
    petition.do("petitioner", "rate", "2026-03-04", office_satisfied="satisfied", unit_satisfied="dissatisfied")
    facts = petition.snapshot.facts
    assert (facts["office_satisfied"], facts["unit_satisfied"]) == ("satisfied", "dissatisfied")
    assert [rating.satisfied for rating in petition.snapshot.ratings] == ["dissatisfied"]
    again = {"office_satisfied": "satisfied", "unit_satisfied": "satisfied"}
    assert petition.refused("petitioner", "rate", "2026-03-05", **again) == "guard.fact_given"
    assert petition.refused("registrar 3", "rate", "2026-03-05", **again) == "guard.handler_is_rater"


def test_the_same_matter_in_progress_is_not_taken_up_twice() -> None:
    """Article 19: the higher organ does not accept what the lower one is handling within its time."""
    petition = transferred()
    petition.do("acceptor 3", "note_same", "2026-03-03", other=9, standing="in_progress")
    refused = petition.refused("acceptor 3", "accept", "2026-03-04", course="opinion", notice_on="2026-03-04")
    assert refused == "guard.same_in_progress"
    petition.do(
        "acceptor 3", "decline", "2026-03-04", ground_declined="in_progress", reason="重复", message="同一事项正在办理"
    )
    assert petition.snapshot.state == "declined"
