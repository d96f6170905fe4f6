"""The calendar, the rooms, and the sessions on the page of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from minsheng.domains.disputes.models import CalendarKey, Room
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests.domains.disputes.mediations import (
    PHONES,
    a_mediation,
    a_mediator,
    a_room,
    attendance,
    do,
    moment,
    schedule,
    soon,
)
from tests.factories.district import District
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]


@pytest.fixture(autouse=True)
def _panel(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)


def get(one: Visitor, name: str, /, *args: Any, **query: Any) -> HttpResponse:
    return one.client.get(reverse(f"disputes:{name}", args=args), query, headers={"accept-language": one.language})


def post(one: Visitor, name: str, /, *args: Any, **data: Any) -> HttpResponse:
    return one.client.post(reverse(f"disputes:{name}", args=args), data, headers={"accept-language": one.language})


def week() -> str:
    return moment(3).date().isoformat()


def test_a_week_with_its_sessions_and_marks(district: District, staff: Staff) -> None:
    room, case = a_room(district), a_mediation(district)
    schedule(case, moment(3), room=room.pk)
    page = get(staff("mediator"), "calendar", week=week()).content.decode()
    for words in (case.code, "邻里", "09:00–10:30", "第一调解室", "休息日"):
        assert words in page
    assert page.count('class="week-day') == 7
    other = get(staff("mediator2"), "calendar", week=week()).content.decode()
    assert case.code not in other
    assert "本周没有调解场次" in other


def test_holidays_and_make_up_days_are_marked(staff: Staff) -> None:
    page = get(staff("mediator"), "calendar", week="2026-10-06").content.decode()
    assert "国庆节" in page
    assert "调休上班" in page


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_any_week_may_be_asked_for(staff: Staff, day: str) -> None:
    assert get(staff("mediator"), "calendar", week=day).status_code == 200


def test_weeks_lead_to_their_neighbours(staff: Staff) -> None:
    page = get(staff("mediator"), "calendar", week="2026-11-25").content.decode()
    assert 'rel="prev" href="?week=2026-11-16"' in page
    assert 'rel="next" href="?week=2026-11-30"' in page


def test_rooms_show_others_as_occupied(district: District, staff: Staff) -> None:
    room, case = a_room(district), a_mediation(district)
    schedule(case, moment(3), room=room.pk)
    director = staff("director")
    assert case.code in get(director, "calendar", week=week(), room=room.pk).content.decode()
    assert case.code in get(director, "calendar", week=week(), unit=district.unit("tiaowei")).content.decode()
    with acting_as_system():
        Case.objects.filter(pk=case.pk).update(audience=[])
    page = get(director, "calendar", week=week(), room=room.pk).content.decode()
    assert case.code not in page
    assert "已占用" in page
    assert "09:00–10:30" in page
    assert get(director, "calendar", week=week(), unit=district.unit("fayuan")).status_code == 403
    assert get(director, "calendar", week=week(), room=999_999).status_code == 404


def test_an_address_is_made_shown_once_and_revoked(staff: Staff) -> None:
    one = staff("mediator")
    page = post(one, "calendar_renew").content.decode()
    address = re.search(r"http://testserver(/calendar/[\w-]{40,}\.ics)", page)
    assert address is not None
    assert Client().get(address[1]).status_code == 200
    assert address[1] not in get(one, "calendar").content.decode()
    assert post(one, "calendar_revoke").status_code == 302
    assert not CalendarKey.objects.exists()
    assert Client(raise_request_exception=False).get(address[1]).status_code == 404


def test_the_calendar_is_for_people_with_a_post(district: District) -> None:
    for name in ("calendar", "admin_rooms", "admin_mediators"):
        assert Client().get(reverse(f"disputes:{name}")).status_code == 302
        visitor = Visitor(district.accounts["housing"])
        assert get(visitor, name).status_code == (200 if name == "calendar" else 403)
    assert Client().post(reverse("disputes:calendar_renew")).status_code == 302


def test_a_room_lives_on_the_screens(district: District, staff: Staff) -> None:
    director = staff("director")
    values = {
        "unit_id": district.unit("tiaowei"),
        "name": "第三调解室",
        "address": "康吉路1号",
        "valid_from": "2025-01-01",
    }
    assert post(director, "admin_room_add", **values, seats="0").status_code == 422
    assert post(director, "admin_room_add", **values, seats="6").status_code == 302
    room = Room.objects.get()
    assert post(director, "admin_room", room.pk, address="康吉路2号", seats="7", allows_link="on").status_code == 302
    assert post(director, "admin_room_end", room.pk, valid_to="2024-01-01").status_code == 422
    assert post(director, "admin_room_end", room.pk, valid_to="2026-12-31").status_code == 302
    room.refresh_from_db()
    assert (room.address, room.seats, room.allows_link) == ("康吉路2号", 7, True)
    assert "康吉路2号" in get(director, "admin_rooms").content.decode()


def test_the_page_of_a_case_shows_sessions_to_both_sides(district: District, staff: Staff) -> None:
    room, case = a_room(district), a_mediation(district)
    schedule(case, moment(3), room=room.pk, link="https://meet.example.cn/1")
    held = schedule(case, soon(), 0.5)
    do(case, "hold_session", session=held.pk, attendance=attendance(case, "present", "absent"), record="双方各执一词")
    desk = staff("mediator").text("desk_case", case.code)
    for words in ("第一调解室", "https://meet.example.cn/1", "缺席", "已举行", "加入我的日历"):
        assert words in desk
    party = Client()
    party.post("/follow/", {"code": case.code, "tail": PHONES[1][-4:]})
    page = party.get(reverse("web:my_case", args=[case.code])).content.decode()
    for words in ("第一调解室", "康吉路1号", "https://meet.example.cn/1", "mediator", "加入我的日历"):
        assert words in page
    for words in ("双方各执一词", "缺席"):
        assert words not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, staff: Staff, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    room = a_room(district)
    for hour in range(rows):
        case = a_mediation(district, ["mediator", "mediator2"][: 1 + hour % 2])
        schedule(case, moment(3, 8 + 3 * hour), room=room.pk, link="https://meet.example.cn/1")
    mediator, director = staff("mediator"), staff("director")
    own = statements(lambda: get(mediator, "calendar", week=week()))
    others = statements(lambda: get(director, "calendar", week=week(), room=room.pk))
    feed = post(mediator, "calendar_renew").content.decode()
    address = re.search(r"/calendar/[\w-]{40,}\.ics", feed)
    assert address is not None
    assert (own, others, statements(lambda: Client().get(address[0]))) == (8, 14, 7)
