"""The page of a case for officials, acts through forms, and what happens when somebody was faster."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.models import Act, Attachment, Case
from tests.factories.district import SYSTEM, District
from tests.surface.web.browsing import Visitor, form_values
from tests.surface.web.working import answered, dispatched, do, state_of

File = Callable[..., Case]
Staff = Callable[[str], Visitor]


def form_of(visitor: Visitor, case: Case, act: str) -> dict[str, Any]:
    return dict(form_values(visitor.get("desk_act", case.code, act)))


def last_act(case: Case) -> Act:
    with acting_as_system():
        return Act.objects.filter(case=case).order_by("-seq")[0]


def test_one_screen_says_what_where_who_when_and_what_may_be_done(
    district: District, staff: Staff, filed: File
) -> None:
    html = staff("dispatcher").text("desk_case", dispatched(district, filed()).code)
    for words in (
        "红卫里3号楼顶层漏水", "永泰街道 · 康吉社区第1网格", "王**", "138****7890", "办理时限", "5个工作日", "内部：请办理",
        "区住房和城乡建设局", "修改分类", "GB/T 33358-2016", "边界为模拟数据", '<circle class="map-point"',
    ):  # fmt: skip
        assert words in html
    assert "13834567890" not in html
    assert "王小明" not in html


def test_a_case_that_may_not_be_seen_is_not_there(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    assert staff("gucheng").get("desk_case", case.code).status_code == 404
    assert staff("gucheng").get("desk_act", case.code, "answer").status_code == 404
    assert Visitor().get("desk_case", case.code)["Location"].startswith("/sign-in/")


def test_dispatching_begins_with_the_unit_that_the_rule_names(district: District, staff: Staff, filed: File) -> None:
    case = filed(category=district.categories["停水"].pk)
    clerk = staff("dispatcher")
    html = clerk.text("desk_act", case.code, "dispatch")
    assert "按规则“供水”，建议派给区水务局。" in html
    values = form_of(clerk, case, "dispatch")
    assert values["unit"] == [str(district.unit("water"))]
    assert "rule" not in values
    assert clerk.post("desk_act", case.code, "dispatch", data={**values, "note": "请速办"}).status_code == 302
    assert last_act(case).data["unit"] == district.unit("water")
    assert last_act(case).data["rule"]
    assert "供水" in clerk.text("desk_case", case.code)


def test_a_person_may_choose_another_unit_and_then_no_rule_is_noted(
    district: District, staff: Staff, filed: File
) -> None:
    case, clerk = filed(), staff("dispatcher")
    values = {
        **form_of(clerk, case, "dispatch"),
        "unit": district.unit("housing"),
        "co_units": [district.unit("water")],
    }
    clerk.post("desk_act", case.code, "dispatch", data=values)
    assert last_act(case).data == {"unit": district.unit("housing"), "co_units": [district.unit("water")]}


def test_classifying_sends_only_what_was_changed(district: District, staff: Staff, filed: File) -> None:
    case, clerk = filed(), staff("dispatcher")
    values = form_of(clerk, case, "classify")
    assert (values["kind"], values["urgent"]) == (["complaint"], ["false"])
    clerk.post("desk_act", case.code, "classify", data={**values, "urgent": "true"})
    assert last_act(case).data == {"urgent": True}


def test_the_text_suggests_a_category_while_classifying(staff: Staff, filed: File) -> None:
    case = filed(body="房屋漏水，没人管")
    html = staff("dispatcher").text("desk_act", case.code, "classify")
    assert '<optgroup label="根据内容推荐">' in html


def test_handing_over_offers_the_people_of_the_unit(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    do(district, case, "housing", "sign")
    html = staff("housing").text("desk_act", case.code, "hand_over")
    assert ">housing_head</option>" in html
    assert ">water</option>" not in html


def test_what_is_missing_is_named_beside_its_field_and_the_rest_stays(
    district: District, staff: Staff, filed: File
) -> None:
    case = dispatched(district, filed())
    do(district, case, "housing", "contact", note="已联系")
    clerk = staff("housing")
    response = clerk.post("desk_act", case.code, "answer", data={**form_of(clerk, case, "answer"), "answer": "已<i>修"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_result"' in html
    assert "已&lt;i&gt;修</textarea>" in html
    assert state_of(case) == "handling"


def test_a_file_survives_a_refusal(
    district: District, staff: Staff, filed: File, picture: Callable[..., SimpleUploadedFile]
) -> None:
    case = dispatched(district, filed())
    do(district, case, "housing", "contact", note="已联系")
    clerk = staff("housing")
    values = form_of(clerk, case, "answer")
    refused = clerk.post(
        "desk_act", case.code, "answer", data={**values, "answer": "已修", "files": [picture("修后.jpg")]}
    )
    again = {**form_values(refused), "result": "solved"}
    assert clerk.post("desk_act", case.code, "answer", data=again).status_code == 302
    with acting_as_system():
        assert Attachment.objects.get(case=case).file.original_name == "修后.jpg"


def test_a_blocked_act_is_shown_with_its_reason(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    do(district, case, "housing", "sign")
    html = staff("housing").text("desk_case", case.code)
    blocked = re.search(r'button-off"[^>]*>答复</span><span class="offer-why">([^<]+)</span>', html)
    assert blocked
    assert "联系" in blocked[1]


@pytest.mark.parametrize(
    ("name", "act", "status"),
    [("reviewer", "dispatch", 403), ("dispatcher", "rule_on", 403), ("reviewer", "review", 409)],
)
def test_an_act_that_is_not_open_says_why(staff: Staff, filed: File, name: str, act: str, status: int) -> None:
    case = filed()
    response = staff(name).get("desk_act", case.code, act)
    assert response.status_code == status
    assert staff(name).post("desk_act", case.code, act, data={"verdict": "pass"}).status_code == status
    assert state_of(case) == "created"


def test_somebody_was_faster_and_nothing_typed_is_lost(district: District, staff: Staff, filed: File) -> None:
    case, clerk = filed(), staff("dispatcher")
    values = {**form_of(clerk, case, "classify"), "note": "我写了很久的备注", "urgent": "true"}
    dispatched(district, case)
    response = clerk.post("desk_act", case.code, "classify", data=values)
    html = response.content.decode()
    assert response.status_code == 409
    assert "有人先办理了" in html
    assert "已派单" in html
    assert "我写了很久的备注" in html
    assert clerk.post("desk_act", case.code, "classify", data=form_values(response)).status_code == 302


def test_somebody_was_faster_with_the_very_act(district: District, staff: Staff, filed: File) -> None:
    case, clerk = filed(), staff("dispatcher")
    values = {**form_of(clerk, case, "dispatch"), "note": "我的备注"}
    dispatched(district, case)
    html = clerk.post("desk_act", case.code, "dispatch", data=values).content.decode()
    assert "我的备注" in html
    assert "返回事项" in html
    assert '<button class="button button-main">派单' not in html


def test_a_case_that_is_locked_right_now_asks_to_send_again(
    staff: Staff, filed: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: object) -> None:
        raise Refusal("case.busy", status=409)

    case, clerk = filed(), staff("dispatcher")
    values = {**form_of(clerk, case, "classify"), "note": "我的备注"}
    monkeypatch.setattr("minsheng.surface.web.cases.acting.perform", busy)
    response = clerk.post("desk_act", case.code, "classify", data=values)
    assert response.status_code == 409
    assert "有人正在办理此事项" in response.content.decode()
    assert "我的备注" in response.content.decode()


def test_htmx_gets_a_panel_and_is_sent_on_by_a_header(staff: Staff, filed: File) -> None:
    case, clerk = filed(), staff("dispatcher")
    values = form_of(clerk, case, "classify")
    wrong = clerk.post("desk_act", case.code, "classify", data={**values, "confidentiality": "9"}, partial=True)
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()
    done = clerk.post("desk_act", case.code, "classify", data={**values, "urgent": "true"}, partial=True)
    assert (done.status_code, done["HX-Redirect"]) == (204, f"/desk/cases/{case.code}/")


def test_merging_compares_both_sides_first(staff: Staff, filed: File) -> None:
    case, other, clerk = filed(), filed(title="同一处漏水", phone="13900000001"), staff("dispatcher")
    values = {**form_of(clerk, case, "merge"), "into": other.code.lower()}
    compared = clerk.post("desk_act", case.code, "merge", data={**values, "compare": "1"}).content.decode()
    assert 'class="compare"' in compared
    assert "同一处漏水" in compared
    assert "不同诉求人" in compared
    assert state_of(case) == "created"
    assert clerk.post("desk_act", case.code, "merge", data={**values, "reason": "同一问题"}).status_code == 302
    assert state_of(case) == "merged"
    assert other.code in clerk.text("desk_case", case.code)
    assert case.code in clerk.text("desk_case", other.code)


@pytest.mark.parametrize("code", ["", "HL261123-7K3Q9F", "乱写", "itself"])
def test_a_wrong_merge_target_is_named_beside_the_field(staff: Staff, filed: File, code: str) -> None:
    case, clerk = filed(), staff("dispatcher")
    values = {**form_of(clerk, case, "merge"), "into": case.code if code == "itself" else code, "reason": "同一问题"}
    response = clerk.post("desk_act", case.code, "merge", data=values)
    assert response.status_code == 422
    assert 'href="#id_into"' in response.content.decode()
    assert state_of(case) == "created"


def test_links_are_shown_from_both_ends_to_those_who_see_both(district: District, staff: Staff, filed: File) -> None:
    case, other, clerk = filed(), filed(title="起因", phone="13900000001"), staff("dispatcher")
    clerk.post("desk_link", case.code, data={"kind": "caused_by", "other": other.code})
    assert "起因于" in clerk.text("desk_case", case.code)
    assert "引起" in clerk.text("desk_case", other.code)
    html = clerk.client.post(f"/desk/cases/{case.code}/links/", {"kind": "caused_by", "other": "nonsense"}, follow=True)
    assert "note-error" in html.content.decode()
    dispatched(district, case)
    assert other.code not in staff("housing").text("desk_case", case.code)


def test_a_link_to_an_unseen_case_is_refused(district: District, staff: Staff, filed: File) -> None:
    mine, other = dispatched(district, filed()), filed(phone="13900000001")
    staff("housing").post("desk_link", mine.code, data={"kind": "follows", "other": other.code})
    with pytest.raises(Refusal), transaction.atomic():
        link_cases(by=district.actor("housing"), case_id=mine.pk, other_id=other.pk, kind="follows")
    assert other.code not in staff("housing").text("desk_case", mine.code)


def test_particulars_in_clear_need_a_reason_and_are_logged(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    clerk = staff("housing")
    short = clerk.post("desk_reveal", case.code, case.reporter_id, data={"fields_wanted": ["phone"], "reason": "看"})
    assert short.status_code == 422
    assert "13834567890" not in short.content.decode()
    shown = clerk.post(
        "desk_reveal", case.code, case.reporter_id, data={"fields_wanted": ["phone"], "reason": "上门前联系"}
    )
    assert "13834567890" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "王小明" not in shown.content.decode()
    log = staff("audit_admin").text("admin_audit", kind="parties.revealed")
    assert "上门前联系" in log


def test_particulars_stay_closed_without_the_permission(staff: Staff, filed: File) -> None:
    case = filed()
    assert staff("dispatcher").get("desk_reveal", case.code, case.reporter_id).status_code == 403
    assert "查看完整信息" not in staff("dispatcher").text("desk_case", case.code)


def test_internal_files_are_for_officials_only(
    district: District, staff: Staff, filed: File, picture: Callable[..., SimpleUploadedFile]
) -> None:
    case = answered(district, filed())
    reviewer = staff("reviewer")
    values = {**form_of(reviewer, case, "exempt"), "reason": "无法办理", "evidence": [picture("证据.jpg")]}
    assert reviewer.post("desk_act", case.code, "exempt", data=values).status_code == 302
    with acting_as_system():
        pk = Attachment.objects.get(case=case).pk
    assert reviewer.download("file", pk)
    resident = Visitor()
    resident.post("follow", data={"code": case.code, "tail": "7890"})
    assert resident.get("file", pk).status_code == 404
    assert staff("gucheng").get("file", pk).status_code == 404


def test_system_acts_are_told_from_people(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    with transaction.atomic():
        perform(by=SYSTEM, case_id=case.pk, act="escalate", data={"step": 1, "late_clock": "handle"})
    html = staff("dispatcher").text("desk_case", case.code)
    assert "超期升级" in html
    assert "系统" in html
