"""What several journeys through disputes need: a committee that can work, and forms of disputes as people fill them in."""

from __future__ import annotations

from datetime import date, datetime

from playwright.sync_api import Page, expect

from minsheng.domains.disputes.models import Room
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.domains.disputes.sessions.rooms import add_room
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests.factories.district import SYSTEM, District
from tests.journeys.steps import begin, finish, go, settled

BEGIN = date(2024, 1, 1)


def open_committee(district: District) -> Room:
    """Enter two mediators and a room of the committee; gives the room."""
    for name in ("mediator", "mediator2"):
        add_mediator(
            by=SYSTEM,
            account_id=district.accounts[name].pk,
            unit_id=district.unit("tiaowei"),
            kind="full_time",
            valid_from=BEGIN,
        )
    return add_room(
        by=SYSTEM,
        unit_id=district.unit("tiaowei"),
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


def fill_person(page: Page, field: str, **particulars: str) -> None:
    """Fill in the boxes of a person."""
    for part, value in particulars.items():
        page.fill(f"[name='{field}.{part}']", value)


def fill_instant(page: Page, field: str, at: datetime) -> None:
    """Fill in a day with its hour."""
    page.fill(f"#id_{field}", at.strftime("%Y-%m-%dT%H:%M"))


def choose(page: Page, field: str, words: str) -> None:
    """Choose one of the cards or ticks of a field by its words."""
    page.locator(f"#id_{field}").get_by_text(words, exact=True).click()


def does(page: Page, act: str) -> None:
    """Do an act that asks nothing that must be filled in."""
    begin(page, act)
    finish(page, act)


def opens(page: Page, code: str) -> None:
    """Open the page of a case at the desk."""
    go(page, f"/desk/cases/{code}/")


def acts_on_portal(page: Page, act: str) -> None:
    """Open the form of an act that a party may do."""
    page.get_by_role("link", name=act, exact=True).click()
    expect(page.locator("main form.form")).to_be_visible()
    settled(page)


def fits(page: Page) -> None:
    """No part of the page stands outside of its window."""
    spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert spill <= 0, f"{page.url} spills {spill} px"
