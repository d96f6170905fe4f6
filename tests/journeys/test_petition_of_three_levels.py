"""A petition through handling, review and re-review: extended once and not twice, heard, and ended."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Page, expect

from minsheng.base.time import SHANGHAI
from tests.factories.district import District
from tests.journeys.conftest import PHONE, Open
from tests.journeys.disputes import APPLICANT, case_of, choose, fits
from tests.journeys.petitions import open_organs
from tests.journeys.steps import begin, finish, follow, go, send, settled
from tests.journeys.time import at


def day(month: int, number: int) -> datetime:
    """Ten in the morning of a day of 2026."""
    return datetime(2026, month, number, 10, 0, tzinfo=SHANGHAI)


def petition(page: Page) -> str:
    """A resident files at the portal; gives the code."""
    go(page, "/")
    page.get_by_role("link", name="信访", exact=True).click()
    page.wait_for_url("**/report/disputes.petition/")
    settled(page)
    page.get_by_text("申诉求决", exact=True).click()
    page.fill("#id_body", "房屋测绘面积与合同不符，请求重新测绘并退还差价。")
    page.select_option("#id_area", "140213050001")
    for part, value in APPLICANT.items():
        page.fill(f"#id_{part}", value)
    settled(page)
    return send(page)


def done(page: Page, act: str, **values: str) -> None:
    """Do an act with its boxes and lists filled in; a value that begins with = is chosen by its words."""
    begin(page, act)
    for name, value in values.items():
        if value.startswith("="):
            choose(page, name, value[1:])
        else:
            page.fill(f"#act-panel [name={name}]", value)
    settled(page)
    finish(page, act)


def asks_higher(open_page: Open, code: str, act: str, *words: str) -> None:
    """The petitioner reads where things stand, and asks the next level."""
    page = open_page("/", **PHONE)
    follow(page, code, APPLICANT["phone"][-4:])
    for text in words:
        expect(page.locator("main")).to_contain_text(text)
    fits(page)
    page.get_by_role("link", name=act, exact=True).click()
    page.fill("#id_message", f"不服，{act}。")
    page.get_by_role("button", name=act, exact=True).click()
    expect(page.locator(".note-success")).to_contain_text(act)


def handled(open_page: Open, code: str) -> None:
    """Sorted, transferred, accepted in time, extended once, answered and served."""
    address = f"/desk/cases/{code}/"
    with at(day(3, 3)):
        office = open_page(address, user="petitions")
        done(office, "甄别分类", kind="=申诉求决", way="=其他，出具处理意见（第31条第6项）")
        done(office, "转送、交办、上报", unit="=区住房和城乡建设局", manner="=转送")
    with at(day(3, 12)):
        unit = open_page(address, user="housing")
        done(unit, "受理并告知", course="=申诉求决（出具处理意见）", notice_on="2026-03-12")
        assert case_of(code).state == "handling"
    with at(day(4, 20)):
        head = open_page(address, user="housing_head")
        done(head, "批准延期", days="20", ground="需要重新测绘。")
        begin(head, "批准延期")
        head.fill("#id_days", "5")
        head.fill("#id_ground", "再延。")
        head.locator("#act-panel form").get_by_role("button", name="批准延期").click()
        expect(head.locator("#act-panel .faults")).to_contain_text("最多延长 1 次")
        expect(head.locator("#act-panel")).to_contain_text("第34条")
    with at(day(5, 25)):
        unit = open_page(address, user="housing")
        opinion = {"claims": "请求重新测绘", "findings": "测绘符合规范", "basis": "房产测量规范", "opinion": "理由如下"}
        done(unit, "出具信访处理意见书", reply_kind="=不予支持", **opinion)
        done(unit, "送达处理意见书", served_on="2026-05-25", service="=直接送达")


def test_through_all_three_levels(open_page: Open, district: District) -> None:
    open_organs(district)
    with at(day(3, 2)):
        code = petition(open_page("/", **PHONE))
    address = f"/desk/cases/{code}/"
    handled(open_page, code)

    with at(day(6, 10)):
        asks_higher(open_page, code, "请求复查", "处理意见书已送达", "测绘符合规范")
        done(open_page(address, user="petitions"), "确定复查机关", unit="=区人民政府复查复核办公室")
    with at(day(6, 30)):
        reviewer = open_page(address, user="reviewer_of_petitions")
        done(reviewer, "提出复查意见", verdict="=维持", opinion="原处理意见适当。")
        done(reviewer, "送达复查意见", served_on="2026-06-30", service="=邮寄送达")
    with at(day(7, 15)):
        asks_higher(open_page, code, "请求复核", "复查意见已送达")
        done(open_page(address, user="petitions"), "确定复核机关", unit="=市人民政府复查复核办公室")
    with at(day(7, 20)):
        done(open_page(address, user="rechecker_of_petitions"), "开始听证")
    with at(day(8, 20)):
        last = open_page(address, user="rechecker_of_petitions")
        done(last, "结束听证", record="双方到场陈述。")
        done(last, "提出复核意见", verdict="=维持", opinion="复查意见适当。")
        done(last, "送达复核意见，三级终结", served_on="2026-08-20", service="=直接送达")
        phone = open_page("/", language="en-GB", **PHONE)
        follow(phone, code, APPLICANT["phone"][-4:])
        expect(phone.locator(".now-words")).to_contain_text("The re-review is final.")
        fits(phone)
    assert case_of(code).state == "ended"
