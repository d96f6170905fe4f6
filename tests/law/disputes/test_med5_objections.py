"""MED-5: parties object to a confirmation within fifteen days, third parties within six months of knowing.

民诉解释 第372条. (The provisions of 2011 gave third parties one year; the later interpretation goes before.)
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import ANNA, BO, confirmed


@pytest.mark.parametrize(
    ("served", "due"),
    [
        ("2026-06-02", "2026-06-18 00:00"),
        ("2026-06-05", "2026-06-23 00:00"),  # 06-20, dragon boat → 06-22
        ("2026-09-18", "2026-10-09 00:00"),  # 10-03 → 10-08
    ],
)
def test_fifteen_days_from_service_whenever_it_is_entered(served: str, due: str) -> None:
    life = confirmed()
    life.do("court 2", "serve", f"{served} 17:00", served_on=served)
    assert life.due("object") == due
    later = confirmed()
    later.do("court 2", "serve", f"{served[:8]}28", served_on=served)
    assert later.due("object") == due


@pytest.mark.parametrize(("when", "code"), [("2026-06-17 23:59", ""), ("2026-06-18 00:00:01", "guard.too_late")])
def test_not_on_the_sixteenth(when: str, code: str) -> None:
    life = confirmed()
    life.do("court 2", "serve", "2026-06-02 17:00", served_on="2026-06-02")
    if code:
        assert life.refused("party", "object", when, party=BO, reason="不服") == code
    else:
        assert life.do("party", "object", when, party=BO, reason="不服").state == "objected"


def test_nothing_runs_before_it_is_served_and_nothing_is_served_tomorrow() -> None:
    life = confirmed()
    assert life.refused("party", "object", "2026-06-05", party=BO, reason="不服") == "guard.no_clock"
    assert life.refused("court 2", "serve", "2026-06-05", served_on="2026-06-06") == "field.future"


def test_only_who_applied_objects_as_party() -> None:
    life = confirmed()
    life.do("court 2", "serve", "2026-06-02", served_on="2026-06-02")
    assert life.refused("party", "object", "2026-06-03", party=150, reason="不服") == "mediation.not_a_party"


@pytest.mark.parametrize(
    ("knew", "due"),
    [
        ("2026-02-24", "2026-08-25 00:00"),
        ("2026-03-31", "2026-10-01 00:00"),  # 09-30: September has no 31st
        ("2026-04-04", "2026-10-09 00:00"),  # 10-04 → 10-08
    ],
)
def test_third_parties_have_six_months_from_knowing(knew: str, due: str) -> None:
    life = confirmed("2026-01-12 09:00")
    life.do("court 2", "note_third", "2026-05-20", third=150, knew_on=knew)
    assert (life.due("object_third"), life.snapshot.facts["third_parties"]) == (due, [150])


def test_a_third_party_too_late() -> None:
    life = confirmed("2026-01-12 09:00")
    assert life.refused("court 2", "object_third", "2026-05-20", reason="侵害") == "guard.fact_missing"
    life.do("court 2", "note_third", "2026-05-20", third=150, knew_on="2026-02-24")
    assert life.refused("court 2", "object_third", "2026-08-25 00:00:01", reason="侵害") == "guard.too_late"
    assert life.do("court 2", "object_third", "2026-08-24", reason="侵害").state == "objected"


@pytest.mark.parametrize(("result", "state"), [("upheld", "annulled"), ("dismissed", "valid")])
def test_what_comes_of_an_objection(result: str, state: str) -> None:
    life = confirmed()
    life.do("court 2", "serve", "2026-06-02", served_on="2026-06-02")
    life.do("party", "object", "2026-06-03", party=ANNA, reason="不服")
    life.do("court 2", "decide_objection", "2026-06-10", objection=result, message="裁定。")
    assert (life.snapshot.state, life.snapshot.closed_at is not None) == (state, True)
