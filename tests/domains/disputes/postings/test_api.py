"""The endpoints of branches, postings and coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from minsheng.domains.disputes.models import CompoundBranch
from tests.domains.disputes.postings.test_services import a_branch, posted
from tests.factories.district import District
from tests.surface.api.calling import Caller

Named = Callable[[str], Caller]
BRANCH = {
    "name": "康吉里小区党支部",
    "compound": "康吉里小区",
    "area": "140213050001",
    "valid_from": "2023-01-01",
    "due_from": "2023-01-01",
}
CADRE = {"unit": "housing", "cadre": "张立新", "full_time": True, "valid_from": "2023-03-01"}


def test_a_branch_and_its_cadre_live_through_the_api(caller: Named) -> None:
    keeper = caller("governance")
    made = keeper.post("/compound-branches", BRANCH)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert keeper.post("/compound-branches", BRANCH).json()["code"] == "branch.exists"
    posting = keeper.post(f"/compound-branches/{number}/postings", CADRE)
    assert posting.status_code == 201, posting.content.decode()
    assert keeper.post(f"/compound-branches/{number}/postings", CADRE).json()["code"] == "posting.full_time_twice"
    report = keeper.get("/cadre-coverage", on="2023-12-31").json()
    assert report["total"] == {"covered": 1, "due": 1, "full_time": 1, "share": 100.0}
    assert report["areas"][0]["area"]["name"] == "永泰街道"
    end = {"valid_to": "2023-12-30", "reason": "rotation", "note": "轮换"}
    assert keeper.post(f"/cadre-postings/{posting.json()['id']}/end", end).json()["end_reason"] == "rotation"
    assert keeper.get("/cadre-coverage", on="2023-12-31").json()["total"]["share"] == 0.0
    assert keeper.post(f"/compound-branches/{number}/due", {"due_to": None}).json()["due_from"] is None
    assert keeper.get("/cadre-coverage", on="2023-12-31").json()["total"]["share"] is None
    assert keeper.post(f"/compound-branches/{number}/close", {"valid_to": "2024-12-31"}).status_code == 200
    shown = keeper.get(f"/compound-branches/{number}").json()
    assert (shown["valid_to"], [it["cadre"] for it in shown["postings"]]) == ("2024-12-31", ["张立新"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("", {**BRANCH, "area": "999"}, "area"),
        ("", {**BRANCH, "name": " "}, "name"),
        ("", {**BRANCH, "due_from": "2022-01-01"}, "due_from"),
        ("/{}/postings", {**CADRE, "unit": "nobody"}, "unit"),
        ("/{}/postings", {**CADRE, "valid_from": "2020-01-01"}, "valid_from"),
        ("/{}/postings", {**CADRE, "account": 999_999_999}, "account"),
        ("/{}/postings", {**CADRE, "full_time": "perhaps"}, "full_time"),
        ("/{}/due", {"due_from": "2023-05-01", "due_to": "2023-04-01"}, "due_to"),
        ("/{}/close", {"valid_to": "2022-04-01"}, "valid_to"),
    ],
)
def test_bad_bodies_are_refused(district: District, caller: Named, path: str, body: dict[str, Any], field: str) -> None:
    number = a_branch(district, "甲支部").pk
    response = caller("governance").post(f"/compound-branches{path.format(number)}", body)
    assert response.status_code == 422, response.content.decode()
    assert response.json()["field"] == field
    assert CompoundBranch.objects.count() == 1


def test_others_are_refused(district: District, caller: Named) -> None:
    branch = a_branch(district, "甲支部")
    posting = posted(district, branch)
    writes: list[tuple[str, dict[str, Any]]] = [
        ("/compound-branches", BRANCH),
        (f"/compound-branches/{branch.pk}/due", {}),
        (f"/compound-branches/{branch.pk}/close", {"valid_to": "2024-01-01"}),
        (f"/compound-branches/{branch.pk}/postings", CADRE),
        (f"/cadre-postings/{posting.pk}/end", {"valid_to": "2024-01-01", "reason": "term"}),
    ]
    reads = ("/compound-branches", f"/compound-branches/{branch.pk}", "/cadre-coverage")
    for name in ("mediator", "housing"):
        assert {caller(name).post(path, body).status_code for path, body in writes} == {403}
        assert {caller(name).get(path).status_code for path in reads} == {403}
    assert {caller("justice").post(path, body).status_code for path, body in writes} == {403}
    assert {caller("justice").get(path).status_code for path in reads} == {200}  # reads statistics
    assert {Caller().get(path).status_code for path in reads} == {401}


def test_pages_go_by_key_within_an_area(district: District, caller: Named) -> None:
    for number in range(3):
        a_branch(district, f"第{number}党支部")
    a_branch(district, "别处党支部", "140213051")
    one = caller("governance")
    first = one.get("/compound-branches", area="140213050", limit="2").json()
    second = one.get(first["next"]).json()
    assert [it["name"] for it in [*first["items"], *second["items"]]] == ["第0党支部", "第1党支部", "第2党支部"]
    assert second["next"] is None


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, caller: Named, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    for number in range(rows):
        branch = a_branch(district, f"第{number}党支部")
        posted(district, branch, cadre=f"张{number}")
    one = caller("governance")
    assert statements(lambda: one.get("/compound-branches")) == 4  # token, eyes, branches, postings with units
    assert statements(lambda: one.get("/cadre-coverage", on="2023-12-31")) == 4  # token, eyes, branches, postings
