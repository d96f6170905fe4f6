"""Joint application to the court: a case of its own there, and what comes back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.handover.opening import open_case_for
from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Act, Attachment, Case, CaseLink, CaseParty
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.cases.reactions import Change
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.snapshot import Done
from tests.domains.disputes.agreements.test_papers import kinds, made
from tests.domains.disputes.lives import Mediation, agreed
from tests.factories.district import SYSTEM, District

SEALED = datetime(2026, 8, 31, 10, 0, tzinfo=SHANGHAI)
LAST_DAY = datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI)


def opened(told: Mediation) -> Case:
    """The case at the other agency."""
    look_as_system()
    received = Handover.objects.get(case_id=told.case.pk).received
    assert received is not None
    return received


def court_does(told: Mediation, act: str, at: datetime, **data: object) -> None:
    """An act of the court on its own case."""
    perform(by=told.district.actor("court"), case_id=opened(told).pk, act=act, data=data, at=at)
    look_as_system()


def test_the_court_gets_a_case_with_parties_dates_and_papers(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    case = opened(told)
    assert procedure_of(case.procedure_id).key == "disputes.confirmation"
    assert (case.kind, case.lead_unit_id, case.filed_at) == ("mediation", district.unit("fayuan"), LAST_DAY)
    assert (case.facts["applicants"], case.facts["agreed_on"]) == (told.parties, "2026-08-31")
    assert (case.facts["perform_by"], case.facts["amount"]) == ("2026-11-10", "1200.00")
    roles = set(CaseParty.objects.filter(case_id=case.pk).values_list("party_id", "role"))
    assert {(told.parties[0], "applicants"), (told.parties[1], "respondents")} <= roles
    row = Handover.objects.get()
    assert (row.agreed_on, row.apply_by, row.law) == (date(2026, 8, 31), date(2026, 9, 30), "人民调解法 第33条")
    assert row.papers == ["agreement", "confirmation"]
    assert CaseLink.objects.filter(case_id=told.case.pk, other_id=case.pk, kind="handed_over_to").exists()
    assert case.client_key == f"job-0:{told.case.pk}:{row.seq}"


@pytest.mark.parametrize("ruling", ["valid", "rejected"])
def test_the_ruling_comes_back_in_the_same_transaction(district: District, ruling: str) -> None:
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    day = LAST_DAY + timedelta(days=1)
    court_does(told, "accept", day, case_number="（2026）晋0213调确1号")
    if ruling == "valid":
        court_does(told, "rule_valid", day + timedelta(days=2))
    else:
        court_does(told, "rule_reject", day + timedelta(days=2), ground_of_rejection="unclear", message="内容不明确")
    case = told.fresh()
    assert case.facts["ruling"] == ruling
    last = Act.objects.filter(case_id=case.pk).latest("seq")
    assert (last.key, last.account_id, last.at) == ("note_confirmation", None, day + timedelta(days=2))


def test_a_closed_file_does_not_keep_the_court_from_ruling(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    for number in (1, 2):
        told.do("mediator", "record_performance", instalment=number, paid_on="2026-09-30", paid="600.00")
    told.do("mediator", "confirm_performed")
    told.do("mediator", "archive", file_number="2026-18")
    day = LAST_DAY + timedelta(days=1)
    court_does(told, "accept", day, case_number="1")
    court_does(told, "rule_valid", day + timedelta(days=1))
    assert opened(told).state == "valid"
    assert "ruling" not in told.fresh().facts


def test_a_late_note_takes_the_time_of_the_last_act(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    court_does(told, "decline", LAST_DAY + timedelta(hours=1), ground_of_decline="late", message="逾期")
    assert told.fresh().facts["ruling"] == "not_accepted"


@pytest.mark.parametrize("day", [1, 2])
def test_after_the_thirty_days_no_case_is_opened(district: District, day: int) -> None:
    told = agreed(district, sealed=SEALED)
    with pytest.raises(Refusal) as refused:
        told.apply_confirmation(LAST_DAY + timedelta(days=day))
    assert refused.value.params["law"].endswith("rmtj 第33条")
    assert not Handover.objects.exists()
    assert not Case.objects.filter(title="楼上漏水").exclude(pk=told.case.pk).exists()


def test_one_side_alone_cannot_apply(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    with pytest.raises(Refusal, match="mediation.not_joint"):
        told.apply_confirmation(LAST_DAY, applying=told.parties[:1])
    assert not Handover.objects.exists()


def test_the_court_sees_papers_and_dates_and_nothing_else_of_the_mediation(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    told.do("mediator", "remind", note="私下说明")
    told.apply_confirmation(LAST_DAY)
    court = district.actor("court")
    case = opened(told)
    with acting(court):
        assert [row.pk for row in visible_cases(court)] == [case.pk]
        assert Handover.objects.get().received_id == case.pk
        assert not Act.objects.filter(case_id=told.case.pk).exists()
        assert not Attachment.objects.filter(case_id=told.case.pk).exists()
    received = Mediation(district, case, told.now)
    assert kinds(received, court) == ["agreement", "confirmation"]
    assert made(received, "agreement", court)[:2] == b"PK"
    for kind in ("record", "acceptance", "index", "ending"):
        with pytest.raises(Refusal, match="paper.unknown"):
            made(received, kind, court)
    mediator = district.actor("mediator")
    with acting(mediator):
        assert case.pk not in [row.pk for row in visible_cases(mediator)]
    applicant, respondent = told.parties
    for party in (applicant, respondent):
        with acting(Actor(None, party_id=party)):
            assert {row.pk for row in visible_cases(Actor(None, party_id=party))} == {told.case.pk, case.pk}


def test_handed_over_again_by_the_same_act_it_is_the_same_case(district: District) -> None:
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    before = Case.objects.count()
    origin = told.fresh()
    row = Act.objects.filter(case_id=origin.pk, key="apply_confirmation").get()
    procedure = procedure_of(origin.procedure_id)
    done = Done(row.seq, row.key, row.at, row.account_id, row.party_id, row.unit_id, row.data)
    change = Change(origin, procedure, procedure.act[row.key], done, {}, SYSTEM)
    first = opened(told)
    inputs = dict(Act.objects.get(case_id=first.pk, seq=1).data)
    wanted = {"unit", "applying", "agreed_parties", "agreed_on", "perform_by", "amount", "mediation"}
    given = {name: value for name, value in inputs.items() if name in wanted}
    again = open_case_for(
        change, procedure="disputes.confirmation", kind="mediation", link="handed_over_to", inputs=given
    )
    assert (again.pk, Case.objects.count()) == (first.pk, before)
