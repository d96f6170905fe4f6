"""A referral meets the receiving organ's own clock: 民诉法126 (7 days), 劳动争议调解仲裁法 (5), 行政复议法30 (5 working days)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.life import Life


def sent(kind: str, when: str = "2026-03-02", **born: Any) -> Life:
    """On its way to unit 10."""
    return Life("disputes.referral", when, kind=kind, unit=10, **born)


@pytest.mark.parametrize(
    ("kind", "signed", "due", "law"),
    [
        ("court", "2026-03-02", "2026-03-10 00:00", "msf 126"),
        ("court", "2026-09-28", "2026-10-09 00:00", "msf 126"),  # raw 10-05
        ("arbitration", "2026-03-02", "2026-03-10 00:00", "ldzc 29"),  # raw Saturday 03-07
        ("arbitration", "2026-05-04", "2026-05-10 00:00", "ldzc 29"),  # 05-09 is a Saturday that is worked
        ("department", "2026-09-28", "2026-10-11 00:00", "local 部门自定"),  # 09-29, 30, 10-08, 09, 10
    ],
)
def test_to_accept_or_not(kind: str, signed: str, due: str, law: str) -> None:
    referral = sent(kind, signed)
    referral.do("receiver 3", "sign", signed)
    assert (referral.due("examine"), referral.clock("examine").law) == (due, law)


def test_a_department_may_have_its_own_number_of_days() -> None:
    referral = sent("department")
    referral.do("receiver 3", "sign", "2026-03-02", own_days=3)
    assert referral.due("examine") == "2026-03-06 00:00"


@pytest.mark.parametrize("kind", ["court", "arbitration"])
def test_no_other_days_stand_against_a_statute(kind: str) -> None:
    referral = sent(kind)
    referral.do("receiver 3", "sign", "2026-03-02", own_days=3)
    assert referral.due("examine") == "2026-03-10 00:00"


@pytest.mark.parametrize(
    ("received", "last"),
    [("2026-02-13", "2026-02-27"), ("2026-09-30", "2026-10-13"), ("2026-04-30", "2026-05-11")],
)
def test_reconsideration_examines_five_working_days_and_silence_is_acceptance(received: str, last: str) -> None:
    """Domain reference 13.5 rows 3 and 21."""
    referral = sent("reconsideration", received)
    referral.do("receiver 3", "sign_application", received)
    assert referral.refused("system", "deem_accepted", f"{last} 23:59:59") == "guard.too_early"
    midnight = referral.due("consider")
    referral.do("system", "deem_accepted", f"{midnight}:01")
    assert (referral.snapshot.state, referral.snapshot.facts.get("deemed_at") is not None) == ("accepted", True)


def test_silence_of_a_court_is_none() -> None:
    referral = sent("court")
    referral.do("receiver 3", "sign", "2026-03-02")
    assert referral.refused("system", "deem_accepted", "2026-04-01") == "act.not_open"
    assert referral.procedure.clock["examine"].missed == "escalate"


def test_signed_by_the_right_act() -> None:
    assert sent("reconsideration").refused("receiver 3", "sign", "2026-03-02") == "mediation.kind"
    assert sent("court").refused("receiver 3", "sign_application", "2026-03-02") == "mediation.kind"


def test_a_refusal_gives_its_ground_and_reason() -> None:
    referral = sent("court")
    referral.do("receiver 3", "sign", "2026-03-02")
    assert referral.refused("receiver 3", "refuse", "2026-03-03", ground="conditions") == "field.required"
    referral.do("receiver 3", "refuse", "2026-03-03", ground="conditions", reason="被告不明确")
    assert referral.snapshot.state == "refused"
