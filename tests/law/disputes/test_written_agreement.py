"""A written agreement takes effect once all parties and the mediator have signed and the committee has sealed it.

《人民调解法》第28条、第29条; the same for labour mediation (劳动争议调解仲裁法 第14条).
"""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.support import ANNA, BO, BOTH, article_of, labour, mediating, sign_all, signing
from tests.law.life import Life

DAY = "2026-08-05"


def sign(life: Life, party: int, when: str = DAY, on: str = DAY) -> None:
    """One party signs."""
    life.do("party", "sign", when, party=party, method="fingerprint", signed_on=on)


@pytest.mark.parametrize("signers", [s for n in range(3) for s in combinations(["anna", "bo", "mediator"], n)])
def test_no_seal_while_a_signature_is_missing(signers: tuple[str, ...]) -> None:
    life = signing("2026-08-04")
    for name in signers:
        if name == "mediator":
            life.do("mediator 3", "mediator_sign", DAY)
        else:
            sign(life, ANNA if name == "anna" else BO)
    code = life.refused("sealer 6", "seal", DAY)
    assert code == ("agreement.mediator_unsigned" if {"anna", "bo"} <= set(signers) else "agreement.unsigned")
    assert article_of(life, "sealer 6", "seal", DAY) == "rmtj 第29条"
    assert "agreed_at" not in life.snapshot.facts


def test_with_all_of_them_it_takes_effect_at_the_seal() -> None:
    life = signing("2026-08-04")
    sign_all(life, DAY)
    assert life.snapshot.state == "signing"
    life.do("sealer 6", "seal", "2026-08-07 16:00")
    assert (life.snapshot.state, life.snapshot.facts["agreed_at"]) == ("agreed", "2026-08-07T08:00:00+00:00")
    assert life.snapshot.facts["form"] == "written"


def test_only_the_keeper_of_the_seal_seals() -> None:
    life = signing("2026-08-04")
    sign_all(life, DAY)
    assert life.refused("mediator 3", "seal", DAY) == "act.not_your_role"


def test_what_was_changed_must_be_signed_anew() -> None:
    life = signing("2026-08-04")
    sign_all(life, DAY)
    life.do("mediator 3", "amend_draft", "2026-08-06", terms="改为两期")
    assert life.refused("sealer 6", "seal", "2026-08-06 11:00") == "agreement.unsigned"
    sign_all(life, "2026-08-06 12:00")
    assert life.do("sealer 6", "seal", "2026-08-06 13:00").state == "agreed"


def test_a_dropped_draft_leaves_no_signature_behind() -> None:
    life = signing("2026-08-04")
    sign(life, ANNA)
    life.do("party", "drop_draft", "2026-08-05 12:00", reason="不合适")
    life.do("mediator 3", "agree_written", "2026-08-06", terms="新的内容")
    assert life.snapshot.facts["signed"] == []


def test_once_each_by_a_party_and_not_tomorrow() -> None:
    life = signing("2026-08-04")
    sign(life, ANNA)
    same = {"party": ANNA, "method": "seal", "signed_on": DAY}
    assert life.refused("party", "sign", DAY, **same) == "agreement.signed_already"
    assert life.refused("party", "sign", DAY, **{**same, "party": 199}) == "mediation.not_a_party"
    assert life.refused("party", "sign", DAY, **{**same, "party": BO, "signed_on": "2026-08-06"}) == "field.future"
    assert life.refused("party", "sign", DAY, **{**same, "party": BO, "method": "wink"}) == "field.choice"


def test_a_labour_agreement_likewise() -> None:
    life = labour("2026-06-01")
    life.do("mediator 3", "agree_written", "2026-06-02", terms="付清")
    life.do("party", "sign", "2026-06-02", party=ANNA, method="signature", signed_on="2026-06-02")
    life.do("mediator 3", "mediator_sign", "2026-06-02")
    assert life.refused("sealer 6", "seal", "2026-06-02") == "agreement.unsigned"
    assert article_of(life, "sealer 6", "seal", "2026-06-02") == "ldtj 第14条"


@given(count=st.integers(1, 8), missing=st.integers(0, 8))
@bounded(40)
def test_of_many_parties_every_one(count: int, missing: int) -> None:
    life = mediating("2026-08-03 10:00")
    more = list(range(110, 110 + count))
    for party in more:
        life.do("mediator 3", "add_applicant", "2026-08-03 11:00", new_party=party)
    life.do("mediator 3", "agree_written", "2026-08-04", terms="和解")
    signers = [*BOTH, *more]
    left_out = signers[missing % len(signers)]
    sign_all(life, DAY, parties=[party for party in signers if party != left_out])
    assert life.refused("sealer 6", "seal", DAY) == "agreement.unsigned"
    sign(life, left_out)
    assert life.do("sealer 6", "seal", DAY).state == "agreed"
