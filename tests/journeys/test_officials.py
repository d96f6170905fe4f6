"""Officials at their desks: one dispatches, one handles, one reviews; somebody is faster; an act is not allowed."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import expect

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from tests.factories.district import SYSTEM, District, a_report
from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import begin, finish, go, pick_case, settled
from tests.surface.web.working import dispatched


@pytest.fixture
def case(district: District) -> Case:
    """Give a leaking roof."""
    with transaction.atomic():
        return file_case(by=SYSTEM, procedure="hotline.order", report=a_report()).case


def state(case: Case) -> str:
    with acting_as_system():
        return Case.objects.get(pk=case.pk).state


def test_from_the_inbox_to_the_answer(open_page: Open, case: Case) -> None:
    clerk = open_page("/desk/", user="dispatcher")
    expect(clerk.locator(".tabs [aria-current] .count")).to_have_text("1")
    pick_case(clerk, "房顶漏水")
    begin(clerk, "派单")
    expect(clerk.locator("#act-panel")).to_contain_text("按规则“属地街道”，建议派给永泰街道办事处。")
    clerk.select_option("#id_unit", label="区住房和城乡建设局")
    finish(clerk, "派单")
    assert state(case) == "dispatched"

    handler = open_page("/desk/", user="housing")
    pick_case(handler, "房顶漏水")
    begin(handler, "签收")
    finish(handler, "签收")
    assert state(case) == "handling"
    begin(handler, "联系诉求人")
    handler.fill("#id_note", "已约明日上门")
    finish(handler, "联系诉求人")
    begin(handler, "答复")
    handler.fill("#id_answer", "已补漏。")
    handler.get_by_text("已解决", exact=True).click()
    finish(handler, "答复")
    assert state(case) == "answered"
    expect(handler.get_by_text("当前环节没有您的岗位可以办理的动作")).to_be_visible()

    reviewer = open_page("/desk/", user="reviewer")
    pick_case(reviewer, "房顶漏水")
    begin(reviewer, "审核答复")
    reviewer.get_by_text("通过", exact=True).click()
    finish(reviewer, "审核答复")
    assert state(case) == "calling_back"


def test_somebody_is_faster_and_nothing_typed_is_lost(open_page: Open, case: Case, district: District) -> None:
    page = open_page(f"/desk/cases/{case.code}/", user="dispatcher")
    begin(page, "修改分类")
    page.fill("#id_note", "我写了很久")
    dispatched(district, case)
    page.locator("#act-panel form").get_by_role("button", name="修改分类").click()
    expect(page.locator(".news")).to_contain_text("派单")
    expect(page.locator("#id_note")).to_have_value("我写了很久")
    settled(page)
    page.get_by_text("是", exact=True).click()
    finish(page, "修改分类")


def test_an_act_that_is_not_allowed_says_why(open_page: Open, case: Case, district: District) -> None:
    dispatched(district, case)
    handler = open_page(f"/desk/cases/{case.code}/", user="housing")
    begin(handler, "签收")
    finish(handler, "签收")
    blocked = handler.locator(".offer", has_text="答复").first
    expect(blocked.locator(".button-off")).to_be_visible()
    expect(blocked).to_contain_text("联系")
    reviewer = open_page(f"/desk/cases/{case.code}/acts/ask/", user="reviewer")
    expect(reviewer.locator("h1")).to_contain_text("您无权进行此操作")


def test_particulars_are_shown_for_a_reason(open_page: Open, case: Case, district: District) -> None:
    dispatched(district, case)
    page = open_page(f"/desk/cases/{case.code}/", user="housing")
    expect(page.locator(".people")).not_to_contain_text("13834567890")
    page.get_by_role("link", name="查看完整信息").click()
    expect(page.locator("#id_reason")).to_be_visible()
    settled(page)
    page.fill("#id_reason", "上门前联系")
    page.locator(".people").get_by_role("button").click()
    expect(page.locator(".people")).to_contain_text("13834567890")


def test_the_slash_key_leads_to_the_search(open_page: Open, case: Case) -> None:
    page = open_page("/desk/", user="dispatcher")
    page.keyboard.press("/")
    page.keyboard.type("漏水")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search/**")
    expect(page.get_by_role("link", name="房顶漏水")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(case.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.code}/")


def test_two_returns_and_a_ruling(open_page: Open, case: Case, district: District) -> None:
    address = f"/desk/cases/{case.code}/"
    for name in ("housing", "water"):
        dispatched(district, case, name)
        unit = open_page(address, user=name)
        begin(unit, "退单")
        unit.fill("#id_reason", "不属于我单位职责。")
        unit.fill("#id_basis", "三定方案第二条")
        finish(unit, "退单")
        assert state(case) == "disputed"

    chief = open_page(address, user="chief")
    begin(chief, "裁定责任单位")
    chief.select_option("#id_unit", label="区住房和城乡建设局")
    chief.fill("#id_basis", "房屋漏水由住建部门负责。")
    finish(chief, "裁定责任单位")
    assert state(case) == "dispatched"

    housing = open_page(address, user="housing")
    expect(housing.locator(".offer", has_text="退单").locator(".button-off")).to_be_visible()


def test_the_desk_in_english(open_page: Open, case: Case) -> None:
    page = open_page("/desk/", user="dispatcher")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_contain_text("To dispatch")
    settled(page)
    pick_case(page, "房顶漏水")
    begin(page, "Dispatch")
    page.locator("#act-panel form").get_by_role("button", name="Dispatch", exact=True).click()
    expect(page.locator(".note-success")).to_have_text("Done: Dispatch")
    expect(page.locator(".case-line .state")).to_have_text("Dispatched")
    assert state(case) == "dispatched"


PAGES = {
    "": ("/", "/report/", "/follow/", "/procedures/", "/procedures/hotline.order/2026.1/", "/sign-in/", "/nothing/"),
    "dispatcher": ("/desk/", "/desk/?tab=all", "/desk/search/?q=漏水", "/desk/file/", "/desk/cases/{code}/", "/desk/cases/{code}/acts/dispatch/"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("user", sorted(PAGES))
def test_no_page_is_wider_than_its_window(
    open_page: Open, site: str, case: Case, user: str, large: bool, language: str
) -> None:
    for size in (PHONE, {}):
        page = open_page("/", user=user, language=language, **size)
        if large:
            page.context.add_cookies([{"name": "minsheng_type", "value": "large", "url": site}])
        for path in PAGES[user]:
            go(page, path.format(code=case.code))
            spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert spill <= 0, f"{path} spills {spill} px"
