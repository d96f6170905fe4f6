"""MED-11: fifteen days after the application a labour dispute may go to arbitration.

《劳动争议调解仲裁法》第14条; arbitration: acceptance in five days (第29条), end in forty-five, fifteen more at most (第43条).
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import ARBITRATION, BOTH, article_of, labour
from tests.law.life import Life

GO = {"way": "arbitration", "unit": ARBITRATION}


def arbitrating(day: str = "2026-06-16") -> Life:
    """Mediation failed at once and the papers went to the commission on ``day``."""
    life = labour("2026-06-01")
    life.do("party", "withdraw", day, party=101)
    life.do("committee 2", "hand_over", day, **GO)
    return life


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-01", "2026-06-17 00:00"),
        ("2026-09-18", "2026-10-09 00:00"),  # 10-03 → 10-08
        ("2026-06-05", "2026-06-23 00:00"),  # 06-20 → 06-22
        ("2026-09-05", "2026-09-21 00:00"),  # 09-20, a worked Sunday
    ],
)
def test_fifteen_days_from_the_application(received: str, due: str) -> None:
    life = labour(f"{received} 09:00", taken=f"{received} 15:00")
    assert (life.due("arbitration"), life.clock("arbitration").law) == (due, "ldtj 第14条")


def test_late_acceptance_takes_nothing_from_the_worker() -> None:
    life = labour("2026-06-01 09:00", taken="2026-06-10 09:00")
    assert (life.due("arbitration"), life.due("mediate")) == ("2026-06-17 00:00", "2026-06-26 00:00")


def test_before_them_mediation_goes_first_after_them_arbitration_is_open() -> None:
    life = labour("2026-06-01")
    assert life.refused("committee 2", "go_to_arbitration", "2026-06-16 23:59", **GO) == "guard.too_early"
    assert article_of(life, "committee 2", "go_to_arbitration", "2026-06-16", **GO) == "ldtj 第14条"
    assert life.do("committee 2", "go_to_arbitration", "2026-06-17 00:01", **GO).state == "arbitrating"


def test_agreeing_on_longer_does_not_close_the_way_to_arbitration() -> None:
    life = labour("2026-06-01")
    life.do("mediator 3", "extend", "2026-06-10", days=30, ground="核对", agreeing=BOTH)
    assert (life.due("mediate"), life.due("arbitration")) == ("2026-07-17 00:00", "2026-06-17 00:00")
    life.do("system", "open_arbitration", "2026-06-17 00:05")
    assert life.snapshot.state == "mediating"
    assert life.do("committee 2", "go_to_arbitration", "2026-06-18", **GO).state == "arbitrating"


def test_the_term_over_it_counts_as_failed_and_is_certified() -> None:
    life = labour("2026-06-01")
    life.do("system", "lapse", "2026-06-17 00:05")
    assert life.refused("committee 2", "archive", "2026-06-18") == "mediation.routes_untold"
    life.do("committee 2", "certify", "2026-06-18", message="调解不成证明")
    assert life.do("committee 2", "archive", "2026-06-19").outcome == "failed"


@pytest.mark.parametrize(("day", "due"), [("2026-06-16", "2026-06-23 00:00"), ("2026-09-28", "2026-10-09 00:00")])
def test_the_commission_accepts_in_five_days(day: str, due: str) -> None:
    assert arbitrating(day).due("arbitration_accept") == due  # 06-21 → 06-22; 10-03 → 10-08


def test_and_ends_in_forty_five_with_fifteen_more_once() -> None:
    life = arbitrating("2026-06-16")
    life.do("arbitration 9", "arbitration_accepts", "2026-06-18", case_number="1")
    assert life.due("award") == "2026-08-04 00:00"  # 08-02, a Sunday
    more = {"ground": "案情复杂"}
    assert life.refused("arbitration 9", "extend_award", "2026-07-20", days=16, **more) == "extension.over_cap"
    life.do("arbitration 9", "extend_award", "2026-07-20", days=15, **more)
    assert life.due("award") == "2026-08-18 00:00"
    assert life.refused("arbitration 9", "extend_award", "2026-08-01", days=1, **more) == "extension.count"
    assert life.do("arbitration 9", "award", "2026-08-17", message="裁决").state == "awarded"


def agreed(kind: str) -> Life:
    """Signed, sealed and then broken."""
    life = labour("2026-06-01", kind=kind)
    life.do("mediator 3", "agree_written", "2026-06-02", terms="付清", perform_by="2026-06-30")
    for party in BOTH:
        life.do("party", "sign", "2026-06-02", party=party, method="signature", signed_on="2026-06-02")
    life.do("mediator 3", "mediator_sign", "2026-06-02")
    life.do("sealer 6", "seal", "2026-06-02")
    life.do("tracker 7", "declare_breach", "2026-07-01", reason="未付")
    return life


@pytest.mark.parametrize(
    ("kind", "code"), [("pay", ""), ("injury_costs", ""), ("compensation", ""), ("contract", "no"), ("relation", "no")]
)
def test_a_payment_order_for_wages_costs_and_compensation_only(kind: str, code: str) -> None:
    life = agreed(kind)
    if code:
        assert life.refused("tracker 7", "payment_order", "2026-07-02", way="payment_order") == (
            "labour.no_payment_order"
        )
    assert life.do("committee 2", "hand_over", "2026-07-02", **GO).state == "arbitrating"


def test_an_agreement_is_always_written() -> None:
    assert "agree_oral" not in labour("2026-06-01").procedure.act


def test_joint_review_by_the_commission_within_fifteen_days() -> None:
    life = labour("2026-06-01")
    life.do("mediator 3", "agree_written", "2026-06-02", terms="付清")
    for party in BOTH:
        life.do("party", "sign", "2026-06-02", party=party, method="seal", signed_on="2026-06-02")
    life.do("mediator 3", "mediator_sign", "2026-06-02")
    life.do("sealer 6", "seal", "2026-06-05")
    assert life.due("review") == "2026-06-23 00:00"
    assert life.refused("mediator 3", "apply_review", "2026-06-08", applying=[101]) == "mediation.not_joint"
    assert life.refused("mediator 3", "apply_review", "2026-06-23 00:01", applying=BOTH) == "guard.too_late"
    assert life.do("mediator 3", "apply_review", "2026-06-22", applying=BOTH).facts["review_at"]
