"""A resident with a phone: files with a photo, follows, mistypes, rates."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page, expect

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Attachment, Case
from tests.factories.district import District
from tests.journeys.conftest import PHONE, Open
from tests.surface.web.working import answered


def photo() -> dict[str, object]:
    held = io.BytesIO()
    Image.new("RGB", (1600, 1200), (140, 110, 70)).save(held, "JPEG")
    return {"name": "漏水.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def write(page: Page) -> None:
    """Fill in the form as far as a resident must."""
    page.get_by_text("投诉", exact=True).click()
    page.fill("#id_body", "3号楼顶层漏水，下雨天屋里用盆接水。")
    page.fill("#id_address", "红卫里3号楼")
    page.fill("#id_name", "王小明")
    page.fill("#id_phone", "138 3456 7890")


def follow(page: Page, code: str, tail: str) -> None:
    page.goto("/follow/")
    page.fill("#id_code", code.lower())
    page.fill("#id_tail", tail)
    page.click("main .button-main")


def cases() -> list[Case]:
    with acting_as_system():
        return list(Case.objects.order_by("id"))


def test_files_with_place_and_photo_and_follows_on_another_phone(open_page: Open, district: District) -> None:
    page = open_page("/", **PHONE)
    page.get_by_role("link", name="我要反映").last.click()
    write(page)
    page.fill("[name=category_search]", "漏水")
    page.get_by_text("城乡建设/住房/房屋漏水").click()
    page.locator(".map-frame path[data-id]").first.click()
    page.locator(".map-frame path[data-id]").nth(1).click()
    expect(page.locator("[data-word]")).to_contain_text("永泰街道")
    page.set_input_files("#id_files", photo())
    expect(page.locator(".previews img")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    code = page.locator(".done-code").inner_text()
    expect(page.get_by_text("办理时限", exact=True).first).to_be_visible()

    case = cases()[0]
    assert (case.code, case.category_id) == (code, district.categories["房屋漏水"].pk)
    assert case.area_id in {district.areas[key].pk for key in ("140213050001001", "140213050001002", "140213050002")}

    other = open_page("/", **PHONE)
    follow(other, code, "0000")
    expect(other.locator(".faults")).to_contain_text("后四位")
    assert other.input_value("#id_code") == code.lower()
    follow(other, code, "7890")
    expect(other.get_by_text("热线中心已收到您的诉求")).to_be_visible()
    picture = other.locator(".files img")
    expect(picture).to_be_visible()
    assert picture.evaluate("it => it.naturalWidth") > 0


def test_a_mistake_keeps_everything_and_moves_the_cursor_to_it(open_page: Open) -> None:
    page = open_page("/report/", **PHONE)
    write(page)
    page.fill("#id_phone", "12")
    page.set_input_files("#id_files", photo())
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".faults")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "id_phone"
    assert page.input_value("#id_body").startswith("3号楼顶层漏水")
    expect(page.get_by_text("漏水.jpg")).to_be_visible()
    page.fill("#id_phone", "13834567890")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    with acting_as_system():
        assert Attachment.objects.count() == 1


def test_a_double_click_files_once(open_page: Open) -> None:
    for javascript in (True, False):
        before = len(cases())
        page = open_page("/report/", java_script_enabled=javascript)
        write(page)
        page.set_input_files("#id_files", photo())
        page.get_by_role("button", name="提交").dblclick()
        page.wait_for_url("**/report/done/**")
        assert len(cases()) == before + 1


def test_going_back_and_sending_again_files_nothing_new(open_page: Open) -> None:
    page = open_page("/report/")
    write(page)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    first = page.locator(".done-code").inner_text()
    page.go_back()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    assert page.locator(".done-code").inner_text() == first
    assert len(cases()) == 1


def test_without_script_the_lists_do(open_page: Open, district: District) -> None:
    page = open_page("/report/", java_script_enabled=False, **PHONE)
    write(page)
    page.select_option("#id_area", "140213050002")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    assert cases()[0].area_id == district.areas["140213050002"].pk


def test_rates_the_answer_in_english(open_page: Open, district: District) -> None:
    page = open_page("/report/")
    write(page)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    case = cases()[0]
    answered(district, case)

    phone = open_page("/", language="en-GB", **PHONE)
    follow(phone, case.code, "7890")
    expect(phone.get_by_text("已补漏，请查看。")).to_be_visible()
    phone.get_by_role("link", name="Rate").click()
    phone.get_by_role("button", name="Rate").click()
    expect(phone.locator(".faults")).to_be_visible()
    phone.get_by_text("Solved", exact=True).click()
    phone.get_by_text("Satisfied", exact=True).click()
    phone.get_by_role("button", name="Rate").click()
    expect(phone.locator(".now-state")).to_contain_text("Closed")
    assert cases()[0].state == "closed"
