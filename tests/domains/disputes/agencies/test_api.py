"""The endpoints of the agencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from minsheng.domains.disputes.agencies.services import register_agency
from tests.factories.district import SYSTEM, District
from tests.surface.api.calling import Caller

Named = Callable[[str], Caller]
COURT = {"unit": "fayuan", "kind": "court", "valid_from": "2025-01-01", "stationing": "rotating", "weekdays": [2, 4]}
MEMBERS = [
    {"name": "周建军", "post": "director", "is_woman": False},
    {"name": "吴秀兰", "post": "member", "is_woman": True},
    {"name": "郑国华", "post": "member", "is_woman": False},
]


def agencies(district: District, count: int) -> None:
    for code in ("fayuan", "paichusuo", "zhongcai")[:count]:
        register_agency(by=SYSTEM, unit_id=district.unit(code), kind="other", valid_from=date(2025, 1, 1))


def test_an_agency_lives_through_the_api(caller: Named) -> None:
    keeper = caller("governance")
    made = keeper.post("/agencies", COURT)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert made.json()["unit"]["name"] == "区人民法院"
    assert keeper.post("/agencies", COURT).json()["code"] == "agency.exists"
    changed = keeper.post(f"/agencies/{number}/rules", {"sign_days": 5, "dispute_types": ["family"]})
    assert (changed.json()["sign_days"], changed.json()["weekdays"]) == (5, [2, 4])
    later = changed.json()["id"]
    assert keeper.get(f"/agencies/{number}").json()["sign_days"] != 5, "the earlier rules stay"
    assert keeper.post(f"/agencies/{number}/rules", {"sign_days": 6}).status_code == 409
    early = keeper.post(f"/agencies/{later}/rules", {"sign_days": 6, "valid_from": "2025-01-01"})
    assert early.json()["code"] == "dates.order"
    assert keeper.post(f"/agencies/{later}/end", {"valid_to": "2099-12-31"}).json()["valid_to"] == "2099-12-31"
    assert keeper.post(f"/agencies/{later}/rules", {"sign_days": 6}).status_code == 409
    assert [it["id"] for it in keeper.get("/agencies", kind="court", on="2025-06-01").json()["items"]] == [number]
    assert [it["id"] for it in keeper.get("/agencies", on="2099-12-31").json()["items"]] == [later]
    assert keeper.get("/agencies", on="2100-01-01").json()["items"] == []
    assert keeper.get("/agencies", kind="bank").status_code == 422


def test_a_committee_is_recorded_or_refused_with_the_article(caller: Named) -> None:
    committee = {"unit": "tiaowei", "kind": "committee", "valid_from": "2025-01-01"}
    number = caller("governance").post("/agencies", committee).json()["id"]
    director = caller("director")
    body = {"members": MEMBERS, "valid_from": "2025-03-01"}
    faulty = director.post(f"/agencies/{number}/compositions", {**body, "members": MEMBERS[:1]})
    assert faulty.status_code == 422
    assert [it["code"] for it in faulty.json()["errors"]] == ["committee.size", "committee.woman"]
    assert "第八条" in faulty.content.decode()
    assert director.post(f"/agencies/{number}/compositions", body).json()["valid_to"] == "2028-03-01"
    shown = caller("mediator").get(f"/agencies/{number}").json()
    assert [it["name"] for it in shown["compositions"][0]["members"]] == ["周建军", "吴秀兰", "郑国华"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**COURT, "unit": "nobody"}, "unit"),
        ({**COURT, "kind": "bank"}, "kind"),
        ({**COURT, "weekdays": [8]}, "weekdays"),
        ({**COURT, "stationing": "resident"}, "weekdays"),
        ({**COURT, "valid_from": "2025-02-30"}, "valid_from"),
        ({**COURT, "power": 9}, "power"),
    ],
)
def test_bad_bodies_are_refused(caller: Named, body: dict[str, Any], field: str) -> None:
    response = caller("governance").post("/agencies", body)
    assert response.status_code == 422
    assert response.json()["field"] == field


def _calls(one: Caller, number: int) -> list[HttpResponse]:
    return [
        one.post("/agencies", COURT),
        one.post(f"/agencies/{number}/rules", {"sign_days": 5}),
        one.post(f"/agencies/{number}/end", {"valid_to": "2025-12-31"}),
        one.post(f"/agencies/{number}/compositions", {"members": MEMBERS, "valid_from": "2025-03-01"}),
    ]


def test_others_are_refused(district: District, caller: Named) -> None:
    agencies(district, 1)
    number = caller("governance").get("/agencies").json()["items"][0]["id"]
    for name, expected in (("housing", 403), ("mediator", 403), ("court", 403)):
        assert {it.status_code for it in _calls(caller(name), number)} == {expected}
    assert {it.status_code for it in _calls(Caller(), number)} == {401}
    assert [caller("housing").get(path).status_code for path in ("/agencies", f"/agencies/{number}")] == [403, 403]
    assert caller("court").get("/agencies/999999999999999999999").status_code in {404, 422}


def test_pages_go_by_key(district: District, caller: Named) -> None:
    agencies(district, 3)
    first = caller("court").get("/agencies", limit="2").json()
    second = caller("court").get(first["next"]).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, caller: Named, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    agencies(district, rows)
    one = caller("court")
    assert statements(lambda: one.get("/agencies")) == 3  # token, eyes, agencies with units
