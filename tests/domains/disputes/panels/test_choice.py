"""Parties choose on the portal, both see what the other has said, and the committee takes it with one click."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.models import SessionMediator
from minsheng.domains.disputes.panels.case_panels import choice_context
from minsheng.domains.disputes.panels.services import change_mediator, end_mediator
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.remaking import remade
from minsheng.kernel.cases.reports import Report
from tests.domains.disputes.mediations import BEGIN, PHONES, a_mediator, do, fresh, moment, schedule
from tests.factories.district import SYSTEM, District
from tests.surface.web.browsing import Visitor


def accepted(district: District) -> Case:
    """A mediation that the committee has accepted; nobody mediates yet."""
    report = Report(
        title="楼上夜间噪声",
        body="楼上每晚使用跑步机，影响休息。",
        kind="neighbours",
        place=Place(lon=113.22, lat=40.05),
        name="石建国",
        phone=PHONES[0],
        inputs={"other_party": {"name": "白秀兰", "phone": PHONES[1]}},
    )
    with acting_as_system():
        case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report).case
    do(case, "send", unit=district.unit("tiaowei"))
    do(case, "accept", level="normal")
    return fresh(case)


def party(case: Case, side: str) -> int:
    """The one party of a side."""
    return int(case.facts[side][0])


def follower(case: Case, tail: str) -> Visitor:
    """Somebody who proved the case by the tail of a telephone number."""
    visitor = Visitor()
    assert visitor.post("follow", data={"code": case.code, "tail": tail}).status_code == 302
    return visitor


def test_both_choose_on_the_portal_and_one_click_takes_it(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    case = accepted(district)
    wanted = district.accounts["mediator2"]
    one, other = follower(case, PHONES[0][-4:]), follower(case, PHONES[1][-4:])
    assert one.text("my_case", case.code).count("尚未提出") == 2
    form = one.text("my_act", case.code, "propose_mediators")
    assert wanted.display_name in form
    data = {"party": party(case, "applicants"), "proposed": [wanted.pk]}
    assert one.post("my_act", case.code, "propose_mediators", data=data).status_code == 302
    page = other.text("my_case", case.code)
    assert page.count("尚未提出") == 1
    assert wanted.display_name in page
    data = {"party": party(case, "respondents"), "proposed": [wanted.pk]}
    assert other.post("my_act", case.code, "propose_mediators", data=data).status_code == 302
    assert "各方提出的人选一致" in Visitor(district.accounts["director"]).text("desk_case", case.code)
    do(case, "choose_mediators", by=district.actor("director"))
    case = fresh(case)
    assert (case.state, case.facts["mediators"], case.handler_id) == ("mediating", [wanted.pk], wanted.pk)
    assert "选择调解员" not in one.text("my_case", case.code)


def test_nobody_speaks_for_the_other_side_or_names_who_is_not_open(district: District) -> None:
    a_mediator(district, "mediator")
    closed = a_mediator(district, "mediator2", open_to_choice=False)
    case = accepted(district)
    mine = Actor(None, party_id=party(case, "applicants"))
    with pytest.raises(Refusal, match=r"mediation\.not_yourself"):
        do(case, "propose_mediators", by=mine, party=party(case, "respondents"), proposed=[_account(district)])
    with pytest.raises(Refusals, match=r"entry\.unknown"):
        do(case, "propose_mediators", by=mine, party=party(case, "applicants"), proposed=[closed.account_id])
    stranger = Actor(None, party_id=10**6)
    with pytest.raises(Refusal):
        do(case, "propose_mediators", by=stranger, party=party(case, "applicants"), proposed=[_account(district)])
    assert "proposals" not in fresh(case).facts


def test_a_choice_of_somebody_who_has_gone_is_not_taken(district: District) -> None:
    entry = a_mediator(district, "mediator")
    case = accepted(district)
    for side in ("applicants", "respondents"):
        do(case, "propose_mediators", party=party(case, side), proposed=[_account(district)])
    change_mediator(by=SYSTEM, mediator_id=entry.pk, open_to_choice=False)
    end_mediator(by=SYSTEM, mediator_id=entry.pk, valid_to=BEGIN)
    with pytest.raises(Refusal) as refused:
        do(case, "choose_mediators", by=district.actor("director"))
    assert (refused.value.code, refused.value.params["count"]) == ("choice.gone", 1)
    assert fresh(case).state == "accepted"


def test_sessions_are_held_by_whom_the_parties_chose_and_are_made_again_so(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    case = accepted(district)
    chosen = [_account(district, "mediator2")]
    for side in ("applicants", "respondents"):
        do(case, "propose_mediators", party=party(case, side), proposed=chosen)
    do(case, "choose_mediators", by=district.actor("director"))
    session = schedule(case, moment(3))
    assert list(session.mediators.values_list("account_id", flat=True)) == chosen
    do(case, "declare_recusal", by=district.actor("mediator2"), ground_of_recusal="interest")
    with acting_as_system():
        before = list(SessionMediator.objects.order_by("account_id").values_list("account_id", "live"))
        acts = list(Act.objects.filter(case_id=case.pk).order_by("seq"))
        assert remade(fresh(case), acts, write=True) == []
        assert list(SessionMediator.objects.order_by("account_id").values_list("account_id", "live")) == before


def test_the_panel_asks_as_much_for_three_parties_as_for_one(district: District) -> None:
    a_mediator(district, "mediator")
    case = accepted(district)
    counts = []
    for number in range(3):
        with acting_as_system(), CaptureQueriesContext(connection) as asked:
            assert choice_context(SYSTEM, fresh(case)) is not None
        counts.append(len(asked))
        other = {"name": f"甲{number}", "phone": f"1390000000{number}"}
        do(case, "add_applicant", by=SYSTEM, new_party=other)
        newest = int(fresh(case).facts["applicants"][-1])
        do(case, "propose_mediators", party=newest, proposed=[_account(district)])
    assert counts[1] == counts[2]


def _account(district: District, name: str = "mediator") -> int:
    return int(district.accounts[name].pk)
