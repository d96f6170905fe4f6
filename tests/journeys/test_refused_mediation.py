"""A neighbour refuses mediation: nothing is forced on anybody, and both read which other ways are open."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.factories.district import District
from tests.journeys.conftest import PHONE, Open
from tests.journeys.disputes import APPLICANT, OTHER, ask_for_mediation, case_of, choose, fits, open_committee, sent
from tests.journeys.steps import begin, finish, follow, go


def test_refused_before_it_began(open_page: Open, district: District) -> None:
    open_committee(district)
    applicant = open_page("/", **PHONE)
    code = ask_for_mediation(applicant)
    sent(open_page, code)

    respondent = open_page("/", **PHONE)
    follow(respondent, code, OTHER["phone"][-4:])
    respondent.get_by_role("link", name="拒绝调解", exact=True).click()
    choose(respondent, "party", 1)
    respondent.get_by_role("button", name="拒绝调解", exact=True).click()
    expect(respondent.locator(".note-success")).to_contain_text("拒绝调解")
    assert case_of(code).state == "registered"
    assert len(case_of(code).facts["refusing"]) == 1

    director = open_page(f"/desk/cases/{code}/", user="director")
    blocked = director.locator(".offer", has_text="有当事人明确拒绝调解")
    expect(blocked.first).to_contain_text("受理")
    expect(blocked.locator(".button-off").first).to_be_visible()
    begin(director, "不予受理")
    choose(director, "ground_of_decline", "一方明确拒绝调解")
    director.fill("#id_message", "对方明确拒绝调解。您可以依法通过仲裁、行政、司法等途径维护权利。")
    finish(director, "不予受理")
    assert case_of(code).state == "not_accepted"

    follow(applicant, code, APPLICANT["phone"][-4:])
    expect(applicant.locator(".now-state")).to_contain_text("不予受理")
    expect(applicant.get_by_text("仲裁、行政、司法等途径").first).to_be_visible()
    fits(applicant)


def test_ended_by_a_party_while_it_went_on(open_page: Open, district: District) -> None:
    open_committee(district)
    code = ask_for_mediation(open_page("/", **PHONE))
    sent(open_page, code)
    director = open_page(f"/desk/cases/{code}/", user="director")
    begin(director, "受理")
    choose(director, "level", "简单")
    finish(director, "受理")

    respondent = open_page("/", language="en-GB", **PHONE)
    follow(respondent, code, OTHER["phone"][-4:])
    respondent.get_by_role("link", name="End the mediation", exact=True).click()
    choose(respondent, "party", 1)
    respondent.get_by_role("button", name="End the mediation", exact=True).click()
    expect(respondent.locator(".now-words")).to_contain_text("You may go to arbitration")
    fits(respondent)
    assert case_of(code).state == "terminated"

    go(director, f"/desk/cases/{code}/")
    expect(director.locator(".offer", has_text="立卷归档").locator(".button-off")).to_be_visible()
    begin(director, "告知救济途径")
    choose(director, "told", "是")
    choose(director, "route", "诉讼")
    finish(director, "告知救济途径")
    assert case_of(code).facts["informed_at"]
