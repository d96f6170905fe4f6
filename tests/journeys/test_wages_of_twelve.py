"""Twelve workers claim wages: representatives, a signed and sealed agreement, the court's ruling, a late instalment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from minsheng.base.time import SHANGHAI
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.reports import Report
from tests.domains.disputes.lives import OTHER, Mediation
from tests.factories.district import SYSTEM, District
from tests.journeys.conftest import PHONE, Open
from tests.journeys.disputes import case_of, choose, fits, open_committee
from tests.journeys.steps import begin, finish, follow, go
from tests.journeys.time import at

BEGUN = datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)
SEALED = BEGUN + timedelta(days=3)
WORKERS = 12
TERMS = "公司分两期付清十二名工人工资共计二十四万元，由代表人代为分发。"


def claimed(district: District) -> Mediation:
    """The committee has the claim of all twelve, with its mediator."""
    report = Report(
        title="拖欠十二名工人工资",
        body="装修工程完工后拖欠十二名工人工资共计二十四万元，希望尽快付清。",
        kind="labour",
        name="工人甲",
        phone="13834567800",
        inputs={"other_party": {**OTHER, "address": "工业路2号"}, "people": WORKERS, "amount": "240000.00"},
    )
    with acting_as_system():
        case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report, at=BEGUN).case
        told = Mediation(district, case, BEGUN)
        told.do("system", "send", unit=district.unit("tiaowei"))
        for number in range(1, WORKERS):
            person = {"name": f"工人{'乙丙丁戊己庚辛壬癸子丑'[number - 1]}", "phone": f"138345678{number:02}"}
            told.do("director", "add_applicant", new_party=person)
        told.do("director", "accept", level="complex")
        told.do("system", "assign_mediators", mediators=[district.accounts["mediator"].pk])
    return told


def parties_of(told: Mediation) -> list[int]:
    """The twelve, then the company."""
    facts = case_of(told.case.code).facts
    return [*facts["applicants"], *facts["respondents"]]


def represented(page: Page, code: str) -> None:
    """Six representatives are refused, five are named; without them nothing is agreed."""
    expect(page.locator(".offer", has_text="拟定调解协议书").locator(".button-off")).to_be_visible()
    begin(page, "推选代表人")
    for place in range(6):
        choose(page, "delegates", place)
    page.locator("#act-panel form").get_by_role("button", name="推选代表人").click()
    expect(page.locator(".faults")).to_be_visible()
    choose(page, "delegates", 5)
    finish(page, "推选代表人")
    assert len(case_of(code).facts["representatives"]) == 5


def drafted(page: Page, told: Mediation) -> None:
    """Two instalments of the sum agreed."""
    parties = parties_of(told)
    begin(page, "拟定调解协议书")
    page.fill("#id_terms", TERMS)
    page.fill("#id_amount", "240000")
    page.fill("[name=perform_by]", "2026-08-31")
    for line, due in enumerate(("2026-06-30", "2026-08-31")):
        page.locator("[name='instalments.due']").nth(line).fill(due)
        page.locator("[name='instalments.sum']").nth(line).fill("120000")
        page.locator("select[name='instalments.debtor']").nth(line).select_option(str(parties[-1]))
        page.locator("select[name='instalments.creditor']").nth(line).select_option(str(parties[0]))
    finish(page, "拟定调解协议书")


def signed(page: Page, told: Mediation, day: str) -> None:
    """One sets a fingerprint on the screen, the others sign; the mediator signs last."""
    begin(page, "当事人签署")
    first, *others = parties_of(told)
    page.select_option("select[name=party]", str(first))
    choose(page, "method", "按指印")
    page.fill("[name=signed_on]", day)
    finish(page, "当事人签署")
    with acting_as_system():
        for party in others:
            told.do("mediator", "sign", timezone.now(), party=party, method="signature", signed_on=day)
    go(page, page.url)
    begin(page, "调解员签名")
    finish(page, "调解员签名")


def test_confirmed_and_then_not_paid_in_time(open_page: Open, district: District) -> None:
    open_committee(district)
    told = claimed(district)
    address = f"/desk/cases/{told.case.code}/"
    with at(SEALED):
        page = open_page(address, user="mediator")
        represented(page, told.case.code)
        drafted(page, told)
    with at(SEALED + timedelta(hours=2)):
        signed_by_all(open_page, told, address)

    with at(SEALED + timedelta(days=10)):
        page = open_page(address, user="mediator")
        begin(page, "共同申请司法确认")
        for place in range(WORKERS + 1):
            choose(page, "applying", place)
        page.select_option("#id_court", label="区人民法院")
        finish(page, "共同申请司法确认")
        ruled(open_page)
        assert case_of(told.case.code).facts["ruling"] == "valid"

    paid_once_and_then_not(open_page, told, address)


def signed_by_all(open_page: Open, told: Mediation, address: str) -> None:
    """All sign, the committee seals, and the paper can be had."""
    signed(open_page(address, user="mediator"), told, SEALED.date().isoformat())
    director = open_page(address, user="director")
    begin(director, "盖章生效")
    finish(director, "盖章生效")
    with director.expect_download() as caught:
        director.locator("a[href$='/papers/agreement/']").first.click()
    assert caught.value.suggested_filename.endswith(".docx")


def ruled(open_page: Open) -> None:
    """The court accepts the joint application and rules that the agreement is valid."""
    court = open_page("/desk/", user="court")
    court.get_by_role("link", name="拖欠十二名工人工资").first.click()
    court.wait_for_url("**/desk/cases/*/")
    begin(court, "受理")
    court.fill("#id_case_number", "（2026）晋0213调确1号")
    finish(court, "受理")
    begin(court, "裁定协议有效")
    finish(court, "裁定协议有效")


def paid_once_and_then_not(open_page: Open, told: Mediation, address: str) -> None:
    """The first instalment comes in time, the second does not; the page says what is open now."""
    with at(datetime(2026, 6, 29, 10, 0, tzinfo=SHANGHAI)):
        page = open_page(address, user="mediator")
        begin(page, "记录履行")
        page.fill("#id_instalment", "1")
        page.fill("[name=paid_on]", "2026-06-29")
        page.fill("#id_paid", "120000")
        finish(page, "记录履行")
        expect(page.locator(".offer", has_text="认定未履行").locator(".button-off")).to_be_visible()

    with at(datetime(2026, 9, 2, 10, 0, tzinfo=SHANGHAI)):
        page = open_page(address, user="mediator")
        expect(page.locator("main")).to_contain_text("逾期2天")
        begin(page, "认定未履行")
        page.fill("#id_reason", "第二期到期未付，经催告仍未支付。")
        finish(page, "认定未履行")
        worker = open_page("/", **PHONE)
        follow(worker, told.case.code, "7800")
        expect(worker.locator("main")).to_contain_text("强制执行")
        fits(worker)
        english = open_page("/", language="en-GB", **PHONE)
        follow(english, told.case.code, "7800")
        expect(english.locator("main")).to_contain_text("The court that confirmed it can enforce it.")
        fits(english)
    assert case_of(told.case.code).state == "breached"
