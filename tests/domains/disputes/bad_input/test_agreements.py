"""Agreements that are none: without all signatures, signed for others, with plans that do not fit, and wrong money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.domains.disputes.bad_input.asking import Side, refused, staff
from tests.domains.disputes.lives import TERMS, Mediation, a_mediation
from tests.factories.district import District

NOWHERE = 4_000_000
SIGNING = ("第29条", "art. 29")


def signed(told: Mediation, party: int, **changes: Any) -> dict[str, Any]:
    """What is said of a signature of today."""
    return {"party": party, "method": "signature", "signed_on": timezone.localdate().isoformat(), **changes}


def in_two_days() -> str:
    """The day after tomorrow."""
    return (timezone.localdate() + timedelta(days=2)).isoformat()


def test_no_seal_before_everybody_has_signed(told: Mediation, director: Side) -> None:
    told.draft()
    refused(director, told.case, "seal", {}, code="agreement.unsigned", words=SIGNING, status=409)
    one, two = told.parties
    for party in (one, two):
        refused(director, told.case, "seal", {}, code="agreement.unsigned", words=SIGNING, status=409)
        told.do("mediator", "sign", **signed(told, party, signed_on=told.now.date().isoformat()))
    refused(director, told.case, "seal", {}, code="agreement.mediator_unsigned", words=SIGNING, status=409)


def test_signatures_fall_with_the_text_that_they_stood_under(told: Mediation, director: Side) -> None:
    told.draft()
    told.sign()
    told.do("mediator", "amend_draft", terms="改为一次付清。", amount="1200.00")
    refused(director, told.case, "seal", {}, code="agreement.unsigned", words=SIGNING, status=409)


def test_a_party_that_joined_after_the_others_signed_is_missing_too(told: Mediation, mediator: Side) -> None:
    told.draft()
    told.sign()
    data = {"new_party": {"name": "赵六", "phone": "13700001111"}}
    refused(mediator, told.case, "add_respondent", data, code="act.not_open", words=("第17条", "art. 17"), status=409)


def test_nobody_signs_for_another_nor_twice(told: Mediation, applicant: Side, respondent: Side) -> None:
    told.draft()
    one, two = told.parties
    for side, other in ((applicant, two), (respondent, one)):
        data = signed(told, other)
        refused(side, told.case, "sign", data, code="mediation.not_yourself", words=SIGNING, status=403, field="party")
    assert applicant.api(told.case, "sign", signed(told, one)).status_code == 200
    refused(applicant, told.case, "sign", signed(told, one), code="agreement.signed_already", words=SIGNING)
    assert told.fresh().facts["signed"] == [one]


def test_strangers_do_not_sign(district: District, told: Mediation, mediator: Side) -> None:
    told.draft()
    elsewhere = a_mediation(district, name="孙七", phone="13611112222", identity="").parties[0]
    for party in (elsewhere, NOWHERE):
        refused(mediator, told.case, "sign", signed(told, party), code="party.not_of_case", field="party")
    refused(mediator, told.case, "sign", signed(told, told.parties[0], signed_on=in_two_days()), code="field.future")


@pytest.mark.parametrize("act", ["mediator_sign", "seal", "amend_draft", "agree_oral", "fail", "record_performance"])
def test_parties_do_no_acts_of_those_who_mediate(told: Mediation, applicant: Side, respondent: Side, act: str) -> None:
    if act not in {"agree_oral", "fail"}:
        told.draft()
    data = {"terms": TERMS} if act in {"amend_draft", "agree_oral"} else {}
    for side in (applicant, respondent):
        code = "act.not_open" if act == "record_performance" else "act.not_your_role"
        refused(side, told.case, act, data, code=code, status=409 if code == "act.not_open" else 403)


def test_a_mediator_does_not_seal(told: Mediation, mediator: Side) -> None:
    told.draft()
    told.sign()
    refused(mediator, told.case, "seal", {}, code="act.not_your_role", words=SIGNING, status=403)


@pytest.mark.parametrize("typed", ["1.234", "-5", "1e9", "１２", "NaN", "0x10", "1" * 13, "十元", "1 000"])
def test_money_that_is_none(told: Mediation, mediator: Side, typed: str) -> None:
    data = {"terms": TERMS, "amount": typed}
    for act in ("agree_oral", "agree_written"):
        refused(mediator, told.case, act, data, code="field.money", field="amount")


@pytest.mark.parametrize("sent", [5.5, True, {"yuan": 5}, [5], float(10**9)])
def test_money_is_sent_as_text(told: Mediation, mediator: Side, sent: Any) -> None:
    data = {"terms": TERMS, "amount": sent}
    refused(mediator, told.case, "agree_oral", data, code="field.money", field="amount", screen=False)


def test_plans_that_do_not_fit(told: Mediation, mediator: Side) -> None:
    one, two = told.parties
    line = {"due": "2099-01-01", "sum": "600.00", "debtor": two, "creditor": one}
    agreed = {"terms": TERMS, "amount": "1200.00", "perform_by": "2099-12-31"}
    for lines, code in (
        ([line], "agreement.instalment_sum"),
        ([{**line, "creditor": two}] * 2, "agreement.instalment_parties"),
        ([{**line, "due": "2100-01-01"}, line], "agreement.instalment_late"),
        ([{**line, "sum": "-600"}, line], "field.money"),
        ([{**line, "due": "2099-02-30"}, line], "field.date"),
        ([{**line, "debtor": NOWHERE}, line], "party.not_of_case"),
        ([line] * 61, "field.rows_many"),
    ):
        refused(mediator, told.case, "agree_written", {**agreed, "instalments": lines}, code=code)
    odd = {**agreed, "instalments": [{**line, "interest": "5%"}]}
    refused(mediator, told.case, "agree_written", odd, code="field.unknown", screen=False)


def test_payments_that_were_not_agreed(told: Mediation, mediator: Side) -> None:
    plan = [{**line, "due": in_two_days()} for line in told.plan()]
    told.draft(perform_by=in_two_days(), instalments=plan)
    told.sign()
    told.seal()
    paid = {"paid_on": timezone.localdate().isoformat(), "paid": "600.00"}
    for changes, code in (
        ({"instalment": 3}, "agreement.no_instalment"),
        ({"instalment": 0}, "field.range"),
        ({"instalment": 1, "paid": "-1"}, "field.money"),
        ({"instalment": 1, "paid_on": in_two_days()}, "field.future"),
    ):
        refused(mediator, told.case, "record_performance", {**paid, **changes}, code=code)
    refused(mediator, told.case, "declare_breach", {"reason": "未付"}, code="agreement.not_due", status=409)
    refused(mediator, told.case, "confirm_performed", {}, code="agreement.unpaid", words=("第31条", "art. 31"))


def test_whoever_has_nothing_to_do_with_it_finds_no_case(district: District, told: Mediation) -> None:
    for name in ("court", "police", "housing", "mediator2", "petitions"):
        side = staff(district, name)
        refused(side, told.case, "agree_oral", {"terms": TERMS}, code="case.unknown", status=404, screen=False)
        assert side.screen(told.case, "agree_oral", {"terms": TERMS}).status_code in {403, 404}
