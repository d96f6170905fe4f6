"""The system administrator: a routing rule is tried on what came in before it decides anything."""

from __future__ import annotations

from django.db import transaction
from playwright.sync_api import expect

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.routing.models import Rule
from tests.factories.district import SYSTEM, District, a_report
from tests.journeys.conftest import Open
from tests.journeys.steps import settled
from tests.surface.web.conftest import ADMINISTRATORS, administrator
from tests.surface.web.working import dispatched

NAME = "漏水归住建"


def rules() -> set[str]:
    with acting_as_system():
        return set(Rule.objects.values_list("name", flat=True))


def test_a_rule_is_tried_and_then_kept(open_page: Open, district: District) -> None:
    administrator(district, "system", ADMINISTRATORS["system"])
    roofs = district.categories["房屋漏水"]
    with transaction.atomic():
        case = file_case(by=SYSTEM, procedure="hotline.order", report=a_report(category=roofs.pk)).case
    dispatched(district, case, "yongtai")

    page = open_page("/admin-desk/rules/?realm=hotline", user="system_admin")
    page.get_by_role("link", name="新增规则").click()
    page.wait_for_url("**/rules/new/**")
    page.fill("#id_name", NAME)
    page.select_option("#id_category_id", str(roofs.pk))
    page.select_option("#id_unit_id", label="区住房和城乡建设局")
    page.get_by_role("button", name="先试运行").click()
    expect(page.locator(".outcome")).to_contain_text("1")
    expect(page.get_by_role("row", name=NAME)).to_be_visible()
    assert NAME not in rules()

    settled(page)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".note-success")).to_be_visible()
    expect(page.get_by_role("link", name=NAME)).to_be_visible()
    assert NAME in rules()
