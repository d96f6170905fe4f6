"""Reading cases by API: what staff and reporters see, filters, pages by key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.district import District
from tests.surface.api.calling import Caller, a_filing, caller_for, codes_of, filed

WORK = {"handler", "co_units", "returns", "escalation", "supervised", "exempt"}


def follow(anonymous: Caller, code: str, tail: str = "7890") -> Caller:
    """A caller with the token of one case."""
    return Caller(anonymous.post("/follow", {"code": code, "tail": tail}).json()["token"])


def test_staff_sees_the_work_and_a_masked_reporter(anonymous: Caller, dispatcher: Caller) -> None:
    shown = dispatcher.get(f"/cases/{filed(anonymous)}").json()
    assert set(shown["work"]) >= WORK
    assert (shown["reporter"]["name"], shown["reporter"]["phone"]) == ("王**", "138****7890")
    assert "王小明" not in str(shown)


def test_a_reporter_sees_the_matter_and_not_the_work(anonymous: Caller) -> None:
    code = filed(anonymous)
    shown = follow(anonymous, code).get(f"/cases/{code}").json()
    assert shown["body"].startswith("红卫里")
    assert (shown["work"], shown["reporter"]) == (None, None)
    assert shown["state"]["public"].startswith("热线中心已收到")


def test_one_proof_opens_one_case(anonymous: Caller) -> None:
    mine, other = filed(anonymous), filed(anonymous, reporter={"name": "李四", "phone": "13900001111"})
    resident = follow(anonymous, mine)
    assert resident.get(f"/cases/{other}").status_code == 404
    assert [case["code"] for case in resident.get("/cases").json()["items"]] == [mine]


def test_without_any_proof_nothing_is_shown(anonymous: Caller) -> None:
    code = filed(anonymous)
    for path in (f"/cases/{code}", "/cases", f"/cases/{code}/timeline", f"/cases/{code}/clocks", "/search?q=漏水"):
        response = anonymous.get(path)
        assert (response.status_code, codes_of(response)) == (401, {"auth.required"})
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("code", ["HL261123-ABCDEF", "x" * 400, "'; --", "%00", "..", "𠮷", "0"])
def test_a_case_that_is_not_there_is_not_found(dispatcher: Caller, code: str) -> None:
    response = dispatcher.get(f"/cases/{code}")
    assert response.status_code in {400, 404}
    assert response.headers["Content-Type"] == "application/problem+json"


def test_wrong_tails_are_counted(anonymous: Caller) -> None:
    code = filed(anonymous)
    for _ in range(5):
        assert codes_of(anonymous.post("/follow", {"code": code, "tail": "0000"})) == {"proof.wrong"}
    locked = anonymous.post("/follow", {"code": code, "tail": "7890"})
    assert (locked.status_code, codes_of(locked)) == (429, {"proof.locked"})
    assert locked.headers["Retry-After"] == "3600"


def test_an_unknown_code_is_told_like_a_wrong_tail(anonymous: Caller) -> None:
    code = filed(anonymous)
    other = code[:8] + ("-23456" + code[-1])
    assert codes_of(anonymous.post("/follow", {"code": other, "tail": "7890"})) <= {"proof.wrong", "code.check"}


FILTERS: list[tuple[dict[str, Any], bool]] = [
    ({"state": "created"}, True),
    ({"state": "closed"}, False),
    ({"kind": "complaint"}, True),
    ({"kind": "praise"}, False),
    ({"realm": "hotline"}, True),
    ({"realm": "grid"}, False),
    ({"area": "140213"}, True),
    ({"area": "140213050"}, True),
    ({"area": "140213051"}, False),
    ({"open": "true"}, True),
    ({"open": "false"}, False),
    ({"late": "true"}, False),
    ({"mine": "true"}, False),
    ({"sort": "due"}, True),
    ({"filed_from": "2020-01-01"}, True),
    ({"filed_to": "2020-01-01"}, False),
    ({"closed_from": "2020-01-01"}, False),
    ({"unit": "housing"}, False),
]


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_filters(anonymous: Caller, dispatcher: Caller, query: dict[str, Any], found: bool) -> None:
    code = filed(anonymous)
    response = dispatcher.get("/cases", **query)
    assert response.status_code == 200, response.content.decode()
    assert ([case["code"] for case in response.json()["items"]] == [code]) is found


def test_a_category_takes_in_those_below(district: District, anonymous: Caller, dispatcher: Caller) -> None:
    leaf = district.categories["房屋漏水"]
    code = filed(anonymous, category=leaf.code)
    for category in (leaf.code, str(leaf.pk), district.categories["住房"].code):
        assert [case["code"] for case in dispatcher.get("/cases", category=category).json()["items"]] == [code]
    assert dispatcher.get("/cases", category=district.categories["停水"].code).json()["items"] == []


def test_late_cases(anonymous: Caller, district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    code, dispatcher = filed(anonymous), caller_for(district.accounts["dispatcher"], days=300)
    later = timezone.now() + timedelta(days=60)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert [case["code"] for case in dispatcher.get("/cases", late="true").json()["items"]] == [code]
    assert all(clock["late"] for clock in dispatcher.get(f"/cases/{code}/clocks").json())


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"category": "no-such"}, "category.unknown"),
        ({"area": "999"}, "area.unknown"),
        ({"unit": "0"}, "unit.unknown"),
        ({"realm": "moon"}, "input.choice"),
        ({"limit": "0"}, "input.too_small"),
        ({"limit": "9" * 5000}, "input.integer"),
        ({"sort": "size"}, "input.choice"),
        ({"filed_from": "9999-12-31"}, "input.too_large"),
        ({"filed_from": "yesterday"}, "input.date"),
        ({"cursor": "abc"}, "cursor.invalid"),
        ({"state": "a\u0000"}, "text.control"),
    ],
)
def test_wrong_filters_are_named(dispatcher: Caller, query: dict[str, str], code: str) -> None:
    response = dispatcher.get("/cases", **query)
    assert codes_of(response) == {code}
    assert response.json()["field"] == next(iter(query))


@pytest.mark.parametrize("sort", ["filed", "due"])
def test_pages_follow_each_other_by_key(anonymous: Caller, dispatcher: Caller, sort: str) -> None:
    codes = {filed(anonymous, title=f"第{number}件") for number in range(5)}
    seen, link = [], f"/api/v1/cases?sort={sort}&limit=2"
    while link:
        page = dispatcher.get(link)
        assert page.status_code == 200
        seen.append([case["code"] for case in page.json()["items"]])
        link = page.json()["next"]
        assert ("Link" in page.headers) is bool(link)
    assert [len(codes_of_page) for codes_of_page in seen] == [2, 2, 1]
    assert {code for page in seen for code in page} == codes


def test_a_cursor_of_another_order_is_refused(anonymous: Caller, dispatcher: Caller) -> None:
    for number in range(2):
        filed(anonymous, title=f"第{number}件")
    link = dispatcher.get("/cases", limit=1, sort="due").json()["next"]
    assert codes_of(dispatcher.get(link.replace("sort=due", "sort=filed"))) == {"cursor.invalid"}


def test_counting_is_asked_for(anonymous: Caller, dispatcher: Caller) -> None:
    filed(anonymous)
    assert dispatcher.get("/cases", count="true").json()["count"] == {"value": 1, "exact": True}
    assert "count" not in dispatcher.get("/cases").json()


def test_search_finds_words_and_pages(anonymous: Caller, dispatcher: Caller) -> None:
    codes = [filed(anonymous, title=f"第{number}处漏水") for number in range(3)]
    first = dispatcher.get("/search", q="漏水", limit=2).json()
    rest = dispatcher.get(first["next"]).json()
    assert [case["code"] for case in [*first["items"], *rest["items"]]] == codes[::-1]
    assert dispatcher.get("/search", q="'|&!() :*").json()["items"] == []
    assert codes_of(dispatcher.get("/search", q="漏水", cursor="zz")) == {"cursor.invalid"}


def test_links_between_cases(anonymous: Caller, dispatcher: Caller, district: District) -> None:
    one, other = filed(anonymous), filed(anonymous, title="同一处漏水")
    made = dispatcher.post(f"/cases/{one}/links", {"other": other, "kind": "same_matter"})
    assert made.status_code == 201
    assert [link["code"] for link in dispatcher.get(f"/cases/{one}").json()["links"]] == [other]
    assert codes_of(dispatcher.post(f"/cases/{one}/links", {"other": one, "kind": "follows"})) == {"link.itself"}
    assert codes_of(dispatcher.post(f"/cases/{one}/links", {"other": other, "kind": "friend"})) == {"link.kind"}
    stranger = caller_for(district.accounts["water"])
    assert stranger.post(f"/cases/{one}/links", {"other": other, "kind": "follows"}).status_code == 404


def test_registers_are_open_to_everybody(anonymous: Caller, district: District) -> None:
    names = {category["name"] for category in anonymous.get("/categories", realm="hotline").json()["items"]}
    assert names == {"城乡建设", "住房", "房屋漏水", "供水", "停水"}
    assert [area["code"] for area in anonymous.get("/areas").json()["items"]] == ["140213"]
    assert len(anonymous.get("/areas", parent="140213").json()["items"]) == 2
    assert [area["code"] for area in anonymous.get("/areas/140213050").json()["path"]] == ["140213", "140213050"]
    assert {unit["code"] for unit in anonymous.get("/units").json()["items"]} == set(district.units)
    located = anonymous.get("/areas/locate", lon=113.22, lat=40.05).json()
    assert located["area"]["code"] == "140213050001001"
    assert codes_of(anonymous.get("/areas/locate", lon="nan", lat=1)) == {"input.number"}
    assert codes_of(anonymous.get("/areas/locate", lon=1, lat=1)) == {"place.outside"}


def test_a_whole_procedure_as_json(anonymous: Caller) -> None:
    listed = anonymous.get("/procedures").json()["items"]
    assert {procedure["key"] for procedure in listed} >= {"hotline.order", "grid.event"}
    found = anonymous.get("/procedures/hotline.order").json()
    assert found["content"]["states"]["created"]["zh"] == "待派单"
    assert anonymous.get(f"/procedures/hotline.order/{found['version']}").json() == found
    assert codes_of(anonymous.get("/procedures/hotline.order/1999.1")) == {"procedure.not_found"}


def test_particulars_are_revealed_with_a_reason_only(district: District, anonymous: Caller, dispatcher: Caller) -> None:
    code = filed(anonymous)
    party = dispatcher.get(f"/cases/{code}").json()["reporter"]["id"]
    caller = caller_for(district.accounts["caller"])
    wanted = {"fields": ["phone"], "reason": "回访需要核对电话", "case": code}
    assert caller.post(f"/parties/{party}/reveal", wanted).json()["particulars"] == {"phone": "13834567890"}
    assert codes_of(caller.post(f"/parties/{party}/reveal", {**wanted, "reason": "看"})) == {"reason.short"}
    assert codes_of(caller.post(f"/parties/{party}/reveal", {**wanted, "fields": ["face"]})) == {"party.field"}
    assert codes_of(dispatcher.post(f"/parties/{party}/reveal", wanted)) == {"access.denied"}
    assert codes_of(anonymous.post(f"/parties/{party}/reveal", wanted)) == {"auth.required"}


def test_a_confidential_case_is_closed_to_lower_clearance(district: District, anonymous: Caller) -> None:
    code = anonymous.post("/cases", a_filing(confidentiality=2)).json()["code"]
    assert caller_for(district.accounts["dispatcher"]).get(f"/cases/{code}").status_code == 404
    assert caller_for(district.accounts["chief"]).get(f"/cases/{code}").status_code == 200
