"""MED-8: mediation after registration takes fifteen days (ordinary procedure) or seven (summary), longer if all agree.

特邀调解规定 第20条、第27条; 在线调解规则 第20条、第21条、第24条.
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import BOTH, COURT, entrusted


@pytest.mark.parametrize(
    ("kind", "start", "due"),
    [
        ("ordinary", "2026-06-01", "2026-06-17 00:00"),
        ("ordinary", "2026-09-18", "2026-10-09 00:00"),  # 10-03 → 10-08
        ("ordinary", "2026-09-05", "2026-09-21 00:00"),  # 09-20, a worked Sunday
        ("summary", "2026-06-01", "2026-06-09 00:00"),
        ("summary", "2026-06-12", "2026-06-23 00:00"),  # 06-19 → 06-22
        ("summary", "2026-10-03", "2026-10-11 00:00"),  # 10-10, a worked Saturday
    ],
)
def test_fifteen_or_seven_days(kind: str, start: str, due: str) -> None:
    life = entrusted(kind, f"{start} 11:00")
    assert (life.due("mediate"), life.clock("mediate").law) == (due, "zxtj 第24条")


@pytest.mark.parametrize("kind", ["ordinary", "summary"])
def test_longer_only_if_all_agree(kind: str) -> None:
    life = entrusted(kind, "2026-06-01")
    data = {"days": 30, "ground": "协商"}
    assert life.refused("mediator 3", "extend", "2026-06-05", agreeing=[102], **data) == "mediation.not_joint"
    before = life.clock("mediate").due_at
    life.do("mediator 3", "extend", "2026-06-05", agreeing=BOTH, **data)
    after = life.clock("mediate").due_at
    assert before is not None
    assert after is not None
    assert (after - before).days >= 28


@pytest.mark.parametrize("kind", ["ordinary", "summary"])
def test_at_the_end_the_trial_goes_on(kind: str) -> None:
    life = entrusted(kind, "2026-06-01")
    life.do("system", "lapse", "2026-06-18 00:05")
    assert life.snapshot.state == "returned"
    assert life.clock("register").law == "local 恢复审理"
    assert life.refused("court 2", "register_suit", "2026-06-19", case_number="1") == "mediation.kind"
    assert life.do("court 2", "resume_trial", "2026-06-19").state == "trial_resumed"


@pytest.mark.parametrize(("act", "state"), [("issue_paper", "paper_issued"), ("withdraw_suit", "suit_withdrawn")])
def test_an_agreement_ends_in_a_paper_or_a_withdrawal(act: str, state: str) -> None:
    life = entrusted("ordinary", "2026-06-01")
    life.do("mediator 3", "agree_oral", "2026-06-03", terms="和解")
    assert (
        life.refused("mediator 3", "apply_confirmation", "2026-06-04", applying=BOTH, court=COURT) == "mediation.kind"
    )
    assert life.do("court 2", act, "2026-06-04").state == state


def test_no_appraisal_pause_after_filing() -> None:
    life = entrusted("ordinary", "2026-06-01")
    assert life.refused("mediator 3", "start_appraisal", "2026-06-02", reason="车损") == "mediation.kind"
