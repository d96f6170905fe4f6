"""A claim that is led to its legal route: the organ gets a referral, and whoever is accused never gets one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.time import local_date
from minsheng.domains.disputes.handover.chain import chain_of
from minsheng.domains.disputes.handover.opening import open_referral_for
from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case, CaseLink
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.cases.reactions import Change
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.messages.models import Outbox
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.snapshot import Done
from tests.factories.district import SYSTEM, District

FILED = timezone.now() - timedelta(hours=12)
"""Not long ago: parties are told of what is news."""
SAID = "请依法通过诉讼途径解决"


def a_claim(**inputs: Any) -> Case:
    """A claim about a pension, with one representative beside the petitioner."""
    look_as_system()
    report = Report(
        title="工伤待遇未支付",
        body="判决后仍未支付工伤待遇。",
        kind="appeal",
        place=Place(lon=113.22, lat=40.05),
        name="石建国",
        phone="13834567890",
        inputs={"form": "letter", **inputs},
    )
    case = file_case(by=SYSTEM, procedure="disputes.petition", report=report, at=FILED).case
    do(case, "name_representative", representative={"name": "白秀兰", "phone": "13834567891"})
    return case


def do(case: Case, act: str, hours: int = 1, **data: Any) -> None:
    """An act of the system, so many hours after the petition came in."""
    perform(by=SYSTEM, case_id=case.pk, act=act, data=data, at=FILED + timedelta(hours=hours))
    look_as_system()


def led(district: District, way: str = "litigation", **data: Any) -> Case:
    """Sorted and led."""
    case = a_claim()
    do(case, "sort", 2, kind="appeal", way=way)
    do(case, "lead_to", 3, way=way, message=SAID, **data)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("way", "receiver", "kind"),
    [
        ("litigation", "court", "court"),
        ("litigation", "department", "department"),
        ("arbitration", None, "arbitration"),
        ("discipline", None, "department"),
        ("administrative", "reconsideration", "reconsideration"),
        ("administrative", "department", "department"),
    ],
)
def test_the_organ_gets_a_referral_of_its_kind(district: District, way: str, receiver: str | None, kind: str) -> None:
    said = {"receiver": receiver} if receiver else {}
    petition = led(district, way, unit=district.unit("fayuan"), **said)
    handed = Handover.objects.get(case_id=petition.pk)
    assert handed.received is not None
    case = handed.received
    assert (petition.state, case.kind, case.lead_unit_id) == ("led", kind, district.unit("fayuan"))
    assert procedure_of(case.procedure_id).key == "disputes.referral"
    assert (handed.way, handed.papers, handed.apply_by, handed.law) == (kind, [], None, "")
    assert case.facts["applicants"] == [petition.reporter_id, *petition.facts["representatives"]]
    assert (case.reporter_id, case.facts["origin"]) == (petition.reporter_id, petition.pk)
    assert CaseLink.objects.filter(case_id=petition.pk, other_id=case.pk, kind="handed_over_to").exists()


def test_without_an_organ_the_route_alone_is_noted(district: District) -> None:
    petition = led(district, "administrative")
    handed = Handover.objects.get(case_id=petition.pk)
    assert (handed.received_id, handed.unit_id, handed.way) == (None, None, "department")
    assert Case.objects.count() == 1


def test_petitioner_and_representative_follow_it_and_learn_its_end(district: District) -> None:
    petition = led(district, unit=district.unit("fayuan"), receiver="court")
    case = Handover.objects.get().received
    assert case is not None
    do(case, "sign", 4)
    do(case, "accept", 5, docketed_on=local_date(FILED).isoformat())
    do(case, "tell_result", 6, result="judged", message="已判决。")
    told = Outbox.objects.filter(case_id=case.pk, template__key="answered").values_list("party_id", flat=True)
    assert set(told) == {petition.reporter_id, *petition.facts["representatives"]}
    petition = Case.objects.get(pk=petition.pk)
    assert petition.state == "led"  # it is final; the chain tells the rest
    for party in case.facts["applicants"]:
        reader = Actor(None, party_id=party)
        with acting(reader):
            steps = chain_of(reader, petition)
        assert [step.case.state if step.case else None for step in steps] == ["led", "concluded"]
    stranger = Actor(None, party_id=10**6)
    with acting(stranger):
        assert not visible_cases(stranger).exists()


def test_a_claim_that_accuses_somebody_is_not_led(district: District) -> None:
    case = a_claim(accused_units=[district.unit("housing")])
    do(case, "sort", 2, kind="appeal", way="litigation")
    before = Case.objects.get(pk=case.pk).seq
    with pytest.raises(Refusal) as refused:
        do(case, "lead_to", 3, way="litigation", unit=district.unit("fayuan"), receiver="court", message=SAID)
    assert (refused.value.code, refused.value.params["law"]) == ("guard.accusation_led", "xf 30")
    look_as_system()
    assert Case.objects.get(pk=case.pk).seq == before
    assert (Case.objects.count(), Handover.objects.count()) == (1, 0)


def test_nobody_is_accused_once_it_was_led(district: District) -> None:
    """So that the referral can never be open to somebody whom the petition bars."""
    petition = led(district, unit=district.unit("fayuan"), receiver="court")
    with pytest.raises(Refusal) as refused:
        do(petition, "name_accused", 5, accused_units=[district.unit("fayuan")])
    assert refused.value.code == "act.not_open"


def test_even_past_the_guards_no_referral_opens_from_a_case_that_bars(district: District) -> None:
    case = a_claim(accused_units=[district.unit("housing")])
    case = Case.objects.get(pk=case.pk)
    procedure = procedure_of(case.procedure_id)
    done = Done(99, "lead_to", FILED + timedelta(hours=9), None, None, None, {"way": "litigation"})
    change = Change(case=case, procedure=procedure, spec=procedure.act["lead_to"], done=done, texts={}, by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        open_referral_for(change, kind="court", unit=district.unit("fayuan"))
    assert refused.value.code == "platform.barred_case"
