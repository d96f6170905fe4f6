"""The section "likely the same matter" on the desk, and the pages of hot issues."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.keeping import recompute
from minsheng.kernel.cases.models import Case, HotIssue
from minsheng.kernel.cases.places import Place
from tests.factories.district import SYSTEM, District, a_report
from tests.surface.web.browsing import Visitor, form_values
from tests.surface.web.test_query_counts import SIGNED_IN, _registers_stay, statements
from tests.surface.web.working import dispatched, do

__all__ = ["_registers_stay"]
File = Callable[..., Case]
Staff = Callable[[str], Visitor]
NEAR = Place(lon=113.2211, lat=40.05, address="红卫里5号楼")
SAID = ("搅拌站噪音和粉尘太大", "搅拌站噪音扰民，粉尘严重", "搅拌站彻夜施工，噪音粉尘不断")


def issues(count: int, cases: int = 3) -> None:
    """So many hot issues in places of their own; the last one is the hottest."""
    for number in range(count):
        place = Place(lon=113.21 + number / 100, lat=40.05)
        for case in range(cases + number):
            phone = f"13900000{number}{case:02}"
            report = a_report(title=f"投诉{'东西南北'[number]}边搅拌站", body=SAID[case % 3], place=place, phone=phone)
            with transaction.atomic():
                at = timezone.now() - timedelta(days=case)
                file_case(by=SYSTEM, procedure="hotline.order", report=report, at=at)
    recompute(timezone.now())


def test_the_page_of_a_case_leads_to_what_is_likely_the_same(staff: Staff, filed: File) -> None:
    case, other = filed(), filed(title="同一处漏水", phone="13900000001", place=NEAR)
    clerk = staff("dispatcher")
    page = clerk.text("desk_case", case.code)
    assert f'hx-get="/desk/cases/{case.code}/similar/"' in page
    assert other.code not in page
    html = clerk.text("desk_similar", case.code)
    for words in (other.code, "同一处漏水", "相距94米", "相隔0天", "顶层漏水"):
        assert words in html, words
    part = clerk.client.get(f"/desk/cases/{case.code}/similar/", headers={"HX-Request": "true"}).content.decode()
    assert other.code in part
    assert "<html" not in part


def test_no_merge_is_offered_into_a_closed_case(district: District, staff: Staff, filed: File) -> None:
    case, other = filed(), filed(phone="13900000001")
    do(district, other, "dispatcher", "answer_at_once", answer="已解答")
    html = staff("dispatcher").text("desk_similar", case.code)
    assert other.code in html
    assert 'class="similar-merge"' not in html
    with pytest.raises(Refusal, match="act.not_open"):
        do(district, case, "dispatcher", "merge", into=other.pk, reason="同一事项")


def test_the_merge_act_comes_with_the_other_code_filled_in(staff: Staff, filed: File) -> None:
    case, other, clerk = filed(), filed(phone="13900000001"), staff("dispatcher")
    link = re.search(r'class="similar-merge" href="([^"]+)"', clerk.text("desk_similar", case.code))
    assert link
    assert link[1] == f"/desk/cases/{case.code}/acts/merge/?into={other.code}"
    assert form_values(clerk.client.get(link[1]))["into"] == [other.code]
    assert 'class="similar-merge"' not in staff("reviewer").text("desk_similar", case.code)


def test_a_clerk_is_told_of_no_case_of_another_unit(district: District, staff: Staff, filed: File) -> None:
    case, other = dispatched(district, filed()), filed(phone="13900000001")
    html = staff("housing").text("desk_similar", case.code)
    assert other.code not in html
    assert "近期没有内容、地点、时间相近的其他事项" in html
    assert staff("housing").get("desk_similar", other.code).status_code == 404
    assert Visitor().get("desk_similar", case.code)["Location"].startswith("/sign-in/")


def test_hot_issues_by_heat(staff: Staff) -> None:
    issues(2)
    html = staff("dispatcher").text("desk_hot")
    assert html.index("投诉西边搅拌站") < html.index("投诉东边搅拌站")
    for words in ("永泰街道 · 康吉社区第1网格", "未办结4件，已办结0件", 'aria-current="page">热点问题'):
        assert words in html, words
    english = staff("dispatcher")
    english.language = "en"
    assert "Hot issues" in english.text("desk_hot")


def test_an_issue_opens_its_cases(staff: Staff) -> None:
    issues(1)
    with acting_as_system():
        issue = HotIssue.objects.get()
        codes = list(Case.objects.values_list("code", flat=True))
    html = staff("dispatcher").text("desk_hot_issue", issue.pk)
    assert all(code in html for code in codes)
    assert staff("dispatcher").get("desk_hot_issue", issue.pk + 1).status_code == 404
    assert staff("gucheng").get("desk_hot_issue", issue.pk).status_code == 404


def test_cases_without_a_name_are_said_apart(staff: Staff, filed: File) -> None:
    for number in range(3):
        filed(phone="", name="", title=f"漏水{number}")
    recompute(timezone.now())
    assert "另有3件未留姓名" in staff("dispatcher").text("desk_hot")


def test_filters_and_the_empty_state(district: District, staff: Staff) -> None:
    clerk = staff("dispatcher")
    assert "近期没有反映三次以上的同一问题" in clerk.text("desk_hot")
    issues(1)
    assert "投诉东边搅拌站" in clerk.text("desk_hot", area=district.areas["140213050"].pk, days=7)
    assert "没有符合条件的热点问题" in clerk.text("desk_hot", area=district.areas["140213051"].pk)
    with acting_as_system():
        HotIssue.objects.update(last_at=timezone.now() - timedelta(days=20))
    assert "投诉东边搅拌站" not in clerk.text("desk_hot", days=7)
    for junk in ({"days": "x", "after": "x~y"}, {"area": "999999999"}, {"after": "nan~1"}, {"after": "1~" + "9" * 30}):
        assert clerk.get("desk_hot", **junk).status_code == 200


def test_pages_go_on_by_key(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.surface.web.desk.hot.PAGE", 1)
    issues(2)
    clerk = staff("dispatcher")
    first = clerk.text("desk_hot")
    assert "投诉东边搅拌站" not in first
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link
    second = clerk.client.get("/desk/hot/" + link[1].replace("&amp;", "&")).content.decode()
    assert "投诉东边搅拌站" in second
    assert 'rel="next"' not in second


def test_only_posts_that_read_an_area_have_the_page(staff: Staff) -> None:
    assert "/desk/hot/" in staff("dispatcher").text("desk")
    assert "/desk/hot/" not in staff("housing").text("desk")
    assert staff("housing").get("desk_hot").status_code == 403
    assert Visitor().get("desk_hot")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(staff: Staff, filed: File, rows: int) -> None:
    issues(rows)
    case, *_others = [filed(phone=f"1390000000{number}") for number in range(rows + 1)]
    clerk = staff("dispatcher")
    assert statements(lambda: clerk.get("desk_hot")) == SIGNED_IN + 1  # issues with their titles
    with acting_as_system():
        pk = HotIssue.objects.order_by("heat")[0].pk
    assert statements(lambda: clerk.get("desk_hot_issue", pk)) == SIGNED_IN + 2  # issue, its cases
    # Case, content, counts of terms, candidates, their rows; the snapshot, for what may be done.
    assert statements(lambda: clerk.get("desk_similar", case.code)) == SIGNED_IN + 6
