"""MED-9: the court names a body in three working days, the body confirms in three, the other side is asked in three.

在线调解规则 第10条、第12条、第15条; the parties choose together within two working days (第10条).
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import ANNA, BO, BOTH, COMMITTEE, entrusted
from tests.law.life import Life


def offered(when: str = "2026-09-29 09:00") -> Life:
    """The court has the application."""
    return Life("disputes.court_mediation", when, kind="pre_filing", reporter_id=ANNA, other_party=BO, people=2)


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2026-09-29 09:00", "2026-10-10 00:00"),  # 09-30, 10-08, 09
        ("2026-10-08 09:00", "2026-10-13 00:00"),  # 10-09, 10 (worked), 12
        ("2026-06-01 09:00", "2026-06-05 00:00"),
    ],
)
def test_the_court_names_a_body_in_three_working_days(when: str, due: str) -> None:
    assert offered(when).due("appoint") == due


def test_the_parties_choose_within_two_working_days() -> None:
    life = offered()
    life.do("court 2", "consent_all", "2026-09-29 10:00", agreeing=BOTH)
    assert life.due("choose") == "2026-10-09 00:00"  # 09-30, 10-08
    assert life.refused("court 2", "choose", "2026-10-08", unit=COMMITTEE, choosing=[BO]) == "mediation.not_joint"
    assert life.refused("court 2", "choose", "2026-10-09 00:01", unit=COMMITTEE, choosing=BOTH) == "guard.too_late"
    assert life.do("court 2", "choose", "2026-10-08 23:59", unit=COMMITTEE, choosing=BOTH).state == "appointed"


@pytest.mark.parametrize(
    ("when", "asks", "code"),
    [
        ("2026-10-08", False, "court.choice_first"),
        ("2026-10-08", True, ""),
        ("2026-10-09 00:01", False, ""),
    ],
)
def test_the_court_waits_for_their_choice_unless_asked(when: str, code: str, *, asks: bool) -> None:
    life = offered()
    life.do("court 2", "consent_all", "2026-09-29 10:00", agreeing=BOTH)
    if code:
        assert life.refused("court 2", "appoint", when, unit=COMMITTEE, parties_ask=asks) == code
    else:
        assert life.do("court 2", "appoint", when, unit=COMMITTEE, parties_ask=asks).state == "appointed"


def test_where_one_side_has_consented_the_court_names() -> None:
    assert offered().do("court 2", "appoint", "2026-09-30", unit=COMMITTEE).state == "appointed"


def test_the_body_confirms_in_three_working_days_or_another_is_named() -> None:
    life = offered("2026-06-01 09:00")
    life.do("court 2", "appoint", "2026-06-01", unit=COMMITTEE)
    assert life.due("confirm_receipt") == "2026-06-05 00:00"
    assert life.refused("court 2", "reappoint", "2026-06-04", unit=11) == "guard.too_early"
    life.do("court 2", "reappoint", "2026-06-05 00:01", unit=11)
    assert life.snapshot.lead_unit_id == 11


def test_a_body_that_declines_gives_it_back() -> None:
    life = offered("2026-06-01 09:00")
    life.do("court 2", "appoint", "2026-06-01", unit=COMMITTEE)
    life.do("director 5", "decline_case", "2026-06-02", reason="超出范围")
    assert (life.snapshot.state, life.snapshot.lead_unit_id, life.due("appoint", 2)) == (
        "offered",
        None,
        "2026-06-06 00:00",
    )


@pytest.mark.parametrize(
    ("answer", "state"), [("agrees", "mediating"), ("refuses", "returned"), ("unreachable", "returned")]
)
def test_the_other_side_is_asked_within_three_working_days(answer: str, state: str) -> None:
    life = entrusted("pre_filing", "2026-06-01")
    assert life.due("contact") == "2026-06-05 00:00"
    life.do("mediator 3", "contact_other", "2026-06-03", answer=answer)
    assert life.snapshot.state == state
    assert life.snapshot.facts.get("refusals", 0) == (answer == "refuses")


def test_a_party_may_refuse_at_any_point() -> None:
    life = offered()
    assert life.do("party", "refuse", "2026-09-30", party=BO).state == "returned"
