"""A dispute that may lead to an offence is reported to the police or whoever must act; mediation goes on.

《人民调解法》第25条.
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import mediating, registered, signing


@pytest.mark.parametrize("risk", ["public_order", "crime", "mass", "self_harm"])
def test_it_is_reported_and_stays_in_mediation(risk: str) -> None:
    life = mediating("2026-08-03 10:00")
    life.do("mediator 3", "report_risk", "2026-08-04", risk=risk, unit=40, reason="扬言动手")
    assert (life.snapshot.state, "risk_at" in life.snapshot.facts) == ("mediating", True)
    assert life.clock("mediate").stopped_at is None


def test_what_it_is_must_be_said() -> None:
    life = mediating("2026-08-03 10:00")
    assert life.refused("mediator 3", "report_risk", "2026-08-04", reason="扬言动手") == "field.required"
    assert life.refused("mediator 3", "report_risk", "2026-08-04", risk="weather", reason="雨") == "field.choice"


def test_also_while_signatures_are_waited_for_but_by_no_party() -> None:
    life = signing("2026-08-04")
    life.do("committee 2", "report_risk", "2026-08-05", risk="crime", reason="威胁")
    assert life.refused("party", "report_risk", "2026-08-05", risk="crime", reason="威胁") == "act.not_your_role"
    assert registered().refused("committee 2", "report_risk", "2026-08-05", risk="crime", reason="威胁") == (
        "act.not_open"
    )
