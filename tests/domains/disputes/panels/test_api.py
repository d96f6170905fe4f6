"""The endpoints of the mediators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.domains.disputes.mediations import a_mediator
from tests.factories.district import District
from tests.surface.api.calling import Caller

Named = Callable[[str], Caller]


def body(district: District, **changes: Any) -> dict[str, Any]:
    account = district.accounts["mediator"].pk
    return {"account": account, "unit": "tiaowei", "kind": "full_time", "valid_from": "2025-01-01", **changes}


def test_a_mediator_lives_through_the_api(district: District, caller: Named) -> None:
    keeper = caller("director")
    made = keeper.post("/mediator-register", body(district, specialities=["property"]))
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert keeper.post("/mediator-register", body(district)).json()["code"] == "mediator.exists"
    changed = keeper.post(f"/mediator-register/{number}/rules", {"open_to_choice": False}).json()
    assert (changed["open_to_choice"], changed["specialities"]) == (False, ["property"])
    assert Caller().get("/mediators").json()["items"] == []
    assert (
        keeper.post(f"/mediator-register/{number}/end", {"valid_to": "2025-12-31"}).json()["valid_to"] == "2025-12-31"
    )
    assert keeper.post(f"/mediator-register/{number}/rules", {"kind": "expert"}).status_code == 409
    assert [it["id"] for it in keeper.get("/mediator-register").json()["items"]] == [number]


def test_everybody_may_read_the_public_list(district: District) -> None:
    made = a_mediator(district, specialities=["family"], languages="大同话", introduction="二十年")
    (shown,) = Caller().get("/mediators", speciality="family", unit="tiaowei").json()["items"]
    assert (shown["account"], shown["name"], shown["unit"]["code"]) == (made.account_id, "mediator", "tiaowei")
    assert "valid_from" not in shown
    assert Caller().get("/mediators", speciality="property").json()["items"] == []
    for query in ({"speciality": "weather"}, {"unit": "nobody"}, {"limit": "0"}):
        assert Caller().get("/mediators", **query).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "nobody"}, "unit"),
        ({"kind": "wizard"}, "kind"),
        ({"specialities": ["weather"]}, "specialities"),
        ({"account": 999_999_999}, "account"),
        ({"valid_from": "2025-02-30"}, "valid_from"),
        ({"magic": 1}, "magic"),
    ],
)
def test_bad_bodies_are_refused(district: District, caller: Named, changes: dict[str, Any], field: str) -> None:
    answer = caller("director").post("/mediator-register", body(district, **changes))
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_others_are_refused(district: District, caller: Named) -> None:
    number = a_mediator(district).pk
    calls: list[Callable[[Caller], HttpResponse]] = [
        lambda one: one.get("/mediator-register"),
        lambda one: one.post("/mediator-register", body(district)),
        lambda one: one.post(f"/mediator-register/{number}/rules", {"kind": "expert"}),
        lambda one: one.post(f"/mediator-register/{number}/end", {"valid_to": "2026-12-31"}),
    ]
    for name in ("mediator", "housing", "court"):
        assert {call(caller(name)).status_code for call in calls} == {403}
    assert {call(Caller()).status_code for call in calls} == {401}


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, caller: Named, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    for name in ("mediator", "mediator2", "director")[:rows]:
        a_mediator(district, name)
    anybody, keeper = Caller(), caller("director")
    assert statements(lambda: anybody.get("/mediators")) == 2  # eyes, mediators with account and unit
    assert statements(lambda: keeper.get("/mediator-register")) == 3  # token besides
    first = keeper.get("/mediator-register", limit="1").json()
    assert (len(first["items"]), first["next"] is None) == (1, rows == 1)
