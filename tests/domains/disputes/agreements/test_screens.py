"""The page of a case and the API: agreement, instalments, papers, chain; bad inputs with their article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from minsheng.domains.disputes.models import Agreement
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.services import appoint, define_role
from minsheng.kernel.audit.models import AuditLine
from tests.domains.disputes.agreements.reading import words
from tests.domains.disputes.conftest import Counted
from tests.domains.disputes.lives import ONE, OTHER, TERMS, Mediation, a_mediation, agreed
from tests.factories.district import BEGIN, SYSTEM, District
from tests.surface.api.calling import Caller
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]
Call = Callable[[str], Caller]


def recently(days: float) -> datetime:
    """So many days ago."""
    return timezone.localtime() - timedelta(days=days)


def opened(visitor: Visitor, name: str, *args: str) -> HttpResponse:
    """A page of ours."""
    return visitor.client.get(reverse(f"disputes:{name}", args=args), headers={"accept-language": visitor.language})


@pytest.fixture
def resident(district: District) -> Callable[[Mediation, str], Visitor]:
    """A party that proves the case by the tail of its telephone."""

    def proves(told: Mediation, tail: str) -> Visitor:
        visitor = Visitor()
        assert visitor.post("follow", data={"code": told.case.code, "tail": tail}).status_code == 302
        return visitor

    return proves


def test_the_desk_shows_agreement_instalments_signatures_and_papers(district: District, staff: Staff) -> None:
    told = agreed(district)
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="600.00")
    page = staff("mediator").text("desk_case", told.case.code)
    for shown in (
        "〔2026〕康吉社区人民调解委员会调协字第1号",
        TERMS,
        "¥1,200.00",
        "第1期",
        "已付清",
        "逾期",
        "按指印",
        "人民调解协议书",
        "卷宗目录",
    ):
        assert shown in page, shown
    assert OTHER["name"] not in page
    english = Visitor(district.accounts["mediator"], "en").text("desk_case", told.case.code)
    for shown in ("Instalment 1", "days late", "Signatures", "Written agreement"):
        assert shown in english, shown


def test_before_it_is_sealed_the_page_says_what_is_missing(district: District, staff: Staff) -> None:
    told = a_mediation(district)
    told.draft()
    assert "尚缺签名：3" in staff("mediator").text("desk_case", told.case.code)
    told.sign()
    assert "待调解委员会盖章" in staff("mediator").text("desk_case", told.case.code)


def test_a_breach_says_that_the_court_is_open(district: District, staff: Staff) -> None:
    told = agreed(district)
    told.do("mediator", "declare_breach", datetime.fromisoformat("2026-11-20T09:00+08:00"), reason="到期未付")
    page = staff("mediator").text("desk_case", told.case.code)
    assert "《人民调解法》第32条" in page
    assert "向人民法院" in page


def test_a_party_sees_its_agreement_and_fetches_its_own_copy(
    district: District, resident: Callable[[Mediation, str], Visitor]
) -> None:
    told = agreed(district)
    other = resident(told, "7891")
    page = other.text("my_case", told.case.code)
    assert TERMS in page
    assert "受理登记表" not in page
    copy = opened(other, "my_paper", told.case.code, "agreement")
    assert "no-store" in copy.headers["Cache-Control"]
    text = words(copy.content)
    assert OTHER["identity"] in text
    assert ONE["name"] in text
    assert ONE["identity"] not in text
    assert opened(other, "my_paper", told.case.code, "record").status_code == 404
    assert opened(Visitor(), "my_paper", told.case.code, "agreement").status_code == 404


def test_the_desk_gets_masked_papers_and_clear_ones_for_a_reason(district: District, staff: Staff) -> None:
    told = agreed(district)
    masked = opened(staff("mediator"), "paper", told.case.code, "agreement")
    assert ONE["name"] not in words(masked.content)
    assert opened(staff("mediator"), "paper_clear", told.case.code, "agreement").status_code == 403
    _keeper(district)
    keeper = staff("director")
    assert opened(keeper, "paper_clear", told.case.code, "agreement").status_code == 200
    assert opened(keeper, "paper_clear", told.case.code, "poem").status_code == 404
    address = reverse("disputes:paper_clear", args=[told.case.code, "agreement"])
    short = keeper.client.post(address, {"reason": "看"}, headers={"accept-language": "zh-hans"})
    assert short.status_code == 422
    assert "理由" in short.content.decode()
    given = keeper.client.post(address, {"reason": "制作卷宗"})
    assert ONE["identity"] in words(given.content)
    look_as_system()
    assert AuditLine.objects.filter(kind="parties.revealed", data__reason="制作卷宗").count() == 2


def _keeper(district: District) -> None:
    look_as_system()
    permissions = ["disputes.read", "parties.reveal"]
    role = define_role(by=SYSTEM, key="keeper", name="keeper", permissions=permissions, reach="unit")
    appoint(
        by=SYSTEM, account=district.accounts["director"], role=role, unit=district.units["tiaowei"], valid_from=BEGIN
    )


def test_the_api_tells_of_agreement_instalments_papers_and_chain(district: District, caller: Call) -> None:
    told = agreed(district)
    code = told.case.code
    call = caller("mediator")
    found = call.get(f"/cases/{code}/agreement").json()
    assert (found["form"], found["amount"], found["text"]) == ("written", "1200.00", TERMS)
    assert [it["method"] for it in found["signatures"]] == ["signature", "fingerprint", "signature"]
    assert [it["mediator"] for it in found["signatures"]] == [False, False, True]
    lines = call.get(f"/cases/{code}/instalments").json()
    assert [(it["number"], it["amount"], it["state"]) for it in lines] == [(1, "600.00", "late"), (2, "600.00", "late")]
    papers = call.get(f"/cases/{code}/papers").json()
    assert [it["key"] for it in papers] == ["acceptance", "agreement", "confirmation", "index"]
    assert call.get(papers[1]["url"].removeprefix("/api/v1")).content[:2] == b"PK"
    assert call.get(f"/cases/{code}/chain").json() == []
    assert call.get(f"/cases/{code}/papers/poem").status_code == 404
    assert call.post(f"/cases/{code}/papers/agreement", {"reason": "制作卷宗"}).status_code == 403
    for path in ("agreement", "instalments", "papers", "papers/agreement", "chain"):
        assert caller("court").get(f"/cases/{code}/{path}").status_code == 404, path
        assert Caller().get(f"/cases/{code}/{path}").status_code == 401, path
    other = a_mediation(district, phone="13834567899")
    assert call.get(f"/cases/{other.case.code}/agreement").json()["code"] == "agreement.none"


def test_the_api_makes_clear_papers_for_a_reason(district: District, caller: Call) -> None:
    told = agreed(district)
    _keeper(district)
    call = caller("director")
    assert call.post(f"/cases/{told.case.code}/papers/agreement", {"reason": "看"}).json()["code"] == "reason.short"
    given = call.post(f"/cases/{told.case.code}/papers/agreement", {"reason": "制作卷宗"})
    assert ONE["identity"] in words(given.content)


def test_sealing_without_all_signatures_is_refused_with_the_article(
    district: District, staff: Staff, caller: Call
) -> None:
    told = a_mediation(district, begun=recently(2))
    told.draft(perform_by=None, instalments=[])
    problem = caller("director").post(f"/cases/{told.case.code}/acts/seal", {}).json()
    assert (problem["code"], problem["status"]) == ("agreement.unsigned", 409)
    assert "第29条" in problem["detail"]
    page = staff("director").post("desk_act", told.case.code, "seal", data={})
    assert page.status_code == 409
    assert "第29条" in page.content.decode()
    assert Agreement.objects.get().effective_at is None


@pytest.mark.parametrize("ago", [45, 60])
def test_confirmation_after_the_thirty_days_is_refused_with_the_article(
    district: District, staff: Staff, caller: Call, ago: int
) -> None:
    told = a_mediation(district, begun=recently(ago))
    told.draft(perform_by=None, instalments=[])
    told.sign()
    told.seal()
    asked = {"applying": told.parties, "court": "fayuan"}
    problem = caller("mediator").post(f"/cases/{told.case.code}/acts/apply_confirmation", asked).json()
    assert problem["status"] in {409, 422}
    assert "第33条" in problem["detail"]
    form = {"applying": told.parties, "court": district.unit("fayuan")}
    page = staff("mediator").post("desk_act", told.case.code, "apply_confirmation", data=form)
    assert page.status_code in {409, 422}
    assert "第33条" in page.content.decode()


def test_confirmation_by_one_side_is_refused_with_the_article_and_by_both_opens_a_case(
    district: District, staff: Staff, caller: Call
) -> None:
    told = a_mediation(district, begun=recently(5))
    told.draft(perform_by=None, instalments=[])
    told.sign()
    told.seal()
    one = {"applying": told.parties[:1], "court": "fayuan"}
    problem = caller("mediator").post(f"/cases/{told.case.code}/acts/apply_confirmation", one).json()
    assert problem["errors"][0]["code"] == "mediation.not_joint" if "errors" in problem else problem["code"]
    assert "第33条" in str(problem)
    form = {"applying": told.parties, "court": district.unit("fayuan")}
    done = staff("mediator").post("desk_act", told.case.code, "apply_confirmation", data=form)
    assert done.status_code == 302, done.content.decode()[:3000]
    chain = caller("mediator").get(f"/cases/{told.case.code}/chain").json()
    assert [(it["this"], it["code"] is not None) for it in chain] == [(True, True), (False, False)]
    assert "另一机关" in staff("mediator").text("desk_case", told.case.code)
    look_as_system()


def test_pages_and_endpoints_cost_the_same_with_one_instalment_and_with_three(
    district: District, caller: Call, staff: Staff, statements: Counted
) -> None:
    call, desk = caller("mediator"), staff("mediator")
    costs, pages = [], set()
    for count in (1, 3):
        told = a_mediation(district, phone=f"1383456789{count}")
        applicant, respondent = told.parties
        line = {"sum": "100.00", "debtor": respondent, "creditor": applicant, "due": "2026-10-10"}
        told.draft(amount=None, instalments=[line] * count)
        told.sign()
        code = told.case.code
        costs.append(
            [statements(lambda path=path, code=code: call.get(f"/cases/{code}/{path}")) for path in PATHS]  # type: ignore[misc]
        )
        pages.add(statements(lambda code=code: desk.get("desk_case", code)))  # type: ignore[misc]
    assert costs == [COSTS, COSTS]
    assert len(pages) == 1, "the page of a case asks more for more instalments"


PATHS = ("agreement", "instalments", "papers", "chain")
COSTS = [10, 10, 4, 8]
