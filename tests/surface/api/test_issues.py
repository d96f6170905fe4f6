"""Likely duplicates and hot issues over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.keeping import recompute
from minsheng.kernel.cases.models import HotIssue
from minsheng.kernel.cases.places import Place
from tests.factories.district import District, a_report
from tests.surface.api.calling import SYSTEM, Caller, caller_for, codes_of, filed
from tests.surface.api.test_query_counts import statements

SAID = ("搅拌站噪音和粉尘太大", "搅拌站噪音扰民，粉尘严重", "搅拌站彻夜施工，噪音粉尘不断")


def issues(count: int, cases: int = 3) -> None:
    """So many hot issues, each in a place of its own; the last one is the hottest."""
    for number in range(count):
        place = Place(lon=113.21 + number / 100, lat=40.05)
        for case in range(cases + number):
            report = a_report(
                title=f"投诉{'东西南北'[number]}边搅拌站",
                body=SAID[case % 3],
                place=place,
                phone=f"13900000{number}{case:02}",
            )
            file_case(by=SYSTEM, procedure="hotline.order", report=report, at=timezone.now() - timedelta(days=case))
    recompute(timezone.now())


def similar_to(caller: Caller, code: str) -> list[str]:
    return [entry["code"] for entry in caller.get(f"/cases/{code}/similar").json()]


def test_likely_the_same_matter(anonymous: Caller, dispatcher: Caller) -> None:
    code, other = filed(anonymous), filed(anonymous, reporter={"name": "李四", "phone": "13900000001"})
    (found,) = dispatcher.get(f"/cases/{code}/similar").json()
    assert found["code"] == other
    assert (found["metres"], found["days"], found["state"]["key"]) == (0, 0.0, "created")
    assert found["score"] > 0.99
    assert any("顶层漏水" in words for words in found["shared"])


def test_nothing_is_told_of_cases_of_others(
    district: District, anonymous: Caller, dispatcher: Caller, housing: Caller
) -> None:
    code, other = filed(anonymous), filed(anonymous, reporter={"name": "李四", "phone": "13900000001"})
    dispatcher.post(f"/cases/{code}/acts/dispatch", {"unit": "housing"})
    assert similar_to(dispatcher, code) == [other]
    assert similar_to(housing, code) == []
    assert codes_of(housing.get(f"/cases/{other}/similar")) == {"case.unknown"}
    assert anonymous.get(f"/cases/{code}/similar").status_code == 401


def test_hot_issues_by_heat_in_pages(district: District, dispatcher: Caller) -> None:
    issues(3)
    whole = dispatcher.get("/hot-issues").json()
    assert [item["cases"] for item in whole["items"]] == [5, 4, 3]
    assert [item["title"] for item in whole["items"]] == ["投诉南边搅拌站", "投诉西边搅拌站", "投诉东边搅拌站"]
    item = whole["items"][0]
    assert (item["people"], item["unnamed"], item["open"], item["closed"], item["realm"]) == (5, 0, 5, 0, "hotline")
    assert item["area"]["code"] == "140213050001001"
    assert whole["next"] is None
    walked, path = [], "/api/v1/hot-issues?limit=1"
    while path:
        page = dispatcher.get(path).json()
        walked += page["items"]
        path = page["next"]
    assert walked == whole["items"]


def test_filters(district: District, dispatcher: Caller) -> None:
    issues(2)
    assert len(dispatcher.get("/hot-issues", area="140213050").json()["items"]) == 2
    assert dispatcher.get("/hot-issues", area="140213051").json()["items"] == []
    assert len(dispatcher.get("/hot-issues", days=1).json()["items"]) == 2
    with acting_as_system():
        HotIssue.objects.update(last_at=timezone.now() - timedelta(days=3))
    assert dispatcher.get("/hot-issues", days=1).json()["items"] == []
    assert codes_of(dispatcher.get("/hot-issues", area="nowhere")) == {"area.unknown"}
    assert dispatcher.get("/hot-issues", days=91).status_code == 422
    assert codes_of(dispatcher.get("/hot-issues", cursor="x")) == {"cursor.invalid"}


def test_hot_issues_are_for_posts_of_the_area_and_realm(district: District, anonymous: Caller, housing: Caller) -> None:
    issues(1)
    for name, count in (("chief", 1), ("triage", 0), ("worker", 0), ("gucheng", 0)):
        assert len(caller_for(district.accounts[name]).get("/hot-issues").json()["items"]) == count, name
    assert housing.get("/hot-issues").json()["items"] == []
    assert anonymous.get("/hot-issues").status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(district: District, anonymous: Caller, dispatcher: Caller, rows: int) -> None:
    issues(rows)
    code, *_others = [
        filed(anonymous, reporter={"name": "李四", "phone": f"1390000000{number}"}) for number in range(rows + 1)
    ]
    assert len(dispatcher.get("/hot-issues").json()["items"]) == rows
    assert statements(lambda: dispatcher.get("/hot-issues")) == 3  # token, eyes, issues with their titles
    assert len(similar_to(dispatcher, code)) == rows
    # Token, eyes, the case, counts of terms, candidates, their rows.
    assert statements(lambda: dispatcher.get(f"/cases/{code}/similar")) == 6
