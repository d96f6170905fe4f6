"""The police mediate minor offences out of civil disputes, with everybody's consent; performed, there is no penalty.

《治安管理处罚法》（2025）第9条; what excludes mediation: 《公安机关办理行政案件程序规定》.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.disputes.support import ANNA, BOTH, article_of, offence, policed

START: dict[str, Any] = {"mediators": [3], "agreeing": BOTH}
MINOR = {"civil_origin": True, "is_minor": True, "exclusion": "none"}
DONE = {"settlement": "peoples_mediation", "written_application": True, "performed_now": True}


@pytest.mark.parametrize(
    ("facts", "code", "law"),
    [
        ({"civil_origin": False}, "police.not_civil", "zagl 第9条"),
        ({"civil_origin": None}, "police.not_civil", "zagl 第9条"),
        ({"is_minor": False}, "police.not_minor", "zagl 第9条"),
        ({"exclusion": "hired"}, "police.excluded", "gaxz"),
        ({"exclusion": "gang"}, "police.excluded", "gaxz"),
        ({"exclusion": "repeated"}, "police.excluded", "gaxz"),
        ({"exclusion": "unwilling"}, "police.excluded", "gaxz"),
        ({"exclusion": "fled"}, "police.excluded", "gaxz"),
    ],
)
def test_nothing_else_is_mediated(facts: dict[str, Any], code: str, law: str) -> None:
    life = offence(**facts)
    assert life.refused("officer 2", "start", "2026-06-01 10:00", **START) == code
    assert article_of(life, "officer 2", "start", "2026-06-01 10:00", **START) == law
    spot = {"terms": "赔偿", "agreeing": BOTH, "performed_now": True}
    assert life.refused("officer 2", "settle_at_once", "2026-06-01 10:00", **spot) == code
    assert life.refused("director 5", "recognise", "2026-06-01 10:00", **DONE) == code


@pytest.mark.parametrize("agreeing", [[101], [102]])
def test_only_if_all_agree(agreeing: list[int]) -> None:
    life = offence()
    assert life.refused("officer 2", "start", "2026-06-01 10:00", mediators=[3], agreeing=agreeing) == (
        "mediation.not_joint"
    )


def test_performed_there_is_no_penalty() -> None:
    life = policed()
    life.do("mediator 3", "agree_written", "2026-06-02", terms="赔偿")
    for party in BOTH:
        life.do("party", "sign", "2026-06-02", party=party, method="signature", signed_on="2026-06-02")
    life.do("mediator 3", "mediator_sign", "2026-06-02")
    life.do("sealer 6", "seal", "2026-06-02")
    assert life.refused("officer 2", "to_penalty", "2026-06-02") == "act.not_open"
    assert life.do("officer 2", "confirm_performed", "2026-06-03").state == "no_penalty"
    assert life.refused("officer 2", "to_penalty", "2026-06-04") == "act.not_open"


def test_not_performed_the_law_takes_its_course_and_the_civil_way_is_told() -> None:
    life = policed()
    life.do("mediator 3", "agree_written", "2026-06-02", terms="赔偿", perform_by="2026-06-10")
    for party in BOTH:
        life.do("party", "sign", "2026-06-02", party=party, method="signature", signed_on="2026-06-02")
    life.do("mediator 3", "mediator_sign", "2026-06-02")
    life.do("sealer 6", "seal", "2026-06-02")
    breach = {"reason": "未付", "route": "court"}
    assert life.refused("officer 2", "declare_breach", "2026-06-10", told=True, **breach) == "agreement.not_due"
    assert life.refused("officer 2", "declare_breach", "2026-06-11", told=False, **breach) == "mediation.routes_untold"
    life.do("officer 2", "declare_breach", "2026-06-11", told=True, **breach)
    assert life.do("officer 2", "to_penalty", "2026-06-12").state == "penalty_procedure"


@pytest.mark.parametrize("settlement", ["own", "peoples_mediation"])
def test_settled_elsewhere_performed_and_asked_for_in_writing_the_police_recognise_it(settlement: str) -> None:
    life = offence()
    said = {**DONE, "settlement": settlement}
    assert life.refused("director 5", "recognise", "2026-06-05", **{**said, "performed_now": False}) == (
        "police.not_performed"
    )
    assert life.refused("director 5", "recognise", "2026-06-05", **{**said, "written_application": False}) == (
        "police.not_in_writing"
    )
    assert life.refused("officer 2", "recognise", "2026-06-05", **said) == "act.not_your_role"
    assert life.do("director 5", "recognise", "2026-06-05", **said).state == "no_penalty"


def test_on_the_spot_only_what_is_performed_on_the_spot() -> None:
    life = offence()
    data = {"terms": "赔偿", "agreeing": BOTH}
    assert life.refused("officer 2", "settle_at_once", "2026-06-01 10:00", performed_now=False, **data) == (
        "police.not_performed"
    )
    assert life.do("officer 2", "settle_at_once", "2026-06-01 10:00", performed_now=True, **data).state == "no_penalty"


def test_with_a_party_under_age_a_guardian_is_present() -> None:
    life = policed(has_minor_party=True)
    held = {"session": 1, "attendance": [{"party": ANNA, "presence": "present"}], "record": "记录"}
    assert life.refused("mediator 3", "hold_session", "2026-06-02", **held) == "police.guardian"
    assert life.do("mediator 3", "hold_session", "2026-06-02", guardian_came=True, **held).facts["sessions"] == 1


@pytest.mark.parametrize("ground", ["again", "fled", "other"])
def test_it_is_broken_off_when_it_no_longer_fits(ground: str) -> None:
    life = policed()
    assert life.do("officer 2", "break_off", "2026-06-02", ground_of_break=ground).state == "failed"
