"""Administration without code: each page calls its service, and says beside the field what the service refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from minsheng.domains import hotline
from minsheng.kernel.access.models import Account, ApiToken, Post, Role, Unit
from minsheng.kernel.areas.models import Area
from minsheng.kernel.cases.models import Case
from minsheng.kernel.deadlines.models import CalendarYear
from minsheng.kernel.procedures.models import ActiveProcedure, ProcedureVersion
from minsheng.kernel.routing.models import Category, Rule
from tests.factories.district import District
from tests.surface.web.browsing import Visitor, form_values
from tests.surface.web.working import dispatched

Staff = Callable[[str], Visitor]
SOURCE = (Path(hotline.__file__).parent / "procedures" / "order" / "2026.1.toml").read_text(encoding="utf-8")
YEAR = """元旦 2027-01-01 2027-01-03
春节 2027-02-05 2027-02-11
清明节 2027-04-05
劳动节 2027-05-01 2027-05-05
端午节 2027-06-09
中秋节 2027-09-15
国庆节 2027-10-01 2027-10-07"""


def test_areas_are_browsed_searched_and_renamed(district: District, staff: Staff) -> None:
    admin = staff("system_admin")
    assert "平城区" in admin.text("admin_areas")
    assert "康吉社区第1网格" in admin.text("admin_areas", q="第1网格")
    pk = district.areas["140213050001"].pk
    html = admin.text("admin_area", pk)
    for words in ("永泰街道", "康吉社区第2网格", "历次边界", "模拟", "<svg"):
        assert words in html
    assert admin.post("admin_area_rename", pk, data={"name": "康吉里社区"}).status_code == 302
    assert Area.objects.get(pk=pk).name == "康吉里社区"
    assert admin.post("admin_area_rename", pk, data={"name": "  "}).status_code == 422
    assert admin.get("admin_area", 999_999).status_code == 404


def test_units_and_posts(district: District, staff: Staff) -> None:
    admin = staff("system_admin")
    assert "区水务局" in admin.text("admin_units", q="水务")
    values = {"code": "heating", "name": "区供热中心", "kind": "utility", "valid_from": "2026-01-01"}
    assert admin.post("admin_unit_add", data=values).status_code == 302
    unit = Unit.objects.get(code="heating")
    again = admin.post("admin_unit_add", data=values)
    assert again.status_code == 422
    assert 'value="区供热中心"' in again.content.decode()
    post = {"account": "water", "role": "clerk", "valid_from": "2026-01-01"}
    assert admin.post("admin_post_add", unit.pk, data={**post, "account": "nobody"}).status_code == 422
    assert admin.post("admin_post_add", unit.pk, data=post).status_code == 302
    made = Post.objects.get(unit=unit)
    assert "water" in admin.text("admin_unit", unit.pk)
    assert admin.post("admin_post_end", made.pk, data={"valid_to": "2025-01-01"}).status_code == 422
    assert admin.post("admin_post_end", made.pk, data={"valid_to": "2026-06-30"}).status_code == 302
    assert admin.post("admin_unit_end", unit.pk, data={"valid_to": "2026-12-31"}).status_code == 302
    unit.refresh_from_db()
    assert str(unit.valid_to) == "2026-12-31"


def test_a_role_by_area_needs_its_area(district: District, staff: Staff) -> None:
    values = {"account": "water", "role": "dispatcher", "valid_from": "2026-01-01"}
    response = staff("system_admin").post("admin_post_add", district.unit("centre"), data=values)
    assert response.status_code == 422
    assert 'href="#id_area_id"' in response.content.decode()


def test_roles_are_read_as_a_matrix_and_defined(staff: Staff) -> None:
    admin = staff("security_admin")
    html = admin.text("admin_roles")
    assert "派单、并案、告知其他途径 (hotline.dispatch)" in html
    values = {
        "key": "auditee",
        "name": "查阅",
        "reach": "unit",
        "clearance": "0",
        "duty": "business",
        "permissions": ["grid.read"],
    }
    assert admin.post("admin_role_add", data=values).status_code == 302
    assert Role.objects.get(key="auditee").permissions == ["grid.read"]
    assert form_values(admin.get("admin_role", "auditee"))["name"] == ["查阅"]
    assert admin.post("admin_role_add", data={**values, "permissions": ["no.such"]}).status_code == 422


def test_accounts_are_opened_with_a_password_that_holds(staff: Staff) -> None:
    admin = staff("security_admin")
    values = {
        "username": "new.one",
        "display_name": "新人",
        "duty": "business",
        "language": "zh-hans",
        "password": "1234567890",
    }
    weak = admin.post("admin_account_add", data=values)
    assert weak.status_code == 422
    assert 'href="#id_password"' in weak.content.decode()
    assert "1234567890" not in weak.content.decode()
    assert admin.post("admin_account_add", data={**values, "password": "Kx7-green-Lantern"}).status_code == 302
    account = Account.objects.get(username="new.one")
    assert "新人" in admin.text("admin_account", account.pk)
    assert "new.one" in admin.text("admin_accounts", q="新人")


def test_accounts_go_on_by_key(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.surface.web.administration.queries.PAGE", 4)
    html = staff("security_admin").text("admin_accounts")
    assert "audit_admin" in html
    assert "after=clerk" in html or 'rel="next"' in html
    assert "audit_admin" not in staff("security_admin").text("admin_accounts", after="centre")


def test_categories_one_by_one_and_by_lines(district: District, staff: Staff) -> None:
    admin = staff("system_admin")
    assert "房屋漏水" in admin.text("admin_categories", realm="hotline")
    url = "/admin-desk/categories/new/?realm=hotline"
    values = {"code": "x-1", "name": "燃气", "parent": district.categories["城乡建设"].pk}
    assert admin.client.post(url, values).status_code == 302
    assert Category.objects.get(code="x-1").level == 2
    assert admin.client.post(url, values).status_code == 422
    lines = {"lines": "城乡建设/供热/温度不达标\n环境保护\t噪声\n"}
    assert admin.client.post("/admin-desk/categories/lines/?realm=hotline", lines).status_code == 302
    assert Category.objects.filter(name__in=["温度不达标", "噪声"]).count() == 2


def test_rules_are_added_changed_moved_and_switched_off(district: District, staff: Staff) -> None:
    admin = staff("system_admin")
    url = "/admin-desk/rules/new/?realm=hotline"
    values = {"name": "漏水归住建", "position": "1", "text_any": "漏水，渗水", "unit_id": district.unit("housing")}
    assert admin.client.post(url, {**values, "unit_of_area": "subdistrict"}).status_code == 422
    assert admin.client.post(url, values).status_code == 302
    rule = Rule.objects.get(name="漏水归住建")
    assert (rule.position, rule.text_any) == (1, ["漏水", "渗水"])
    html = admin.text("admin_rules", realm="hotline")
    assert "内容含：漏水、渗水" in html or "漏水 渗水" in html
    kept = form_values(admin.get("admin_rule", rule.pk))
    assert kept["text_any"] == ["漏水、渗水"]
    assert (
        admin.post("admin_rule", rule.pk, data={**kept, "name": "漏水归住建局", "kinds": ["complaint"]}).status_code
        == 302
    )
    rule.refresh_from_db()
    assert (rule.name, rule.kinds) == ("漏水归住建局", ["complaint"])
    admin.post("admin_rule_move", rule.pk, data={"step": "down"})
    rule.refresh_from_db()
    assert rule.position == 2
    admin.post("admin_rule_move", rule.pk, data={"step": "switch"})
    rule.refresh_from_db()
    assert not rule.active
    assert "漏水归住建局" in admin.text("admin_rules", realm="hotline")


def test_a_dry_run_says_what_rules_take_and_move_before_they_are_kept(
    district: District, staff: Staff, filed: Callable[..., Case]
) -> None:
    dispatched(district, filed(), unit="yongtai")
    filed(phone="13900000001")
    admin = staff("system_admin")
    html = admin.text("admin_rules", realm="hotline", cases="500")
    assert "试算事项" in html
    assert "已有承办单位的 1 件中的 0 件" in html
    values = {"name": "试", "position": "1", "text_any": "漏水", "unit_id": district.unit("housing"), "try": "1"}
    trial = admin.client.post("/admin-desk/rules/new/?realm=hotline", values).content.decode()
    assert "已有承办单位的 1 件中的 1 件" in trial
    assert 'value="试"' in trial
    assert not Rule.objects.filter(name="试").exists()


def test_a_year_is_entered_by_lines_and_shown_by_months(staff: Staff) -> None:
    admin = staff("system_admin")
    year = timezone.localdate().year
    assert f"{year}" in admin.text("admin_calendars")
    assert 'class="cal-day cal-made_up"' in admin.text("admin_calendar", 2026)
    values = {"year": "2027", "off": YEAR, "work": "2027-01-30\n2027-10-09", "source": "国办发明电〔2026〕1号"}
    broken = admin.post(
        "admin_calendar_enter", data={**values, "off": YEAR.replace("2027-10-01", "十月一日"), "work": "2027-10-08"}
    )
    html = broken.content.decode()
    assert broken.status_code == 422
    assert 'href="#id_off"' in html
    assert 'href="#id_work"' in html
    assert "十月一日" in html
    assert admin.post("admin_calendar_enter", data=values).status_code == 302
    assert CalendarYear.objects.get(year=2027).plan().work
    assert admin.get("admin_calendar", 1800).status_code == 200


def test_a_version_is_checked_before_it_is_released(staff: Staff) -> None:
    admin = staff("system_admin")
    broken = admin.post("admin_version_add", data={"source": "key = ", "check": "1"})
    assert broken.status_code == 422
    assert "文件无法读取" in broken.content.decode()
    dead = SOURCE.replace('version = "2026.1"', 'version = "2026.9"').replace(
        'from = ["answered", "calling_back"]\nto = { field = "solved"', 'from = ["answered"]\nto = { field = "solved"'
    )
    unknown = dead.replace('does = ["take"]', 'does = ["take", "fly"]')
    found = admin.post("admin_version_add", data={"source": unknown, "check": "1"}).content.decode()
    assert "检查发现问题" in found
    assert "effect.unknown" in found
    assert admin.post("admin_version_add", data={"source": unknown, "release": "1"}).status_code == 422
    assert not ProcedureVersion.objects.filter(version="2026.9").exists()
    file = SimpleUploadedFile("2026.9.toml", dead.encode(), content_type="application/toml")
    checked = admin.post("admin_version_add", data={"file": file, "check": "1"}).content.decode()
    assert "检查通过，可以发布" in checked
    assert "law.unchecked" in checked
    assert admin.post("admin_version_add", data={"source": dead, "release": "1"}).status_code == 302
    version = ProcedureVersion.objects.get(version="2026.9")
    assert ActiveProcedure.objects.get(key="hotline.order").version.version == "2026.1"
    admin.post("admin_version_activate", version.pk)
    assert ActiveProcedure.objects.get(key="hotline.order").version_id == version.pk
    changed = dead.replace("直接解答", "当场解答")
    refused = admin.post("admin_version_add", data={"source": changed, "release": "1"})
    assert refused.status_code == 422


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x" * 1_000_001])
def test_a_file_that_is_no_procedure_is_named(staff: Staff, content: bytes) -> None:
    file = SimpleUploadedFile("x.toml", content, content_type="text/plain")
    response = staff("system_admin").post("admin_version_add", data={"file": file, "check": "1"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_message_templates_are_read(staff: Staff) -> None:
    assert "{code}" in staff("system_admin").text("admin_templates")


def test_a_token_is_shown_once_and_revoked(staff: Staff) -> None:
    admin = staff("security_admin")
    values = {"account": "dispatcher", "name": "市级平台", "scopes": ["hotline.read"], "days": "30"}
    response = admin.post("admin_token_add", data=values)
    html = response.content.decode()
    assert "ms_" in html
    assert "no-store" in response["Cache-Control"]
    token = ApiToken.objects.get()
    listed = admin.text("admin_tokens")
    assert "市级平台" in listed
    assert "ms_" not in listed
    assert admin.post("admin_token_add", data={**values, "days": "9999"}).status_code == 422
    assert admin.post("admin_token_add", data={**values, "account": "nobody"}).status_code == 422
    admin.post("admin_token_revoke", token.pk)
    token.refresh_from_db()
    assert token.revoked_at


def test_the_log_is_searched_and_verified(staff: Staff, filed: Callable[..., Case]) -> None:
    case = filed()
    auditor = staff("audit_admin")
    html = auditor.text("admin_audit", case=case.code)
    assert "按程序 hotline.order@2026.1 受理了一件事项" in html
    assert "漏水" not in html
    assert "没有找到" in auditor.text("admin_audit", since="2050-01-01")
    assert 'href="#id_case"' in auditor.text("admin_audit", case="乱写")
    assert 'href="#id_since"' in auditor.text("admin_audit", since="乱写")
    assert "HL260101-222222" not in auditor.text("admin_audit", kind="cases.filed")
    wrong = auditor.post("admin_audit_check", data={"anchor": "3:zz"})
    assert 'href="#id_anchor"' in wrong.content.decode()
    assert "审计日志完整" in auditor.post("admin_audit_check", data={"anchor": ""}).content.decode()


def test_the_log_goes_on_by_key(staff: Staff, filed: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.surface.web.administration.audit.PAGE", 1)
    filed()
    filed(phone="13900000001")
    auditor = staff("audit_admin")
    first = auditor.text("admin_audit", kind="cases.filed")
    assert first.count("受理了一件事项") == 1
    after = first.partition('href="?')[2].partition('"')[0].replace("&amp;", "&")
    second = auditor.client.get(f"/admin-desk/audit/?{after}").content.decode()
    assert second.count("受理了一件事项") == 1
    assert 'rel="next"' not in second


def test_who_reads_no_cases_is_led_to_the_own_pages(district: District, staff: Staff) -> None:
    assert staff("system_admin").get("desk")["Location"] == "/admin-desk/"
    assert staff("mediator").get("desk").status_code == 200  # cases name mediators, so they have an inbox
    Role.objects.filter(key="mediator").update(permissions=["disputes.statistics"])
    assert staff("mediator").get("desk")["Location"] == "/desk/disputes/"
    assert staff("mediator").get("admin").status_code == 403
