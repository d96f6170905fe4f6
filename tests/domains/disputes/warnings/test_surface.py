"""Warnings on the screens and in the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings.demo import simulate_decisions, simulate_night
from minsheng.domains.disputes.warnings.receivers import on_act
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.events import CaseActed
from minsheng.kernel.cases.models import Case, Content
from tests.domains.disputes.agencies.test_views import get, post
from tests.domains.disputes.warnings.disputes import ANGRY, a_dispute, raised
from tests.factories.district import District
from tests.surface.api.calling import Caller
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]
Callers = Callable[[str], Caller]


def angry(number: int = 0) -> Case:
    return a_dispute(body=ANGRY, title=f"纠纷{number}", name=f"何春{number}", phone=f"1383456789{number}")


def test_the_list_says_why_and_leads_to_the_decision(district: District, staff: Staff) -> None:
    case = angry()
    (row,) = raised(case)
    one = staff("governance")
    page = get(one, "warnings").content.decode()
    for words in ("有过激言语", "自伤", "纵火爆炸", "<mark>不想活</mark>", "查看并处置", case.code):
        assert words in page, words
    form = get(one, "warning_decide", row.pk).content.decode()
    for words in ("已化解关注", "加强调解力量", "报告公安", "提级办理", "误报"):
        assert words in form, words
    assert post(one, "warning_decide", row.pk, decision="watch", note="").status_code == 422
    assert post(one, "warning_decide", row.pk, decision="watch", note="已上门劝导").status_code == 302
    assert "没有待处置的预警" in get(one, "warnings").content.decode()
    assert "已上门劝导" in get(one, "warnings", state="decided").content.decode()
    desk = one.client.get(f"/desk/cases/{case.code}/").content.decode()
    assert "已化解关注" in desk
    english = Visitor(district.accounts["governance"], language="en")
    assert "eased, keep an eye on it" in get(english, "warnings", state="decided").content.decode()


def test_filters_by_reason_and_area(district: District, staff: Staff) -> None:
    raised(angry())
    one = staff("governance")
    street = {code: str(district.areas[code].pk) for code in ("140213050", "140213051")}
    found = {
        ("", ""): True,
        ("threat", street["140213050"]): True,
        ("growing", ""): False,
        ("", street["140213051"]): False,
        ("nonsense", "nonsense"): True,
    }
    for (reason, area), is_there in found.items():
        page = get(one, "warnings", reason=reason, area=area, state="x", after="x").content.decode()
        assert ("纠纷0" in page) is is_there, (reason, area)


def test_who_sees_what(district: District, staff: Staff, caller: Callers) -> None:
    (row,) = raised(angry())
    for name, count in (("governance", 1), ("justice", 0), ("housing", 0), ("mediator", 0), ("petitions_head", 0)):
        assert len(caller(name).get("/dispute-warnings").json()["items"]) == count, name
        page = get(staff(name), "warnings")
        assert page.status_code == 200
        assert ("纠纷0" in page.content.decode()) is bool(count), name
    codes = {"governance": 200, "justice": 403, "housing": 403, "petitions_head": 404}
    assert {name: get(staff(name), "warning_decide", row.pk).status_code for name in codes} == codes
    assert get(Visitor(), "warnings").status_code == 302
    assert Caller().get("/dispute-warnings").status_code == 401


def test_a_word_is_quoted_only_while_its_text_stands(district: District, caller: Callers) -> None:
    case = angry()
    (row,) = raised(case)
    governance = caller("governance")
    shown = governance.get(f"/dispute-warnings/{row.pk}").json()
    assert [(quote["category"], quote["word"]) for quote in shown["quotations"]] == [
        ("自伤", "不想活"),
        ("纵火爆炸", "放火"),
    ]
    with acting_as_system():
        Content.objects.filter(pk=case.pk).update(body="（已删除）", erased_at=timezone.now())
    again = governance.get(f"/dispute-warnings/{row.pk}").json()
    assert (again["quotations"], "不想活" in str(again)) == ([], False)


def test_another_case_is_named_only_to_who_may_see_it(district: District, caller: Callers) -> None:
    first, second = a_dispute(), a_dispute()
    raised(second)
    shown = caller("governance").get("/dispute-warnings").json()["items"][0]
    assert (shown["others"], shown["unseen"]) == ([first.code], 0)
    with acting_as_system():
        Case.objects.filter(pk=first.pk).update(audience=[])
    shown = caller("governance").get("/dispute-warnings").json()["items"][0]
    assert (shown["others"], shown["unseen"]) == ([], 1)
    assert first.code not in str(shown)


def test_deciding_by_the_api(district: District, caller: Callers) -> None:
    (row,) = raised(angry())
    path = f"/dispute-warnings/{row.pk}/decision"
    governance = caller("governance")
    assert governance.post(path, {"decision": "arrest", "note": "x"}).status_code == 422
    assert governance.post(path, {"decision": "police", "note": ""}).status_code == 422
    assert caller("housing").post(path, {"decision": "police", "note": "x"}).status_code == 404
    made = governance.post(path, {"decision": "police", "note": "已报告派出所"})
    assert (made.status_code, made.json()["decision"], made.json()["may_decide"]) == (200, "police", False)
    assert governance.post(path, {"decision": "police", "note": "x"}).status_code == 409


def test_the_api_goes_page_by_page(district: District, caller: Callers) -> None:
    raised(*(angry(number) for number in range(3)))
    governance = caller("governance")
    first = governance.get("/dispute-warnings", limit="2").json()
    second = governance.get(first["next"]).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    newest = governance.get("/dispute-warnings", state="all", limit="2").json()["items"]
    assert [one["id"] for one in newest] == sorted((one["id"] for one in newest), reverse=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_of_lists(
    district: District,
    staff: Staff,
    caller: Callers,
    statements: Callable[[Callable[[], HttpResponse]], int],
    rows: int,
) -> None:
    cases = [angry(number) for number in range(rows)]
    raised(*cases)
    one, governance = staff("governance"), caller("governance")
    assert statements(lambda: get(one, "warnings")) == LIST
    assert statements(lambda: governance.get("/dispute-warnings")) == API


LIST, API = 7, 5


def test_old_warnings_are_out_of_sight_before_they_are_deleted(district: District, caller: Callers) -> None:
    case = angry()
    raised(case)
    with acting_as_system():
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=367))
    assert caller("governance").get("/dispute-warnings", state="all").json()["items"] == []


def test_an_act_has_a_job_look_and_history_has_not(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    target = "minsheng.domains.disputes.warnings.receivers.look_at.defer"
    monkeypatch.setattr(target, lambda *, case_id: asked.append(case_id))
    now = timezone.now()
    dispute, order = angry(), a_dispute("hotline.order", kind="complaint")
    for case, at in ((dispute, now), (order, now), (dispute, now - timedelta(days=2))):
        on_act(CaseActed(case.pk, case.code, "add", 2, "registered", "registered", at))
    assert asked == [dispute.pk]


def test_a_simulated_year_raises_and_decides(district: District) -> None:
    cases = [angry(number) for number in range(2)]
    now = timezone.now()
    assert simulate_night(now).raised == 2
    governance = district.actor("governance")

    def decide(row: CaseWarning) -> tuple[object, str, str] | None:
        return (governance, "strengthen", "增派调解员") if row.case_id == cases[0].pk else None

    assert simulate_decisions(decide, now + timedelta(days=1)) == 1  # type: ignore[arg-type]
    with acting_as_system():
        row = CaseWarning.objects.get(case_id=cases[0].pk)
        assert (row.decision, row.decided_at) == ("strengthen", now + timedelta(days=1))
