"""Calendars for other programs: the secret address, and what its file says."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CalendarKey
from minsheng.domains.disputes.sessions.keys import actor_of_key, renew_key, revoke_key
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from tests.domains.disputes.mediations import PHONES, a_mediation, a_mediator, a_room, do, moment, schedule
from tests.factories.district import District


@pytest.fixture(autouse=True)
def _panel(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)


def feed(secret: str) -> HttpResponse:
    return Client(raise_request_exception=False).get(reverse("disputes:calendar_feed", args=[secret]))


def events(response: HttpResponse) -> list[Any]:
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_a_secret_is_stored_as_a_digest_and_opens_one_calendar(district: District) -> None:
    secret = renew_key(by=district.actor("mediator"))
    assert len(secret) >= 40
    row = CalendarKey.objects.get()
    assert secret.encode() not in bytes(row.digest)
    found = actor_of_key(secret)
    assert found is not None
    assert found.account_id == district.accounts["mediator"].pk


def test_renewed_and_revoked_secrets_open_nothing(district: District) -> None:
    mediator = district.actor("mediator")
    first = renew_key(by=mediator)
    second = renew_key(by=mediator)
    assert (feed(first).status_code, feed(second).status_code) == (404, 200)
    look_as_system()
    assert (revoke_key(by=mediator), revoke_key(by=mediator)) == (True, False)
    for secret in (second, "x", "x" * 5000, "密钥"):
        assert feed(secret).status_code == 404
    with pytest.raises(Refusal) as raised:
        renew_key(by=Actor.anonymous())
    assert raised.value.status == 401


def test_an_account_out_of_use_has_no_calendar(district: District) -> None:
    secret = renew_key(by=district.actor("mediator"))
    account = district.accounts["mediator"]
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    assert feed(secret).status_code == 404


def test_an_entry_says_where_and_when_and_nothing_of_people(district: District) -> None:
    room = a_room(district, address="康吉路1号, 2楼; 东侧")
    case = a_mediation(district)
    schedule(case, moment(3), room=room.pk, link="https://meet.example.cn/1")
    schedule(a_mediation(district, ["mediator2"]), moment(3))
    response = feed(renew_key(by=district.actor("mediator")))
    (event,) = events(response)
    assert case.code in str(event["SUMMARY"])
    assert str(event["LOCATION"]) == "第一调解室, 康吉路1号, 2楼; 东侧"
    assert (event["DTSTART"].dt, str(event["STATUS"]), event["SEQUENCE"]) == (moment(3), "CONFIRMED", 0)
    text = response.content.decode()
    assert b"\\, 2" in response.content
    assert b"\\; " in response.content
    for word in ("噪声", "石建国", "白秀兰", *PHONES, "mediator", "meet.example"):
        assert word not in text
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_an_entry_keeps_its_id_and_counts_its_changes(district: District) -> None:
    case = a_mediation(district)
    session = schedule(case, moment(3))
    secret = renew_key(by=district.actor("mediator"))
    (before,) = events(feed(secret))
    look_as_system()
    times = {"session_begins": moment(4).isoformat(), "session_ends": moment(4, 11).isoformat()}
    do(case, "move_session", session=session.pk, reason="改期", **times)
    (moved,) = events(feed(secret))
    look_as_system()
    do(case, "cancel_session", session=session.pk, reason="撤回")
    (cancelled,) = events(feed(secret))
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert [it["SEQUENCE"] for it in (before, moved, cancelled)] == [0, 1, 2]
    assert (moved["DTSTART"].dt, str(cancelled["STATUS"])) == (moment(4), "CANCELLED")


def test_one_session_is_for_whoever_sees_its_case(district: District) -> None:
    case = a_mediation(district)
    session = schedule(case, moment(3))
    party = Client(raise_request_exception=False)
    address = reverse("disputes:session_ics", args=[session.pk])
    assert party.get(address).status_code == 404
    party.post("/follow/", {"code": case.code, "tail": PHONES[0][-4:]})
    (event,) = events(party.get(address))
    assert case.code in str(event["SUMMARY"])
    other = Client(raise_request_exception=False)
    other.force_login(district.accounts["mediator2"])
    assert other.get(address).status_code == 404
