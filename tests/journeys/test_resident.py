"""A resident with a phone: files with a photo, follows, mistypes, rates."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import expect

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Attachment, Case
from tests.factories.district import District
from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import follow, send, settled, write
from tests.surface.web.working import answered


def photo() -> dict[str, object]:
    held = io.BytesIO()
    Image.new("RGB", (1600, 1200), (140, 110, 70)).save(held, "JPEG")
    return {"name": "漏水.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def cases() -> list[Case]:
    with acting_as_system():
        return list(Case.objects.order_by("id"))


def test_files_with_place_and_photo_and_follows_on_another_phone(open_page: Open, district: District) -> None:
    page = open_page("/", **PHONE)
    page.get_by_role("link", name="我要反映").last.click()
    page.wait_for_url("**/report/")
    write(page)
    page.fill("[name=category_search]", "漏水")
    page.get_by_text("城乡建设/住房/房屋漏水").click()
    page.locator(".map-frame path[data-id]").first.click()
    expect(page.locator(".map-frame svg")).to_have_attribute("aria-label", "永泰街道")
    page.locator(".map-frame path[data-id]").nth(1).click()
    expect(page.locator("[data-word]")).to_contain_text("永泰街道")
    page.set_input_files("#id_files", photo())
    expect(page.locator(".previews img")).to_be_visible()
    code = send(page)
    expect(page.get_by_text("办理时限", exact=True).first).to_be_visible()

    case = cases()[0]
    assert (case.code, case.category_id) == (code, district.categories["房屋漏水"].pk)
    assert case.area_id in {district.areas[key].pk for key in ("140213050001001", "140213050001002", "140213050002")}

    other = open_page("/", **PHONE)
    follow(other, code, "0000")
    expect(other.locator(".faults")).to_contain_text("后四位")
    expect(other.locator("#id_code")).to_have_value(code.lower())
    follow(other, code, "7890")
    expect(other.get_by_text("热线中心已收到您的诉求")).to_be_visible()
    picture = other.locator(".files img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("it => it.naturalWidth") > 0


def test_a_mistake_keeps_everything_and_moves_the_cursor_to_it(open_page: Open) -> None:
    page = open_page("/report/", **PHONE)
    write(page)
    page.fill("#id_phone", "12")
    page.set_input_files("#id_files", photo())
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".faults")).to_be_visible()
    expect(page.locator("#id_phone")).to_be_focused()
    settled(page)
    assert page.input_value("#id_body").startswith("3号楼顶层漏水")
    expect(page.get_by_text("漏水.jpg")).to_be_visible()
    page.fill("#id_phone", "13834567890")
    send(page)
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
    first = send(page)
    page.go_back()
    page.wait_for_url("**/report/")
    assert send(page) == first
    assert len(cases()) == 1


def test_without_script_the_lists_do(open_page: Open, district: District) -> None:
    page = open_page("/report/", java_script_enabled=False, **PHONE)
    write(page)
    page.select_option("#id_area", "140213050002")
    send(page)
    assert cases()[0].area_id == district.areas["140213050002"].pk


def test_rates_the_answer_in_english(open_page: Open, district: District) -> None:
    page = open_page("/report/")
    write(page)
    send(page)
    case = cases()[0]
    answered(district, case)

    phone = open_page("/", language="en-GB", **PHONE)
    follow(phone, case.code, "7890")
    expect(phone.get_by_text("已补漏，请查看。")).to_be_visible()
    phone.get_by_role("link", name="Rate").click()
    phone.get_by_role("button", name="Rate").click()
    expect(phone.locator(".faults")).to_be_visible()
    phone.locator(".cards").get_by_text("Solved", exact=True).click()
    phone.locator(".cards").get_by_text("Satisfied", exact=True).click()
    phone.get_by_role("button", name="Rate").click()
    expect(phone.locator(".now-state")).to_contain_text("Closed")
    assert cases()[0].state == "closed"


def test_what_is_not_solved_is_handled_again(open_page: Open, district: District) -> None:
    page = open_page("/report/", **PHONE)
    write(page)
    code = send(page)
    answered(district, cases()[0])

    page.get_by_role("link", name="查看我的事项").click()
    page.get_by_role("link", name="评价", exact=True).click()
    page.get_by_text("未解决", exact=True).click()
    page.get_by_text("不满意", exact=True).click()
    page.get_by_role("button", name="评价", exact=True).click()
    expect(page.locator(".note-success")).to_contain_text("评价")
    assert cases()[0].state == "calling_back"  # what is not solved is never closed by a rating

    page.get_by_role("link", name="申请重办").click()
    page.fill("#id_message", "还在漏。")
    page.get_by_role("button", name="申请重办").click()
    expect(page.locator(".now-state")).to_contain_text("办理中")
    assert (cases()[0].code, cases()[0].state, cases()[0].reopens) == (code, "handling", 1)
