"""Rows of agreements follow from acts: words, numbers, signatures, payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.agreements.numbering import written_number
from minsheng.domains.disputes.models import Agreement, Handover, Instalment, Signature
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.rebuild import rebuild
from tests.domains.disputes.lives import a_mediation, agreed
from tests.factories.district import District


def test_a_written_agreement_is_drawn_up_signed_and_sealed(district: District) -> None:
    told = a_mediation(district)
    told.draft()
    row = Agreement.objects.get()
    assert (row.form, row.amount, row.perform_by) == ("written", Decimal("1200.00"), date(2026, 11, 10))
    number = row.number
    assert (number.unit_id, number.year, number.ordinal) == (district.unit("tiaowei"), 2026, 1)
    assert row.effective_at is None
    assert [line.amount for line in row.instalments.all()] == [Decimal("600.00")] * 2
    with pytest.raises(Refusal, match="agreement.unsigned"):
        told.seal()
    told.sign()
    methods = list(Signature.objects.order_by("seq").values_list("method", flat=True))
    assert methods == ["signature", "fingerprint", "signature"]
    told.seal()
    row.refresh_from_db()
    assert row.effective_at == told.now


def test_other_words_keep_the_number_and_fell_the_signatures(district: District) -> None:
    told = a_mediation(district)
    told.draft()
    told.sign()
    told.do("mediator", "amend_draft", terms="改为一次付清。", amount="1000.00")
    row = Agreement.objects.get()
    assert (row.number.ordinal, row.amount, row.perform_by) == (1, Decimal("1000.00"), None)
    assert row.seq > row.opened_seq
    assert not Signature.objects.exists()
    assert not Instalment.objects.exists()
    with pytest.raises(Refusal, match="agreement.unsigned"):
        told.seal()


def test_a_dropped_draft_keeps_its_number_and_the_next_gets_another(district: District) -> None:
    told = a_mediation(district)
    told.draft()
    told.do("mediator", "drop_draft", reason="还要再谈")
    told.do("mediator", "agree_oral", terms="当场道歉。")
    first, second = Agreement.objects.order_by("opened_seq")
    assert first.dropped_at is not None
    assert (second.form, second.number.ordinal, second.effective_at) == ("oral", 2, told.now)
    assert written_number(second.number) == "〔2026〕康吉社区人民调解委员会调协字第2号"


def test_payments_add_up_and_keep_the_last_day(district: District) -> None:
    told = agreed(district)
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="200.50")
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-19", paid="399.50")
    row = Instalment.objects.get(number=1)
    assert (row.paid, row.paid_on) == (Decimal("600.00"), date(2026, 8, 20))
    with pytest.raises(Refusal, match="agreement.no_instalment"):
        told.do("mediator", "record_performance", instalment=3, paid_on="2026-08-20", paid="1.00")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "1300.00"}, "agreement.instalment_sum"),
        ({"perform_by": "2026-11-09"}, "agreement.instalment_late"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_and_leaves_nothing(
    district: District, change: dict[str, str], code: str
) -> None:
    told = a_mediation(district)
    with pytest.raises(Refusal, match=code):
        told.draft(**change)
    assert not Agreement.objects.exists()


def test_whoever_does_not_see_the_case_sees_no_row(district: District) -> None:
    told = agreed(district)
    applicant, respondent = told.parties
    eyes = {
        "mediator": district.actor("mediator"),
        "director": district.actor("director"),
        "mediator2": district.actor("mediator2"),
        "court": district.actor("court"),
        "housing": district.actor("housing"),
        "nobody": Actor.anonymous("web"),
        "applicant": Actor(None, party_id=applicant),
        "respondent": Actor(None, party_id=respondent),
    }
    seen = {}
    for name, actor in eyes.items():
        with acting(actor):
            seen[name] = (Agreement.objects.count(), Signature.objects.count(), Instalment.objects.count())
    assert {name for name, found in seen.items() if found == (1, 3, 2)} == {
        "mediator",
        "director",
        "applicant",
        "respondent",
    }
    assert {found for name, found in seen.items() if name in {"mediator2", "court", "housing", "nobody"}} == {(0, 0, 0)}


def test_the_rows_are_made_again_from_the_acts_with_the_same_numbers(district: District) -> None:
    agreed(district, phone="13834567895")
    told = agreed(district)
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="600.00")
    told.apply_confirmation()
    agreed(district, phone="13834567896")
    assert rebuild(write=False).differences == []
    Signature.objects.filter(case_id=told.case.pk).delete()
    Instalment.objects.filter(case_id=told.case.pk).update(paid=0)
    found = rebuild(write=True).differences
    assert [line.split(": ")[1] for line in found] == ["Signature", "Instalment"]
    assert rebuild(write=False).differences == []
    row = Agreement.objects.get(case_id=told.case.pk)
    assert (row.number.ordinal, row.signatures.count()) == (2, 3)
    assert Handover.objects.get().agreement_id == row.pk
