"""Noise between neighbours: filed at the portal, mediated in a room, settled orally, performed, filed away."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.models import Session
from minsheng.kernel.access.context import acting_as_system
from tests.factories.district import District
from tests.journeys.conftest import PHONE, Open
from tests.journeys.disputes import (
    APPLICANT,
    OTHER,
    ask_for_mediation,
    case_of,
    choose,
    fill_instant,
    fits,
    open_committee,
    sent,
)
from tests.journeys.steps import begin, finish, follow, go
from tests.journeys.time import at

TERMS = "白秀兰每晚九时后不使用跑步机，并在跑步机下加装减震垫；石建国不再敲击暖气管道。"
MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)


def accepted(open_page: Open, code: str) -> None:
    """The director accepts the case and names the mediator."""
    director = open_page(f"/desk/cases/{code}/", user="director")
    begin(director, "受理")
    choose(director, "level", "简单")
    finish(director, "受理")
    begin(director, "指定调解员")
    choose(director, "mediators", "mediator")
    finish(director, "指定调解员")
    assert case_of(code).state == "mediating"


def scheduled(mediator: Page) -> None:
    """The mediator sets a session in the committee's room for Wednesday afternoon."""
    begin(mediator, "安排调解")
    fill_instant(mediator, "session_begins", MONDAY + timedelta(days=2, hours=6))
    fill_instant(mediator, "session_ends", MONDAY + timedelta(days=2, hours=7))
    mediator.locator("select[name=room]").select_option(index=1)
    finish(mediator, "安排调解")


def held(mediator: Page, code: str) -> None:
    """The mediator records who came and what was said."""
    begin(mediator, "记录调解")
    mediator.locator("select[name=session]").select_option(index=1)
    for place in (0, 1):
        mediator.locator("select[name='attendance.party']").nth(place).select_option(index=place + 1)
        mediator.locator("select[name='attendance.presence']").nth(place).select_option(label="到场")
    mediator.fill("#id_record", "双方陈述了意见，同意各让一步。")
    finish(mediator, "记录调解")
    assert case_of(code).facts["sessions"] == 1


def read(page: Page, code: str, person: dict[str, str], *words: str) -> None:
    """A party follows the case by its code and its own telephone, and finds these words on a page that fits."""
    follow(page, code, person["phone"][-4:])
    for text in words:
        expect(page.locator("main")).to_contain_text(text)
    fits(page)


def test_settled_orally(open_page: Open, district: District) -> None:
    open_committee(district)
    with at(MONDAY):
        applicant, respondent = open_page("/", **PHONE), open_page("/", **PHONE)
        code = ask_for_mediation(applicant)
        read(applicant, code, APPLICANT, "正在征求各方意愿")
        sent(open_page, code)
        accepted(open_page, code)
        mediator = open_page(f"/desk/cases/{code}/", user="mediator")
        scheduled(mediator)
        read(respondent, code, OTHER, "第一调解室", "康吉路1号", "15:00", "正在调解")
        expect(respondent.locator("main")).not_to_contain_text(APPLICANT["phone"])

    with at(MONDAY + timedelta(days=2, hours=7)):
        mediator = open_page(f"/desk/cases/{code}/", user="mediator")
        held(mediator, code)
        begin(mediator, "达成口头协议")
        mediator.fill("#id_terms", TERMS)
        mediator.fill("[name=perform_by]", "2026-06-10")
        finish(mediator, "达成口头协议")
        read(open_page("/", **PHONE), code, OTHER, "调解协议已生效", TERMS)

    with at(MONDAY + timedelta(days=10)):
        mediator = open_page(f"/desk/cases/{code}/", user="mediator")
        begin(mediator, "确认履行完毕")
        finish(mediator, "确认履行完毕")
        english = open_page("/", language="en-GB", **PHONE)
        read(english, code, APPLICANT, "The agreement was performed.")
        go(mediator, f"/desk/cases/{code}/")
        begin(mediator, "立卷归档")
        finish(mediator, "立卷归档")
        read(open_page("/", **PHONE), code, APPLICANT, "调解已结束并归档")
    assert case_of(code).state == "archived"
    with acting_as_system():
        assert Session.objects.filter(case__code=code, state="held").count() == 1
