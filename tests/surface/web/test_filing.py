"""Filing by a resident: what is asked, what is refused and where the words stand, and that a double click files once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Attachment, Case
from minsheng.kernel.cases.reports import BODY_LIMIT
from tests.factories.district import District
from tests.surface.web.browsing import Visitor, form_values

Picture = Callable[..., SimpleUploadedFile]


def report(visitor: Visitor, **changes: Any) -> dict[str, Any]:
    """The form as a resident fills it in."""
    values: dict[str, Any] = {name: value for name, value in form_values(visitor.get("report")).items() if value}
    typed = {
        "kind": "complaint",
        "body": "3号楼顶层漏水，下雨天屋里用盆接水。",
        "address": "红卫里3号楼",
        "lon": "113.22",
        "lat": "40.05",
        "name": "王小明",
        "phone": "138 3456 7890",
    }
    return {**values, **typed, **changes}


def case_of(response: Any) -> Case:
    with acting_as_system():
        return Case.objects.get(code=response["Location"].rstrip("/").rsplit("/", 1)[1])


def test_the_form_asks_what_where_photos_who_and_warns_of_emergencies(visitor: Visitor) -> None:
    html = visitor.text("report")
    for word in ("反映内容", "地点", "照片", "联系方式", "tel:110", "tel:119", "tel:120", "tel:122"):
        assert word in html
    assert "data-map" in html
    assert '<optgroup label="永泰街道">' in html
    assert "康吉社区" in html


def test_a_report_becomes_a_case_and_the_page_says_what_comes_next(visitor: Visitor) -> None:
    response = visitor.post("report", data=report(visitor))
    assert response.status_code == 302
    case = case_of(response)
    assert (case.title, case.kind) == ("3号楼顶层漏水，下雨天屋里用盆接水。", "complaint")
    html = visitor.client.get(response["Location"]).content.decode()
    assert case.code in html
    assert "热线中心已收到您的诉求" in html
    assert "办理时限" in html
    assert "5个工作日" in html
    assert "济南市12345市民服务热线条例" in html


def test_without_script_the_community_alone_says_where(visitor: Visitor, district: District) -> None:
    values = report(visitor, lon="", lat="", area="140213050002")
    assert case_of(visitor.post("report", data=values)).area_id == district.areas["140213050002"].pk


def test_photos_come_with_the_case(visitor: Visitor, picture: Picture) -> None:
    values = report(visitor, files=[picture("a.jpg"), picture("b.jpg", (1, 2, 3))])
    case = case_of(visitor.post("report", data=values))
    with acting_as_system():
        assert Attachment.objects.filter(case=case, public=True).count() == 2


def test_a_double_click_files_once_with_the_same_photos(visitor: Visitor, picture: Picture) -> None:
    values = report(visitor)
    first = visitor.post("report", data={**values, "files": [picture()]})
    second = visitor.post("report", data={**values, "files": [picture()]})
    assert first["Location"] == second["Location"]
    with acting_as_system():
        assert Case.objects.count() == 1
        assert Attachment.objects.count() == 1


def test_the_same_form_with_another_text_is_told_and_may_be_sent_as_a_new_report(visitor: Visitor) -> None:
    values = report(visitor)
    first = case_of(visitor.post("report", data=values))
    changed = {**values, "body": "另一件事：路灯不亮。"}
    refused = visitor.post("report", data=changed)
    assert refused.status_code == 422
    assert first.code in refused.content.decode()
    again = {**changed, "client_key": form_values(refused)["client_key"][0]}
    assert case_of(visitor.post("report", data=again)).pk != first.pk


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"body": "  "}, "body", "请填写"),
        ({"body": "坏\x00字"}, "body", "控制字符"),
        ({"body": "长" * (BODY_LIMIT + 1)}, "body", f"{BODY_LIMIT}"),
        ({"phone": "12"}, "phone", "不是可拨打的号码"),
        ({"category": "999999"}, "category", "没有可用的事项分类"),
        ({"lon": "100.5", "lat": "20.1"}, "area", "不在本区范围内"),
        ({"lon": "这里", "lat": "那里"}, "area", "坐标不完整或超出范围"),
        ({"lon": "", "lat": "", "area": "999"}, "area", "没有区域 999"),
        ({"kind": ""}, "kind", "请选择一项"),
    ],
)
def test_bad_input_is_named_beside_the_field_and_nothing_typed_is_lost(
    visitor: Visitor, changes: dict[str, str], field: str, words: str
) -> None:
    values = report(visitor, title="我的标题", **changes)
    response = visitor.post("report", data=values)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in " ".join(re.findall(r'<p class="error"[^>]*>(.*?)</p>', html))
    assert "请核对以下内容" in html
    assert 'value="我的标题"' in html
    assert "红卫里3号楼" in html
    assert f'href="#id_{field}' in html
    with acting_as_system():
        assert not Case.objects.exists()


def test_the_first_field_at_fault_gets_the_cursor(visitor: Visitor) -> None:
    html = visitor.post("report", data=report(visitor, body="", phone="1")).content.decode()
    focused = re.findall(r"<(?:textarea|input|select)[^>]*autofocus[^>]*>", html)
    assert len(focused) == 1
    assert 'name="body"' in focused[0]


def test_a_wrong_attachment_is_named_and_the_good_ones_are_kept(visitor: Visitor, picture: Picture) -> None:
    program = SimpleUploadedFile("漏水.jpg", b"MZ\x90\x00" + bytes(200), content_type="image/jpeg")
    response = visitor.post("report", data=report(visitor, files=[picture("好.jpg"), program]))
    html = response.content.decode()
    assert response.status_code == 422
    assert "漏水.jpg" in html
    kept = form_values(response)["files_kept"]
    assert len(kept) == 1
    case = case_of(visitor.post("report", data={**report(visitor), "files_kept": kept}))
    with acting_as_system():
        assert [row.file.original_name for row in Attachment.objects.filter(case=case)] == ["好.jpg"]


def test_a_forged_list_of_kept_files_brings_nothing(visitor: Visitor) -> None:
    case = case_of(visitor.post("report", data=report(visitor, files_kept=["1", "abc:def"])))
    with acting_as_system():
        assert not Attachment.objects.filter(case=case).exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "😀 𠮷野家 门口", "'; DROP TABLE cases_case; --", "=cmd|' /C calc'!A0"]
)
def test_whatever_is_written_is_shown_as_text(visitor: Visitor, text: str) -> None:
    case = case_of(visitor.post("report", data=report(visitor, body=text, title=text)))
    html = visitor.text("my_case", case.code)
    assert case.title == text
    assert "<script>alert(1)" not in html
    assert ("&lt;script&gt;" in html) == ("<script>" in text)


def test_a_confidential_report_is_closed_to_people_without_clearance(
    visitor: Visitor, staff: Callable[[str], Visitor]
) -> None:
    case = case_of(visitor.post("report", data=report(visitor, secret="on")))
    assert case.confidentiality == 1
    assert staff("dispatcher").get("desk_case", case.code).status_code == 200


def test_who_has_filed_may_look_at_the_case_until_they_leave(visitor: Visitor) -> None:
    case = case_of(visitor.post("report", data=report(visitor)))
    assert visitor.get("my_case", case.code).status_code == 200
    visitor.post("leave")
    assert visitor.get("my_case", case.code).status_code == 404
    assert Visitor().get("my_case", case.code).status_code == 404


def test_categories_are_browsed_and_searched(visitor: Visitor, district: District) -> None:
    first = district.categories["城乡建设"]
    assert "住房" in visitor.text("categories", "hotline.order", parent=first.pk)
    found = visitor.text("categories", "hotline.order", category_search="漏水")
    assert "城乡建设/住房/房屋漏水" in found
    assert "停水" not in found
    assert "没有匹配的分类" in visitor.text("categories", "hotline.order", category_search="火星")


def test_the_text_suggests_categories_and_a_person_decides(visitor: Visitor) -> None:
    suggested = visitor.post(
        "suggest", "hotline.order", data={"body": "房屋漏水，没人管"}, partial=True
    ).content.decode()
    assert "根据您的描述推荐" in suggested
    assert "城乡建设/住房/房屋漏水" in suggested
    assert "checked" not in suggested
    nothing = visitor.post("suggest", "hotline.order", data={"body": "😀"}, partial=True).content.decode()
    assert "根据您的描述推荐" not in nothing


def test_a_grid_worker_reports_what_was_found_on_the_round(staff: Callable[[str], Visitor]) -> None:
    worker = staff("worker")
    values = {name: value for name, value in form_values(worker.get("desk_file")).items() if value}
    assert values["channel"] == ["patrol"]
    typed = {"kind": "level1", "body": "消防通道被占", "area": "140213050001"}
    response = worker.post("desk_file_under", "grid.event", data={**values, **typed})
    assert case_of(response).channel == "patrol"


def test_a_grid_event_may_be_reported_without_choosing_a_level(visitor: Visitor) -> None:
    html = visitor.text("report_under", "grid.event")
    assert 'name="kind"' not in html
    values = {k: v for k, v in report(visitor).items() if k != "kind"}
    response = visitor.post("report_under", "grid.event", data=values)
    assert case_of(response).kind == "level1"


def test_an_unknown_procedure_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("report_under", "no.such").status_code == 404


def test_a_clerk_files_for_a_caller_and_the_channel_is_kept(staff: Callable[[str], Visitor]) -> None:
    clerk = staff("dispatcher")
    values = {name: value for name, value in form_values(clerk.get("desk_file")).items() if value}
    typed = {
        "kind": "help",
        "body": "家里停水三天了",
        "area": "140213050001",
        "name": "李秀兰",
        "phone": "0352-5012345",
        "urgent": "on",
    }
    case = case_of(clerk.post("desk_file", data={**values, **typed}))
    assert (case.channel, case.urgent, case.reporter_id is not None) == ("phone", True, True)


def test_a_clerk_without_that_permission_may_not_file_for_others(staff: Callable[[str], Visitor]) -> None:
    assert staff("housing").get("desk_file").status_code == 403


def test_the_same_form_from_a_page_fetched_anew_files_nothing_new(visitor: Visitor) -> None:
    """Going back, browsers fetch the page again: another client key, the same content."""
    first = case_of(visitor.post("report", data=report(visitor)))
    again = case_of(visitor.post("report", data=report(visitor)))
    other = case_of(visitor.post("report", data=report(visitor, body="楼道灯不亮")))
    assert again.pk == first.pk
    assert other.pk != first.pk


def test_the_same_words_again_later_are_a_new_report(visitor: Visitor, time_machine: Any) -> None:
    begun = datetime(2026, 11, 23, 9, tzinfo=UTC)
    time_machine.move_to(begun, tick=False)
    first = case_of(visitor.post("report", data=report(visitor)))
    time_machine.move_to(begun + timedelta(minutes=31), tick=False)
    assert case_of(visitor.post("report", data=report(visitor))).pk != first.pk


def test_leaving_a_shared_computer_forgets_what_was_sent(visitor: Visitor) -> None:
    visitor.post("report", data=report(visitor))
    assert visitor.client.session["sent_reports"]
    visitor.post("leave")
    assert "sent_reports" not in visitor.client.session
