"""The endpoints of sessions and rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.domains.disputes.mediations import a_mediation, a_mediator, a_room, moment, schedule
from tests.factories.district import District
from tests.surface.api.calling import Caller

Named = Callable[[str], Caller]
ROOM = {"unit": "tiaowei", "name": "第二调解室", "address": "康吉路1号", "seats": 6, "valid_from": "2025-01-01"}


@pytest.fixture(autouse=True)
def _panel(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)


def week() -> str:
    return moment(3).date().isoformat()


def test_a_mediators_week(district: District, caller: Named) -> None:
    room, case = a_room(district), a_mediation(district, ["mediator", "mediator2"])
    session = schedule(case, moment(3), room=room.pk, link="https://meet.example.cn/1")
    (shown,) = caller("mediator").get("/sessions", week=week()).json()["items"]
    assert shown == {
        "id": session.pk,
        "begins": moment(3).isoformat(),
        "ends": moment(3, 10, 30).isoformat(),
        "state": "planned",
        "case": {"code": case.code, "kind": {"key": "neighbours", "name": "邻里"}},
        "room": {"id": room.pk, "name": "第一调解室", "address": "康吉路1号"},
        "mediators": [
            {"id": district.accounts["mediator"].pk, "name": "mediator"},
            {"id": district.accounts["mediator2"].pk, "name": "mediator2"},
        ],
        "link": "https://meet.example.cn/1",
    }
    assert caller("court").get("/sessions", week=week()).json()["items"] == []
    assert Caller().get("/sessions").status_code == 401


def test_a_rooms_week_tells_the_time_alone_of_others(district: District, caller: Named) -> None:
    room, case = a_room(district), a_mediation(district)
    schedule(case, moment(3), room=room.pk)
    case.refresh_from_db()
    type(case).objects.filter(pk=case.pk).update(audience=[case.audience[0]])
    answer = caller("director").get("/sessions", week=week(), room=room.pk)
    (shown,) = answer.json()["items"]
    assert (shown["begins"], shown["case"], shown["mediators"]) == (moment(3).isoformat(), None, [])
    assert case.code not in answer.content.decode()
    for query, code in (({"room": room.pk}, 403), ({"unit": "tiaowei"}, 403), ({"unit": "nobody"}, 422)):
        assert caller("mediator").get("/sessions", **query).status_code == code
    director = caller("director")
    assert director.get("/sessions", room=room.pk, unit="tiaowei").json()["code"] == "calendar.whose"
    assert director.get("/sessions", room=999_999).status_code == 404
    assert director.get("/sessions", week="2026-02-30").status_code == 422
    assert [it["case"] for it in director.get("/sessions", week=week(), unit="tiaowei").json()["items"]] == [None]


def test_pages_go_by_key(district: District, caller: Named) -> None:
    case = a_mediation(district)
    made = [schedule(case, moment(3, hour), 0.5).pk for hour in (9, 11, 15)]
    one = caller("mediator")
    first = one.get("/sessions", week=week(), limit="2").json()
    second = one.get(first["next"]).json()
    assert [it["id"] for it in [*first["items"], *second["items"]]] == made
    assert second["next"] is None
    assert one.get("/sessions", cursor="x").status_code == 400


def test_a_room_lives_through_the_api(caller: Named) -> None:
    keeper = caller("director")
    made = keeper.post("/mediation-rooms", ROOM)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert keeper.post("/mediation-rooms", ROOM).json()["code"] == "room.exists"
    changed = keeper.post(f"/mediation-rooms/{number}/rules", {"seats": 9, "allows_link": True}).json()
    assert (changed["seats"], changed["allows_link"], changed["address"]) == (9, True, "康吉路1号")
    assert keeper.post(f"/mediation-rooms/{number}/end", {"valid_to": "2025-12-31"}).json()["valid_to"] == "2025-12-31"
    assert keeper.post(f"/mediation-rooms/{number}/rules", {"seats": 5}).status_code == 409
    assert keeper.get("/mediation-rooms", open="true").json()["items"] == []
    assert [it["id"] for it in keeper.get("/mediation-rooms").json()["items"]] == [number]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**ROOM, "seats": 0}, "seats"),
        ({**ROOM, "unit": "nobody"}, "unit"),
        ({**ROOM, "name": " "}, "name"),
        ({**ROOM, "address": ""}, "address"),
        ({**ROOM, "valid_from": "1066-10-14"}, "valid_from"),
        ({**ROOM, "windows": 2}, "windows"),
    ],
)
def test_bad_rooms_are_refused(caller: Named, body: dict[str, Any], field: str) -> None:
    answer = caller("director").post("/mediation-rooms", body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_others_are_refused(district: District, caller: Named) -> None:
    number = a_room(district).pk
    calls: list[Callable[[Caller], HttpResponse]] = [
        lambda one: one.post("/mediation-rooms", ROOM),
        lambda one: one.post(f"/mediation-rooms/{number}/rules", {"seats": 5}),
        lambda one: one.post(f"/mediation-rooms/{number}/end", {"valid_to": "2026-12-31"}),
    ]
    for name in ("mediator", "housing", "justice"):
        assert {call(caller(name)).status_code for call in calls} == {403}
    assert {call(Caller()).status_code for call in calls} == {401}
    assert caller("director").post("/mediation-rooms", {**ROOM, "unit": "fayuan"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, caller: Named, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    room = a_room(district)
    for hour in range(rows):
        case = a_mediation(district, ["mediator", "mediator2"][: 1 + hour % 2])
        schedule(case, moment(3, 8 + 3 * hour), room=room.pk, link="https://meet.example.cn/1")
    mediator, director = caller("mediator"), caller("director")
    # token, eyes, sessions with case and room, mediators, links
    assert statements(lambda: mediator.get("/sessions", week=week())) == 5
    # the same with: room, system eyes (former, new, times, former again)
    assert statements(lambda: director.get("/sessions", week=week(), room=room.pk)) == 10
    assert statements(lambda: mediator.get("/mediation-rooms")) == 3  # token, eyes, rooms with units
