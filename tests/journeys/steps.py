"""Steps that several journeys take. Each ends only when the page has come to rest, however busy the machine is."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def settled(page: Page) -> None:
    """Wait until nothing is under way: a click that leaves the page would break it off."""
    page.wait_for_load_state("load")
    expect(page.locator(".htmx-request")).to_have_count(0)


def go(page: Page, path: str) -> None:
    """Open an address."""
    page.goto(path)
    settled(page)


def pick_case(page: Page, title: str) -> None:
    """From a list to the page of a case."""
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/desk/cases/*/")
    settled(page)


def begin(page: Page, act: str) -> None:
    """Open the form of an act in its panel."""
    page.locator("#act-panel").get_by_role("link", name=act, exact=True).click()
    expect(page.locator("#act-panel form")).to_be_visible()
    settled(page)


def finish(page: Page, act: str) -> None:
    """Send the form; the page of the case comes back with a word."""
    page.locator("#act-panel form").get_by_role("button", name=act, exact=True).click()
    expect(page.locator(".note-success")).to_contain_text(act)
    settled(page)


def write(page: Page) -> None:
    """Fill in the form of a report as far as a resident must."""
    page.get_by_text("投诉", exact=True).click()
    page.fill("#id_body", "3号楼顶层漏水，下雨天屋里用盆接水。")
    page.fill("#id_address", "红卫里3号楼")
    page.fill("#id_name", "王小明")
    page.fill("#id_phone", "138 3456 7890")
    settled(page)


def send(page: Page) -> str:
    """Send the report; gives the code on the page that says it was received."""
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/done/**")
    return page.locator(".done-code").inner_text()


def follow(page: Page, code: str, tail: str) -> None:
    """Ask for a case by its code and the end of the telephone number."""
    go(page, "/follow/")
    page.fill("#id_code", code.lower())
    page.fill("#id_tail", tail)
    page.click("main .button-main")
