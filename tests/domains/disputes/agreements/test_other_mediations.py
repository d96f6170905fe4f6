"""The other kinds of mediation: the same rows, papers of their own names, hand-over in their own way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from minsheng.domains.disputes.agreements.papers.agreement import TITLES
from minsheng.domains.disputes.models import Agreement, Handover, Instalment
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.remaking import remade
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.procedures.library import procedure_of
from tests.domains.disputes.agreements.reading import words
from tests.domains.disputes.agreements.test_papers import kinds, made
from tests.domains.disputes.lives import BEGUN, ONE, OTHER, TERMS, Mediation
from tests.factories.district import SYSTEM, District
from tests.law.life import PROCEDURES


def a_wage_claim(district: District) -> Mediation:
    """A worker claims wages; the committee has the case and named its mediator."""
    look_as_system()
    report = Report(
        title="拖欠工资",
        body="工程完工后拖欠三个月工资。",
        kind="pay",
        inputs={"other_party": OTHER, "people": 2},
        **ONE,  # type: ignore[arg-type]  # name, phone and number
    )
    case = file_case(by=SYSTEM, procedure="disputes.labour_mediation", report=report, at=BEGUN).case
    told = Mediation(district, case, BEGUN)
    told.do("system", "send", unit=district.unit("tiaowei"))
    told.do("system", "accept", mediators=[district.accounts["mediator"].pk])
    return told


def test_a_labour_agreement_has_its_own_paper_and_goes_to_court_for_confirmation(district: District) -> None:
    told = a_wage_claim(district)
    told.draft()
    told.sign()
    told.do("system", "seal")
    by = district.actor("mediator")
    assert "劳动争议调解协议书" in words(made(told, "agreement", by))
    told.apply_confirmation()
    opened = Handover.objects.get().received
    assert opened is not None
    assert (opened.kind, procedure_of(opened.procedure_id).key) == ("labour", "disputes.confirmation")
    court = district.actor("court")
    perform(
        by=court,
        case_id=opened.pk,
        act="decline",
        data={"ground_of_decline": "jurisdiction", "message": "不属于本院管辖"},
        at=told.now + timedelta(hours=1),
    )
    assert told.fresh().facts["ruling"] == "not_accepted"


def test_arbitration_takes_over_the_labour_case_itself(district: District) -> None:
    told = a_wage_claim(district)
    told.do("mediator", "fail", reason="差距过大", told=True, route="arbitration")
    before = Case.objects.count()
    told.do("mediator", "hand_over", unit=district.unit("zhongcai"), way="arbitration")
    row = Handover.objects.get()
    assert (row.received_id, row.way, row.unit_id) == (None, "arbitration", district.unit("zhongcai"))
    assert row.apply_by is not None
    assert (Case.objects.count(), told.fresh().lead_unit_id) == (before, district.unit("zhongcai"))
    text = words(made(told, "ending", district.actor("mediator")))
    assert "劳动仲裁" in text
    assert "行政复议" not in text


def test_a_labour_dispute_that_failed_has_the_notice_of_its_own_ways(district: District) -> None:
    told = a_wage_claim(district)
    told.do("mediator", "fail", reason="差距过大", told=True, route="arbitration")
    assert kinds(told, district.actor("mediator")) == ["acceptance", "ending", "index"]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("key", sorted(TITLES))
def test_every_kind_of_mediation_draws_up_and_seals_an_agreement(key: str) -> None:
    """The acts have the effects on which the rows hang, under whatever names."""
    effects = {effect for act in PROCEDURES[key].act.values() for effect in act.does}
    assert {"draft_agreement", "sign_agreement", "sign_as_mediator", "seal_agreement"} <= effects


def test_instalments_of_a_courts_mediation_are_paid_one_by_one_or_all_at_once(district: District) -> None:
    look_as_system()
    report = Report(
        title="货款纠纷",
        body="尚欠货款。",
        kind="pre_filing",
        inputs={"other_party": OTHER},
        **ONE,  # type: ignore[arg-type]  # name, phone and number
    )
    case = file_case(by=SYSTEM, procedure="disputes.court_mediation", report=report, at=BEGUN).case
    told = Mediation(district, case, BEGUN)
    told.do("system", "appoint", unit=district.unit("tiaowei"), parties_ask=True)
    told.do("system", "confirm_receipt", mediators=[district.accounts["mediator"].pk])
    told.do("mediator", "agree_oral", terms=TERMS, amount="1200.00", instalments=told.plan())
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="600.00")
    rows = Instalment.objects.filter(case_id=case.pk).order_by("number")
    assert [(row.paid, row.paid_on) for row in rows] == [(600, date(2026, 8, 20)), (0, None)]
    told.do("mediator", "perform_at_once", told.now + timedelta(days=2), paid_on="2026-08-21")
    assert [(row.paid, row.paid_on) for row in rows.all()] == [(600, date(2026, 8, 20)), (600, date(2026, 8, 21))]
    acts = list(Act.objects.filter(case_id=case.pk).order_by("seq"))
    assert remade(told.fresh(), acts, write=False) == []
