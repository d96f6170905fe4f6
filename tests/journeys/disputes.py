"""What several journeys through disputes need: a committee that can work, and forms as people fill them in."""

from __future__ import annotations

from datetime import date, datetime

from playwright.sync_api import Page

from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.models import Room
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.domains.disputes.sessions.rooms import add_room
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests.factories.district import SYSTEM, District
from tests.journeys.conftest import Open
from tests.journeys.steps import begin, finish, go, send, settled

BEGIN = date(2024, 1, 1)
APPLICANT = {"name": "石建国", "phone": "13834567890"}
OTHER = {"name": "白秀兰", "phone": "13934567891", "address": "红卫里3号楼6层"}


def open_committee(district: District) -> Room:
    """Enter a mediator and a room of the committee; gives the room."""
    unit = district.unit("tiaowei")
    with acting_as_system():
        account = district.accounts["mediator"].pk
        add_mediator(by=SYSTEM, account_id=account, unit_id=unit, kind="full_time", valid_from=BEGIN)
        return add_room(
            by=SYSTEM,
            unit_id=unit,
            name="第一调解室",
            address="康吉路1号",
            seats=8,
            allows_link=True,
            valid_from=BEGIN,
        )


def case_of(code: str) -> Case:
    """The case as it stands in the database."""
    with acting_as_system():
        return Case.objects.get(code=code)


def ask_for_mediation(page: Page) -> str:
    """A resident asks for mediation and names the other side; gives the code."""
    go(page, "/")
    page.get_by_role("link", name="申请人民调解").click()
    page.wait_for_url("**/report/**")
    settled(page)
    page.get_by_text("邻里", exact=True).click()
    page.fill("#id_body", "楼上每晚使用跑步机到深夜，多次沟通没有结果，希望停止夜间噪声。")
    page.select_option("#id_area", "140213050001")
    for part, value in OTHER.items():
        page.fill(f"[name='other_party.{part}']", value)
    for part, value in APPLICANT.items():
        page.fill(f"#id_{part}", value)
    settled(page)
    return send(page)


def sent(open_page: Open, code: str) -> None:
    """The centre sends the case to the committee of the community."""
    page = open_page(f"/desk/cases/{code}/", user="governance")
    begin(page, "送交调解委员会")
    page.select_option("#id_unit", label="康吉社区人民调解委员会")
    finish(page, "送交调解委员会")


def choose(page: Page, field: str, which: str | int) -> None:
    """Choose one of the cards, ticks or lines of a field: by its words, or by its place."""
    listed = page.locator(f"select#id_{field}")
    if listed.count() and isinstance(which, int):
        listed.select_option(index=which + 1)
        return
    if listed.count():
        listed.select_option(label=str(which))
        return
    boxes = page.locator(f"label:has(input[name='{field}'])")
    (boxes.nth(which) if isinstance(which, int) else boxes.filter(has_text=which).first).click()


def fill_instant(page: Page, field: str, at: datetime) -> None:
    """Fill in a day with its hour."""
    page.fill(f"[name='{field}']", at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"))


def fits(page: Page) -> None:
    """No part of the page stands outside of its window."""
    settled(page)
    spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert spill <= 0, f"{page.url} spills {spill} px"
