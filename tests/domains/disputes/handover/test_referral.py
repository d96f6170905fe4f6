"""Handed over to another agency: papers and dates go along, and the chain shows it as far as one may see."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest

from minsheng.base.errors import Refusals
from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.handover.chain import chain_of
from minsheng.domains.disputes.models import Agreement, Handover
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.access.services import appoint, define_role
from minsheng.kernel.cases.advancing import advance_checked
from minsheng.kernel.cases.intake import open_case, store_openings
from minsheng.kernel.cases.models import Attachment, Case
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.cases.store import next_case_ids
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.procedures.library import procedure_of
from tests.domains.disputes.agreements.test_papers import kinds
from tests.domains.disputes.handover.test_confirmation import LAST_DAY, SEALED, opened
from tests.domains.disputes.lives import BEGUN, ONE, OTHER, TERMS, Mediation, a_mediation, agreed
from tests.factories.district import BEGIN, SYSTEM, District
from tests.kernel.files.conftest import picture

LATE = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def arbitration(district: District) -> Actor:
    """Somebody of the arbitration court, who accepts referrals there."""
    role = define_role(
        by=SYSTEM, key="registry", name="registry", permissions=["disputes.read", "disputes.accept"], reach="unit"
    )
    unit = district.units["zhongcai"]
    appoint(by=SYSTEM, account=district.accounts["labour"], role=role, unit=unit, valid_from=BEGIN)
    return district.actor("labour")


def breached(district: District) -> Mediation:
    """An agreement of which nothing was paid."""
    told = agreed(district, sealed=SEALED)
    told.do("mediator", "declare_breach", LATE, reason="到期未付")
    return told


def test_a_breach_goes_to_court_with_papers_dates_and_evidence(district: District) -> None:
    told = a_mediation(district)
    by = district.actor("mediator")
    photo = store_upload(by=by, stream=io.BytesIO(picture()), name="墙面.jpg", declared_type="image/jpeg")
    told.do("mediator", "add_material", message="墙面照片", files=[photo.pk])
    told.draft()
    told.sign()
    told.seal()
    told.do("mediator", "declare_breach", LATE, reason="到期未付")
    told.do("mediator", "hand_over", LATE + timedelta(hours=1), way="court", unit=district.unit("fayuan"))
    row, case = Handover.objects.get(), opened(told)
    assert (case.kind, case.facts["origin"], case.lead_unit_id) == ("court", told.case.pk, district.unit("fayuan"))
    assert procedure_of(case.procedure_id).key == "disputes.referral"
    assert (row.agreed_on, row.perform_by, row.breached_on) == (
        date(2026, 8, 20),
        date(2026, 11, 10),
        date(2026, 11, 20),
    )
    assert [case.facts[side] for side in ("applicants", "respondents")] == [[party] for party in told.parties]
    assert (row.counts_from, row.apply_by, row.law) == (date(2026, 11, 10), date(2029, 11, 10), "民法典 第188条")
    assert row.papers == ["agreement"]
    assert list(Attachment.objects.filter(case_id=case.pk).values_list("file_id", flat=True)) == [photo.pk]
    court = district.actor("court")
    with acting(court):
        assert {it.pk for it in visible_cases(court)} == {case.pk}
    assert kinds(Mediation(district, case, told.now), court) == ["agreement"]


def test_a_failed_mediation_goes_to_arbitration_with_its_notice(district: District, arbitration: Actor) -> None:
    told = a_mediation(district)
    told.do("mediator", "fail", reason="差距过大", told=True, route="arbitration")
    told.do("mediator", "hand_over", way="arbitration", unit=district.unit("zhongcai"))
    row, case = Handover.objects.get(), opened(told)
    assert (row.papers, row.agreement_id, row.apply_by) == (["ending"], None, date(2027, 8, 20))
    with acting(arbitration):
        assert [it.pk for it in visible_cases(arbitration)] == [case.pk]
    assert kinds(Mediation(district, case, told.now), arbitration) == ["ending"]


def test_without_an_agency_only_the_dates_are_noted(district: District) -> None:
    told = breached(district)
    told.do("mediator", "hand_over", way="court")
    row = Handover.objects.get()
    assert (row.received_id, row.unit_id, row.apply_by) == (None, None, date(2029, 11, 10))
    with acting(district.actor("mediator")):
        steps = chain_of(district.actor("mediator"), told.fresh())
    assert [(step.is_this, step.case is not None) for step in steps] == [(True, True), (False, False)]


def test_an_unknown_agency_undoes_the_whole_act(district: District) -> None:
    told = breached(district)
    before = told.fresh().seq
    with pytest.raises(Refusals, match="unit.unknown"):
        told.do("mediator", "hand_over", way="court", unit=999999)
    assert told.fresh().seq == before
    assert not Handover.objects.exists()


def test_the_chain_shows_no_more_than_its_reader_may_see(district: District) -> None:
    told = breached(district)
    told.do("mediator", "hand_over", way="court", unit=district.unit("fayuan"))
    case = opened(told)
    applicant, respondent = told.parties
    readers = {
        "mediator": (district.actor("mediator"), told.case),
        "court": (district.actor("court"), case),
        "applicant": (Actor(None, party_id=applicant), told.case),
        "respondent": (Actor(None, party_id=respondent), told.case),
    }
    seen = {}
    for name, (actor, start) in readers.items():
        with acting(actor):
            seen[name] = [(step.case.pk if step.case else None, step.by is not None) for step in chain_of(actor, start)]
    assert seen["mediator"] == [(told.case.pk, False), (None, True)]
    assert seen["court"] == [(None, False), (case.pk, True)]
    assert seen["applicant"] == [(told.case.pk, False), (case.pk, True)]
    assert seen["respondent"] == [(told.case.pk, False), (case.pk, True)]
    stranger = Actor(None, party_id=10**6)
    with acting(stranger):
        assert not visible_cases(stranger).exists()


def test_three_agencies_stand_in_order(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    told.do("mediator", "declare_breach", LATE, reason="到期未付")
    told.do("mediator", "hand_over", LATE, way="court", unit=district.unit("fayuan"))
    look_as_system()
    with acting(SYSTEM):
        steps = chain_of(SYSTEM, told.fresh())
    found = [procedure_of(step.case.procedure_id).key for step in steps if step.case is not None]
    assert found == ["disputes.mediation", "disputes.confirmation", "disputes.referral"]


def test_a_case_that_stands_alone_has_no_chain(district: District) -> None:
    told = agreed(district)
    with acting(district.actor("mediator")):
        assert chain_of(district.actor("mediator"), told.fresh()) == []


def test_histories_that_are_stored_at_once_lead_to_the_same(district: District) -> None:
    """What the simulated district does: the whole life in memory, then one statement for each table."""
    look_as_system()
    report = Report(
        title="楼上漏水",
        body="漏水",
        kind="neighbours",
        inputs={"other_party": OTHER},
        **ONE,  # type: ignore[arg-type]  # name, phone and number
    )
    opening = open_case(by=SYSTEM, procedure="disputes.mediation", report=report, at=BEGUN, case_id=next_case_ids(1)[0])
    mediator = district.accounts["mediator"].pk
    steps = [
        ("system", "send", {"unit": district.unit("tiaowei")}),
        ("director", "accept", {"level": "simple"}),
        ("system", "assign_mediators", {"mediators": [mediator]}),
        ("mediator", "agree_oral", {"terms": TERMS, "perform_by": "2026-09-10"}),
    ]
    at = BEGUN
    for who, act, data in steps:
        at += timedelta(hours=1)
        by = SYSTEM if who == "system" else district.actor(who)
        advance_checked(opening, by=by, act=act, at=at, data=data)
    facts = opening.snapshot.facts
    parties = [*facts["applicants"], *facts["respondents"]]
    applied = {"applying": parties, "court": district.unit("fayuan")}
    by = district.actor("mediator")
    advance_checked(opening, by=by, act="apply_confirmation", at=at + timedelta(days=9), data=applied)
    breach = datetime(2026, 9, 20, 9, 0, tzinfo=SHANGHAI)
    advance_checked(opening, by=by, act="declare_breach", at=breach, data={"reason": "到期未付"})
    case = store_openings([opening])[0]
    row = Agreement.objects.get(case_id=case.pk)
    assert (row.form, row.effective_at) == ("oral", at)
    handed = Handover.objects.get(case_id=case.pk)
    assert handed.received is not None
    assert (handed.received.filed_at, handed.breached_on) == (at + timedelta(days=9), None)
    assert handed.received.facts["applicants"] == parties
    assert Case.objects.filter(client_key=f"job-0:{case.pk}:{handed.seq}").count() == 1
