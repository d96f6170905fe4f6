"""A neighbour refuses mediation: nothing is forced on anybody, and both read which other ways are open."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.factories.district import District
from tests.journeys.conftest import PHONE, Open
from tests.journeys.disputes import (
    acts_on_portal,
    case_of,
    choose,
    does,
    fill_person,
    fits,
    open_committee,
    opens,
)
from tests.journeys.steps import begin, finish, follow, go, send, settled


def files(page: Page) -> str:
    """A resident asks for mediation and names the other side; gives the code."""
    go(page, "/")
    page.get_by_role("link", name="申请人民调解").click()
    page.wait_for_url("**/report/**")
    settled(page)
    page.get_by_text("邻里", exact=True).click()
    page.fill("#id_body", "楼上每晚使用跑步机到深夜，多次沟通没有结果，希望停止夜间噪声。")
    page.fill("#id_address", "红卫里3号楼")
    page.select_option("#id_area", "140213050001")
    fill_person(page, "other_party", name="白秀兰", phone="13934567891", address="红卫里3号楼6层")
    page.fill("#id_name", "石建国")
    page.fill("#id_phone", "13834567890")
    settled(page)
    return send(page)


def test_refused_before_it_began(open_page: Open, district: District) -> None:
    open_committee(district)
    applicant = open_page("/", **PHONE)
    code = files(applicant)
    director = open_page(f"/desk/cases/{code}/", user="director")
    begin(director, "送交调解委员会")
