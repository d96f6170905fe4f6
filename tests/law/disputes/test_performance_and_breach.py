"""What was agreed is binding; the committee follows it up; in a dispute about it the court is open.

《人民调解法》第31条、第32条; changed or made anew after the court has not confirmed it (第33条第三款).
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.support import ANNA, BO, BOTH, COURT, agreed, mediating
from tests.law.life import Life


def line(due: str, amount: str, debtor: int = BO, creditor: int = ANNA) -> dict[str, object]:
    """One instalment."""
    return {"due": due, "sum": amount, "debtor": debtor, "creditor": creditor}


TWO = [line("2026-09-30", "1000.00"), line("2026-10-31", "2000.00")]


def in_two() -> Life:
    """3000 yuan in two instalments."""
    return agreed("2026-08-04", amount="3000.00", perform_by="2026-10-31", instalments=TWO)


def pay(life: Life, number: int, amount: str, when: str) -> None:
    """A payment is recorded on its day."""
    life.do("tracker 7", "record_performance", when, instalment=number, paid_on=when, paid=amount)


def test_performed_once_every_instalment_is_paid() -> None:
    life = in_two()
    pay(life, 1, "1000.00", "2026-09-30")
    assert life.refused("tracker 7", "confirm_performed", "2026-10-01") == "agreement.unpaid"
    pay(life, 2, "500.00", "2026-10-20")
    assert life.refused("tracker 7", "confirm_performed", "2026-10-21") == "agreement.unpaid"
    pay(life, 2, "1500.00", "2026-10-31")
    assert life.do("tracker 7", "confirm_performed", "2026-10-31").state == "performed"


def test_or_settled_otherwise() -> None:
    life = in_two()
    assert life.do("tracker 7", "confirm_performed", "2026-09-01", otherwise=True, note="抵债").state == "performed"


@pytest.mark.parametrize(("when", "code"), [("2026-09-30 23:00", "agreement.not_due"), ("2026-10-01 00:01", "")])
def test_no_breach_before_an_instalment_is_overdue(when: str, code: str) -> None:
    life = in_two()
    if code:
        assert life.refused("tracker 7", "declare_breach", when, reason="未付") == code
    else:
        assert life.do("tracker 7", "declare_breach", when, reason="未付").state == "breached"


def test_paid_on_time_there_is_none() -> None:
    life = in_two()
    pay(life, 1, "1000.00", "2026-09-30")
    assert life.refused("tracker 7", "declare_breach", "2026-10-31 12:00", reason="未付") == "agreement.not_due"
    assert life.do("tracker 7", "declare_breach", "2026-11-01", reason="未付").state == "breached"


def test_after_a_breach_court_and_late_performance_are_open() -> None:
    life = in_two()
    life.do("tracker 7", "declare_breach", "2026-10-01", reason="未付")
    life.do("referrer 9", "hand_over", "2026-10-08", way="court", unit=COURT)
    pay(life, 1, "1000.00", "2026-10-09")
    pay(life, 2, "2000.00", "2026-10-09")
    assert life.do("tracker 7", "confirm_performed", "2026-10-09").state == "performed"


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ([line("2026-09-30", "1000.00")], "agreement.instalment_sum"),
        ([line("2026-11-01", "3000.00")], "agreement.instalment_late"),
        ([line("2026-09-30", "3000.00", debtor=ANNA)], "agreement.instalment_parties"),
        ([line("2026-09-30", "3000.00", debtor=199)], "agreement.instalment_parties"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(plan: list[dict[str, object]], code: str) -> None:
    life = mediating("2026-08-03 10:00")
    data = {"terms": "分期", "amount": "3000.00", "perform_by": "2026-10-31", "instalments": plan}
    assert life.refused("mediator 3", "agree_oral", "2026-08-04", **data) == code


def test_a_payment_of_no_instalment_or_of_tomorrow_is_refused() -> None:
    life = in_two()
    data = {"paid": "1.00", "paid_on": "2026-09-01"}
    assert life.refused("tracker 7", "record_performance", "2026-09-01", instalment=3, **data) == (
        "agreement.no_instalment"
    )
    data["paid_on"] = "2026-09-02"
    assert life.refused("tracker 7", "record_performance", "2026-09-01", instalment=1, **data) == "field.future"


def test_not_confirmed_by_the_court_it_is_mediated_again() -> None:
    life = agreed("2026-08-04")
    life.do("committee 2", "apply_confirmation", "2026-08-05", applying=BOTH, court=COURT)
    life.do("system", "note_confirmation", "2026-08-20", ruling="rejected")
    life.do("mediator 3", "mediate_again", "2026-08-21", reason="内容不明确")
    assert (life.snapshot.state, life.due("mediate", 2)) == ("mediating", "2026-09-22 00:00")
    life.do("mediator 3", "agree_oral", "2026-08-24", terms="明确内容")
    assert life.do("committee 2", "apply_confirmation", "2026-08-25", applying=BOTH, court=COURT)


@pytest.mark.parametrize("ruling", ["valid", "not_accepted", "withdrawn"])
def test_otherwise_the_agreement_stands(ruling: str) -> None:
    life = agreed("2026-08-04")
    assert life.refused("mediator 3", "mediate_again", "2026-08-05", reason="反悔") == "confirmation.not_rejected"
    life.do("committee 2", "apply_confirmation", "2026-08-05", applying=BOTH, court=COURT)
    life.do("system", "note_confirmation", "2026-08-20", ruling=ruling)
    assert life.refused("mediator 3", "mediate_again", "2026-08-21", reason="反悔") == "confirmation.not_rejected"


@given(parts=st.lists(st.integers(1, 500_000), min_size=1, max_size=6), cut=st.integers(1, 99))
@bounded(60)
def test_to_the_fen_and_never_a_fen_less(parts: list[int], cut: int) -> None:
    plan = [line("2026-09-30", f"{Decimal(part) / 100:.2f}") for part in parts]
    amount = f"{Decimal(sum(parts)) / 100:.2f}"
    life = agreed("2026-08-04", amount=amount, perform_by="2026-10-31", instalments=plan)
    for number, part in enumerate(parts, start=1):
        first = part * cut // 100
        for piece in (first, part - first):
            pay(life, number, f"{Decimal(piece) / 100:.2f}", "2026-09-01")
    assert life.do("tracker 7", "confirm_performed", "2026-09-02").state == "performed"
    short = agreed("2026-08-04", amount=amount, perform_by="2026-10-31", instalments=plan)
    pay(short, 1, f"{Decimal(parts[0] - 1) / 100:.2f}", "2026-09-01")
    assert short.refused("tracker 7", "confirm_performed", "2026-09-02") == "agreement.unpaid"
