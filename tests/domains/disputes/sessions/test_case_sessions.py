"""The sessions of a case by API: for those who work on it and for its parties, page by page, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from minsheng.kernel.cases.models import Case
from tests.domains.disputes.mediations import PHONES, a_mediation, a_mediator, a_room, moment, schedule
from tests.factories.district import District
from tests.surface.api.calling import Caller

Named = Callable[[str], Caller]
Counted = Callable[[Callable[[], HttpResponse]], int]


@pytest.fixture(autouse=True)
def _panel(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)


def follower(case: Case, phone: str) -> Caller:
    """A party that proves the case by the tail of its telephone."""
    return Caller(Caller().post("/follow", {"code": case.code, "tail": phone[-4:]}).json()["token"])


def ids(answer: Any) -> list[int]:
    """Ids on a page."""
    return [item["id"] for item in answer.json()["items"]]


def test_mediators_and_parties_of_the_case_see_its_sessions(district: District, caller: Named) -> None:
    case, room = a_mediation(district), a_room(district)
    made = [schedule(case, moment(day), room=room.pk, link="https://meet.example.cn/1").pk for day in (3, 4)]
    schedule(a_mediation(district, ["mediator2"]), moment(5))
    readers = [caller("mediator"), caller("director"), *(follower(case, phone) for phone in PHONES)]
    for one in readers:
        answer = one.get(f"/cases/{case.code}/sessions")
        assert ids(answer) == made[::-1]
        (first, _) = answer.json()["items"]
        assert (first["link"], first["case"]["code"]) == ("https://meet.example.cn/1", case.code)


def test_nobody_else_does(district: District, caller: Named) -> None:
    case, other = a_mediation(district), a_mediation(district, ["mediator2"])
    schedule(case, moment(3))
    for one in (caller("mediator2"), caller("court"), caller("housing"), follower(other, PHONES[0])):
        assert one.get(f"/cases/{case.code}/sessions").status_code == 404
    assert Caller().get(f"/cases/{case.code}/sessions").status_code == 401


def test_pages_go_by_key(district: District, caller: Named) -> None:
    case = a_mediation(district)
    made = [schedule(case, moment(3, hour), 0.5).pk for hour in (9, 11, 15)]
    one = caller("mediator")
    first = one.get(f"/cases/{case.code}/sessions", limit="2")
    second = one.get(first.json()["next"])
    assert [*ids(first), *ids(second)] == made[::-1]
    assert second.json()["next"] is None
    assert one.get(f"/cases/{case.code}/sessions", cursor="x").status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(district: District, caller: Named, statements: Counted, rows: int) -> None:
    case = a_mediation(district)
    for hour in range(rows):
        schedule(case, moment(3, 8 + 3 * hour), link="https://meet.example.cn/1")
    one = caller("mediator")
    # Token, eyes, case with handler, sessions with case and room, mediators, links.
    assert statements(lambda: one.get(f"/cases/{case.code}/sessions")) == 6
