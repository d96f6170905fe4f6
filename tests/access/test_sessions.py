"""Sessions tell of their cases to nobody who may not see those: every address of calendars and sessions, as many roles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from minsheng.domains.disputes.models import Session
from minsheng.domains.disputes.sessions.keys import renew_key
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests.domains.disputes.mediations import PHONES, a_mediation, a_mediator, a_room, moment, schedule
from tests.factories.built import built_district, district
from tests.factories.district import District
from tests.surface.api.calling import Caller, caller_for

__all__ = ["built_district", "district"]

LINK = "https://meet.example.cn/zqlink"
SEEING = ("mediator", "director", "justice", "governance")
OTHERS = ("mediator2", "court", "police", "petitions", "petitions_head", "housing", "chief", "worker", "triage")


@pytest.fixture
def session(district: District, settings: Settings) -> Session:
    """Give a session in a room of the committee, of a case of one mediator."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    return schedule(a_mediation(district), moment(3), room=a_room(district).pk, link=LINK)


def answers(district: District, session: Session, name: str = "") -> Iterator[tuple[str, str]]:
    """Each address with what it says to somebody, headers too."""
    browser, caller = Client(raise_request_exception=False), Caller()
    if name:
        browser.force_login(district.accounts[name])
        caller = caller_for(district.accounts[name])
    week, unit = moment(3).date().isoformat(), district.unit("tiaowei")
    calendar = reverse("disputes:calendar")
    pages = [f"{calendar}?week={week}{more}" for more in ("", f"&unit={unit}", f"&room={session.room_id}")]
    pages += [reverse("disputes:session_ics", args=[session.pk]), reverse("disputes:mediators")]
    pages += [reverse(f"disputes:{it}") for it in ("admin_rooms", "admin_mediators")]
    if name:
        with acting_as_system():
            pages.append(reverse("disputes:calendar_feed", args=[renew_key(by=district.actor(name))]))
    for path in pages:
        response = browser.get(path)
        yield path, f"{response.content.decode()}{dict(response.headers)}"
    for query in ({}, {"unit": "tiaowei"}, {"room": session.room_id}):
        yield f"/sessions {query}", caller.get("/sessions", week=week, **query).content.decode()


def told(district: District, session: Session, name: str = "") -> set[str]:
    """Where somebody is told the code of the case, its link or its place."""
    with acting_as_system():
        code = Case.objects.get(pk=session.case_id).code
    words = (code, LINK, "楼上夜间噪声", *PHONES)
    return {path for path, text in answers(district, session, name) if any(word in text for word in words)}


@pytest.mark.parametrize("name", ["", *OTHERS])
def test_others_are_told_nothing(district: District, session: Session, name: str) -> None:
    assert told(district, session, name) == set()


@pytest.mark.parametrize("name", SEEING)
def test_the_same_walk_finds_it_for_those_who_may(district: District, session: Session, name: str) -> None:
    assert any(path.endswith(f"{session.pk}.ics") for path in told(district, session, name))
