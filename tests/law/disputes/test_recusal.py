"""A mediator who must recuse is replaced before anything goes on; the parties choose, or accept, who mediates.

《人民调解法》第19条、第23条第一项; 《人民调解工作若干规定》 (replacement on request); 治安管理处罚法 第95条 for the police.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.support import BOTH, PRESENT, SESSION, accepted, article_of, mediating, policed
from tests.law.life import Life

STEPS: list[tuple[str, dict[str, Any]]] = [
    ("schedule", SESSION),
    ("hold_session", PRESENT),
    ("agree_oral", {"terms": "和解"}),
    ("agree_written", {"terms": "和解"}),
]


def declared() -> Life:
    """Mediator 3 is a near relative and has said so."""
    life = mediating("2026-08-03 10:00")
    life.do("mediator 3", "declare_recusal", "2026-08-03 12:00", ground_of_recusal="near_relative")
    return life


@pytest.mark.parametrize(("act", "data"), STEPS)
def test_ignored_it_blocks_every_step_with_its_article(act: str, data: dict[str, Any]) -> None:
    life = declared()
    assert life.refused("mediator 3", act, "2026-08-04", **data) == "recusal.ignored"
    assert article_of(life, "mediator 3", act, "2026-08-04", **data) == "tj75q"


@pytest.mark.parametrize(("act", "data"), STEPS)
def test_after_the_replacement_it_goes_on(act: str, data: dict[str, Any]) -> None:
    life = declared()
    life.do("director 5", "replace_mediators", "2026-08-03 13:00", mediators=[4])
    life.do("mediator 4", act, "2026-08-04", **data)
    assert life.snapshot.handler_id == 4


def test_whoever_must_recuse_is_not_named_again() -> None:
    life = declared()
    assert life.refused("director 5", "replace_mediators", "2026-08-04", mediators=[3]) == "recusal.named"
    assert life.refused("director 5", "replace_mediators", "2026-08-04", mediators=[4, 3]) == "recusal.named"


def test_found_out_while_the_agreement_waits_for_signatures() -> None:
    life = mediating("2026-08-03 10:00")
    life.do("mediator 3", "agree_written", "2026-08-04", terms="和解")
    life.do("mediator 3", "mediator_sign", "2026-08-04")
    life.do("mediator 3", "declare_recusal", "2026-08-04 11:00", ground_of_recusal="interest")
    for party in BOTH:
        life.do("party", "sign", "2026-08-04 12:00", party=party, method="signature", signed_on="2026-08-04")
    assert life.refused("sealer 6", "seal", "2026-08-04 13:00") == "recusal.ignored"
    life.do("director 5", "replace_mediators", "2026-08-05", mediators=[4])
    assert life.refused("sealer 6", "seal", "2026-08-05 11:00") == "agreement.mediator_unsigned"
    life.do("mediator 4", "mediator_sign", "2026-08-05 12:00")
    assert life.do("sealer 6", "seal", "2026-08-05 13:00").state == "agreed"


def asked(decision: str) -> Life:
    """A party has asked mediator 3 to recuse, and the director has decided."""
    life = mediating("2026-08-03 10:00")
    data = {"mediator": 3, "ground_of_recusal": "relation", "reason": "与对方相识"}
    life.do("party", "ask_recusal", "2026-08-04", **data)
    life.do("director 5", "decide_recusal", "2026-08-05", decision=decision, reason="经核实")
    return life


def test_granted_it_must_be_replaced() -> None:
    life = asked("granted")
    assert life.refused("mediator 3", "agree_oral", "2026-08-06", terms="和解") == "recusal.ignored"


def test_refused_it_goes_on_and_may_be_asked_anew() -> None:
    life = asked("refused")
    life.do("party", "ask_recusal", "2026-08-06", mediator=3, ground_of_recusal="interest", reason="又发现")
    assert life.refused("mediator 3", "agree_oral", "2026-08-07", terms="和解") == "guard.fact_given"
    life.do("director 5", "decide_recusal", "2026-08-07", decision="refused", reason="不成立")
    assert life.do("mediator 3", "agree_oral", "2026-08-08", terms="和解").state == "agreed"


def test_nobody_decides_on_their_own_and_nothing_undecided_is_agreed() -> None:
    life = mediating("2026-08-03 10:00")
    life.do("party", "ask_recusal", "2026-08-04", mediator=3, ground_of_recusal="interest", reason="合伙")
    decision = {"decision": "refused", "reason": "不成立"}
    assert life.refused("director 3", "decide_recusal", "2026-08-05", **decision) == "recusal.own"
    assert life.refused("mediator 3", "hold_session", "2026-08-05", **PRESENT) == "guard.fact_given"
    assert life.refused(
        "party", "ask_recusal", "2026-08-05", mediator=3, ground_of_recusal="interest", reason="再"
    ) == ("guard.fact_given")


def test_only_of_somebody_who_mediates() -> None:
    life = mediating("2026-08-03 10:00")
    data = {"mediator": 9, "ground_of_recusal": "interest", "reason": "合伙"}
    assert life.refused("party", "ask_recusal", "2026-08-04", **data) == "recusal.no_mediator"


def test_the_parties_choose_together() -> None:
    life = accepted("2026-08-03 10:00")
    assert life.refused("committee 2", "choose_mediators", "2026-08-04", mediators=[4], choosing=[101]) == (
        "mediation.not_joint"
    )
    life.do("committee 2", "choose_mediators", "2026-08-04", mediators=[4, 3], choosing=BOTH)
    assert (life.snapshot.state, life.snapshot.facts["mediators"], life.snapshot.handler_id) == ("mediating", [4, 3], 4)


def test_and_their_choice_stands_unless_somebody_must_recuse() -> None:
    life = accepted("2026-08-03 10:00")
    life.do("committee 2", "choose_mediators", "2026-08-04", mediators=[4], choosing=BOTH)
    assert life.refused("director 5", "replace_mediators", "2026-08-05", mediators=[3]) == "recusal.chosen"
    life.do("mediator 4", "declare_recusal", "2026-08-05", ground_of_recusal="relation")
    assert life.do("director 5", "replace_mediators", "2026-08-06", mediators=[3]).facts["mediators"] == [3]


def test_police_officers_recuse_by_their_own_law() -> None:
    life = policed("2026-06-01 09:00")
    life.do("mediator 3", "declare_recusal", "2026-06-01 10:00", ground_of_recusal="near_relative")
    assert article_of(life, "mediator 3", "agree_written", "2026-06-02", terms="和解") == "zagl 第95条"


@given(chain=st.lists(st.integers(11, 30), min_size=1, max_size=6, unique=True))
@bounded(60)
def test_however_many_recuse_the_last_one_free_goes_on(chain: list[int]) -> None:
    life = mediating("2026-08-03 10:00", mediator=10)
    current = 10
    for number in chain:
        life.do(f"mediator {current}", "declare_recusal", "2026-08-04", ground_of_recusal="interest")
        assert life.refused(f"mediator {current}", "agree_oral", "2026-08-04", terms="和解") == "recusal.ignored"
        assert life.refused("director 5", "replace_mediators", "2026-08-04", mediators=[current]) == "recusal.named"
        life.do("director 5", "replace_mediators", "2026-08-04", mediators=[number])
        current = number
    assert life.do(f"mediator {current}", "agree_oral", "2026-08-05", terms="和解").state == "agreed"
    assert current not in life.snapshot.facts["recused"]
