"""MED-7: mediation that a court entrusts before registration takes thirty days, longer if all agree.

特邀调解规定 第27条、在线调解规则 第24条 (thirty days from the confirmation), 第25条 (end), 第26条 (appraisals do not count).
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import BOTH, COURT, TOLD, article_of, entrusted, sign_all
from tests.law.life import Life


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-06-01", "2026-07-02 00:00"), ("2026-09-01", "2026-10-09 00:00"), ("2026-08-21", "2026-09-21 00:00")],
)
def test_thirty_days_from_the_confirmation(start: str, due: str) -> None:
    assert entrusted("pre_filing", f"{start} 11:00").due("mediate") == due


def test_all_may_agree_on_longer_without_a_cap() -> None:
    life = entrusted("pre_filing", "2026-06-01")
    data = {"days": 60, "ground": "协商", "agreeing": BOTH}
    life.do("mediator 3", "extend", "2026-06-30", **data)
    life.do("mediator 3", "extend", "2026-06-30", **data)
    assert life.due("mediate") == "2026-10-30 00:00"
    assert life.refused("mediator 3", "extend", "2026-06-30", **{**data, "agreeing": [101]}) == "mediation.not_joint"


def test_an_appraisal_does_not_count() -> None:
    life = entrusted("pre_filing", "2026-06-01")
    life.do("mediator 3", "start_appraisal", "2026-06-10", reason="车损")
    assert life.due("mediate") == ""
    life.do("mediator 3", "end_appraisal", "2026-06-30", note="已出结论")
    assert life.due("mediate") == "2026-07-22 00:00"


def after(act: str) -> Life:
    """Returned to the court on 07-02 by one of the ways."""
    life = entrusted("pre_filing", "2026-06-01")
    steps = {
        "lapse": ("system", {}),
        "fail": ("mediator 3", {"reason": "分歧", **TOLD}),
        "withdraw": ("party", {"party": 102}),
        "contact_other": ("mediator 3", {"answer": "unreachable"}),
    }
    who, data = steps[act]
    life.do(who, act, "2026-07-02 00:05", **data)
    return life


@pytest.mark.parametrize("act", ["lapse", "fail", "withdraw", "contact_other"])
def test_without_success_the_court_registers_the_suit_within_seven_days(act: str) -> None:
    life = after(act)
    assert (life.snapshot.state, life.due("register")) == ("returned", "2026-07-10 00:00")
    assert life.clock("register").law == "msf 第126条"
    assert life.refused("court 2", "resume_trial", "2026-07-03") == "mediation.kind"
    life.do("court 2", "register_suit", "2026-07-09", case_number="1")
    assert (life.snapshot.state, life.late("register", "2026-07-20")) == ("suit_registered", False)


def test_seven_days_over_the_national_holiday() -> None:
    life = entrusted("pre_filing", "2026-09-10")
    life.do("party", "withdraw", "2026-09-25", party=101)
    assert life.due("register") == "2026-10-09 00:00"  # 10-02 → 10-08


def test_an_agreement_may_be_performed_confirmed_or_broken() -> None:
    life = entrusted("pre_filing", "2026-06-01")
    life.do("mediator 3", "agree_written", "2026-06-10", terms="付清")
    sign_all(life, "2026-06-10")
    life.do("sealer 6", "seal", "2026-06-12", effective_on="2026-06-10")
    assert life.due("confirm") == "2026-07-11 00:00"  # from the last signature, not from the seal
    assert life.refused("court 2", "issue_paper", "2026-06-13") == "mediation.kind"
    assert life.refused("court 2", "withdraw_suit", "2026-06-13") == "mediation.kind"
    life.do("mediator 3", "apply_confirmation", "2026-06-13", applying=BOTH, court=COURT)
    assert life.snapshot.state == "confirmation"


def test_a_mediator_the_parties_object_to_must_be_replaced_unless_all_want_them() -> None:
    life = entrusted("pre_filing", "2026-06-01")
    life.do("mediator 3", "declare_recusal", "2026-06-02", ground_of_recusal="near_relative")
    assert life.refused("mediator 3", "agree_oral", "2026-06-03", terms="和解") == "recusal.ignored"
    assert article_of(life, "mediator 3", "agree_oral", "2026-06-03", terms="和解") == "tytj 第15条"
    assert life.refused("director 5", "keep_mediator", "2026-06-03", agreeing=[101]) == "mediation.not_joint"
    life.do("director 5", "keep_mediator", "2026-06-03", agreeing=BOTH)
    assert life.do("mediator 3", "agree_oral", "2026-06-04", terms="和解").state == "agreed"
