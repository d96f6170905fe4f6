"""An agreement under a court's mandate is performed at once or in parts; what is paid is recorded (在线调解规则 20)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.mediation.performance import unpaid
from tests.law.disputes.support import ANNA, BO, entrusted
from tests.law.life import Life

DAY = "2026-08-05"


def in_parts(*sums: str) -> Life:
    """Agreed by word of mouth on several payments, all due later."""
    life = entrusted("pre_filing", "2026-08-03 10:00")
    lines = [{"due": "2026-09-01", "sum": each, "debtor": BO, "creditor": ANNA} for each in sums]
    life.do("mediator 3", "agree_oral", DAY, terms="分期付清", instalments=lines)
    return life


def paid(life: Life) -> dict[int, Decimal]:
    """What was paid of each instalment."""
    found: dict[int, Decimal] = {}
    for line in life.snapshot.facts["payments"]:
        found[line["instalment"]] = found.get(line["instalment"], Decimal(0)) + Decimal(line["paid"])
    return found


def test_a_payment_is_recorded_by_mediator_or_court() -> None:
    life = in_parts("100.00", "50.00")
    life.do("mediator 3", "record_performance", DAY, instalment=1, paid_on=DAY, paid="100.00")
    assert unpaid(life.snapshot) == [2]
    life.do("court 2", "record_performance", DAY, instalment=2, paid_on=DAY, paid="20.00")
    assert unpaid(life.snapshot) == [2]
    assert life.refused("court 2", "record_performance", DAY, instalment=3, paid_on=DAY, paid="1.00") == (
        "agreement.no_instalment"
    )


def test_paid_in_time_there_is_no_breach() -> None:
    life = in_parts("100.00")
    life.do("mediator 3", "record_performance", DAY, instalment=1, paid_on=DAY, paid="100.00")
    assert life.refused("mediator 3", "note_breach", "2026-09-03", reason="到期未付") == "agreement.not_due"


@pytest.mark.parametrize("before", ["0.01", "60.00", "100.00"])
def test_performed_means_that_the_rest_was_paid_on_that_day(before: str) -> None:
    life = in_parts("100.00", "50.00")
    life.do("mediator 3", "record_performance", DAY, instalment=1, paid_on=DAY, paid=before)
    life.do("court 2", "perform_at_once", "2026-08-07", paid_on="2026-08-06")
    assert (life.snapshot.state, unpaid(life.snapshot)) == ("performed", [])
    assert paid(life) == {1: Decimal("100.00"), 2: Decimal("50.00")}
    assert life.snapshot.facts["payments"][-1]["paid_on"] == "2026-08-06"


@given(sums=st.lists(st.integers(1, 10**6), min_size=0, max_size=4))
def test_nothing_is_paid_twice_and_nothing_is_left(sums: list[int]) -> None:
    life = in_parts(*(f"{cents / 100:.2f}" for cents in sums))
    life.do("court 2", "perform_at_once", "2026-08-07", paid_on="2026-08-06")
    assert unpaid(life.snapshot) == []
    assert [paid(life)[number] for number in sorted(paid(life))] == [Decimal(cents) / 100 for cents in sums]
