"""Where mediation fails the parties are told of arbitration, administration and the court.

《人民调解法》第26条; 《治安管理处罚法》第9条第三款 for the police.
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import TOLD, article_of, mediating, policed, signing


def test_a_failure_without_telling_is_refused() -> None:
    life = mediating("2026-08-03 10:00")
    data = {"reason": "分歧", "route": "court"}
    assert life.refused("mediator 3", "fail", "2026-08-04", **data) == "field.required"
    assert life.refused("mediator 3", "fail", "2026-08-04", told=False, **data) == "mediation.routes_untold"
    assert article_of(life, "mediator 3", "fail", "2026-08-04", told=False, **data) == "rmtj 第26条"


@pytest.mark.parametrize("route", ["arbitration", "administrative", "court", "reconsideration"])
def test_told_of_a_way_it_may_end(route: str) -> None:
    life = signing("2026-08-04")
    life.do("mediator 3", "fail", "2026-08-05", reason="拒签", told=True, route=route)
    assert (life.snapshot.state, "informed_at" in life.snapshot.facts) == ("failed", True)


def test_after_a_withdrawal_the_file_stays_open_until_they_are_told() -> None:
    life = mediating("2026-08-03 10:00")
    life.do("party", "withdraw", "2026-08-04", party=101)
    assert life.refused("mediator 3", "archive", "2026-08-05") == "mediation.routes_untold"
    assert article_of(life, "mediator 3", "archive", "2026-08-05") == "rmtj 第26条"
    life.do("mediator 3", "inform", "2026-08-05", **TOLD)
    assert life.do("mediator 3", "archive", "2026-08-06").outcome == "terminated"


def test_handing_it_over_is_telling() -> None:
    life = mediating("2026-08-03 10:00")
    life.do("party", "withdraw", "2026-08-04", party=101)
    life.do("referrer 9", "hand_over", "2026-08-05", way="court", unit=20)
    assert life.do("mediator 3", "archive", "2026-08-06").state == "archived"


def test_the_police_tell_of_the_civil_way_before_they_go_on() -> None:
    life = policed("2026-06-01 09:00")
    life.do("party", "refuse", "2026-06-02", party=102)
    assert life.refused("officer 2", "to_penalty", "2026-06-03") == "mediation.routes_untold"
    assert article_of(life, "officer 2", "to_penalty", "2026-06-03") == "zagl 第9条"
    life.do("officer 2", "inform", "2026-06-03", **TOLD)
    assert life.do("officer 2", "to_penalty", "2026-06-04").state == "penalty_procedure"
