"""The search box: words, codes, telephone numbers, and what others may not find."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minsheng.kernel.cases.models import Case
from tests.factories.district import District
from tests.surface.web.browsing import Visitor
from tests.surface.web.test_inbox import codes
from tests.surface.web.working import dispatched

File = Callable[..., Case]
Staff = Callable[[str], Visitor]


def test_chinese_words_find_text_title_and_address(staff: Staff, filed: File) -> None:
    leak, light = filed(), filed(title="路灯不亮", body="晚上看不清路", phone="13900000001")
    clerk = staff("dispatcher")
    assert set(codes(clerk.text("desk_search", q="漏水"))) == {leak.code}
    assert set(codes(clerk.text("desk_search", q="路灯"))) == {light.code}
    assert codes(clerk.text("desk_search", q="不存在的词语")) == []
    assert "没有找到" in clerk.text("desk_search", q="不存在的词语")
    assert "请输入关键词" in clerk.text("desk_search")


def test_a_code_goes_to_its_case(staff: Staff, filed: File) -> None:
    case = filed()
    assert staff("dispatcher").get("desk_search", q=case.code.lower())["Location"] == f"/desk/cases/{case.code}/"


def test_nobody_finds_what_they_may_not_see(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    stranger = staff("gucheng")
    assert codes(stranger.text("desk_search", q="漏水")) == []
    assert case.title not in stranger.text("desk_search", q=case.code)


def test_a_number_finds_its_callers_cases_and_the_look_is_logged(staff: Staff, filed: File) -> None:
    mine, _other = filed(), filed(phone="13900000001")
    html = staff("dispatcher").text("desk_search", q="138 3456 7890")
    assert codes(html) == [mine.code]
    assert "记入审计日志" in html
    assert "查找当事人" in staff("audit_admin").text("admin_audit", kind="parties.looked_up")


def test_without_the_permission_a_number_is_only_words(staff: Staff, filed: File) -> None:
    filed()
    assert codes(staff("reviewer").text("desk_search", q="13834567890")) == []


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE cases_case; --", "& | ! :*", "𠮷", "😀", "长" * 500]
)
def test_strange_queries_are_harmless(staff: Staff, filed: File, text: str) -> None:
    filed()
    response = staff("dispatcher").get("desk_search", q=text)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
