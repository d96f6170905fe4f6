"""Cases that are likely about the same matter: found, explained, and only what the actor may see."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.duplicates import (
    BUDGET,
    Duplicate,
    Wanted,
    address_terms,
    likely_duplicates,
    spot,
    stored,
    telling,
)
from minsheng.kernel.cases.likeness import Rarity, Reach
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.personal import erase_person
from minsheng.kernel.cases.places import Place
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.support import at, filed

MONDAY = at("2026-05-11 10:00")
NEAR = Place(lon=113.221, lat=40.05, address="红卫里5号楼")  # 85 m east
FAR = Place(lon=113.22, lat=40.06, address="别处")  # 1.1 km north, in the same community
NEXT_DOOR = Place(lon=113.35, lat=40.1)


def report(words: str = "", when: datetime = MONDAY, **changes: object) -> Case:
    return filed(when, title="红卫里房顶漏水", body=f"红卫里顶层房顶漏水，下雨屋里接水{words}", **changes)


def found_by(actor: Actor, case: Case, **more: object) -> list[Duplicate]:
    with acting(actor):
        return likely_duplicates(by=actor, wanted=stored(actor, case.code), **more)  # type: ignore[arg-type]


def codes(found: list[Duplicate]) -> list[str]:
    return [duplicate.case.code for duplicate in found]


def test_a_paraphrase_next_door_is_found_and_explained(district: District) -> None:
    case = report()
    other = report("，请维修", MONDAY + timedelta(days=3), place=NEAR, phone="13900000001")
    filed(MONDAY, title="路灯不亮", body="向阳路路灯坏了", phone="13900000002")
    found = found_by(district.actor("dispatcher"), case)
    assert codes(found) == [other.code]
    assert found[0].metres == pytest.approx(85, abs=1)
    assert found[0].days == pytest.approx(3)
    assert 0.4 < found[0].score < 1
    assert "红卫里房顶漏水" in found[0].shared


def test_the_likest_comes_first_and_no_more_than_wanted(district: District) -> None:
    case = report()
    less = report("，楼道灯也坏了，物业不接电话，邻居们都很着急", phone="13900000001")
    same = report(phone="13900000002")
    assert codes(found_by(district.actor("dispatcher"), case)) == [same.code, less.code]
    assert codes(found_by(district.actor("dispatcher"), case, limit=1)) == [same.code]


@pytest.mark.parametrize(
    "changes", [{"place": FAR}, {"when": MONDAY + timedelta(days=31)}, {"when": MONDAY - timedelta(days=31)}]
)
def test_far_and_long_ago_is_another_matter(district: District, changes: dict[str, object]) -> None:
    case = report()
    other = report(phone="13900000001", **changes)  # type: ignore[arg-type]
    actor = district.actor("dispatcher")
    assert found_by(actor, case) == []
    assert codes(found_by(actor, case, reach=Reach(metres=2000, days=90))) == [other.code]


def test_another_realm_and_merged_cases_are_left_out(district: District) -> None:
    case, merged = report(), report(phone="13900000001")
    filed(MONDAY, "grid.event", title="红卫里房顶漏水", body="红卫里顶层房顶漏水，下雨屋里接水", kind="")
    with transaction.atomic():
        perform(by=SYSTEM, case_id=merged.pk, act="merge", data={"into": case.pk, "reason": "同一问题"})
    assert found_by(district.actor("chief"), case) == []


def test_nobody_is_told_of_a_case_that_is_not_theirs(district: District) -> None:
    mine, hidden = report(), report(phone="13900000001")
    report(phone="13900000002", confidentiality=2)
    report(phone="13900000003", place=NEXT_DOOR)
    with transaction.atomic():
        perform(by=SYSTEM, case_id=mine.pk, act="dispatch", data={"unit": district.unit("housing")})
    housing, chief = district.actor("housing"), district.actor("chief")
    assert found_by(housing, mine) == []
    with pytest.raises(Refusal, match="case.unknown"):
        found_by(housing, hidden)
    assert len(found_by(chief, mine)) == 2
    assert codes(found_by(district.actor("dispatcher"), mine)) == [hidden.code]
    reporter = Actor(account_id=None, case_ids=(mine.pk,))
    assert found_by(reporter, mine) == []


def test_the_function_itself_shows_no_more_than_the_eyes_that_are_set(district: District) -> None:
    mine, other = report(), report(phone="13900000001")
    with transaction.atomic():
        perform(by=SYSTEM, case_id=mine.pk, act="dispatch", data={"unit": district.unit("housing")})
    for name, expected in (("housing", {mine.pk}), ("gucheng", set()), ("dispatcher", {mine.pk, other.pk})):
        with acting(district.actor(name)), connection.cursor() as cursor:
            window = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
            question = "SELECT case_id FROM minsheng_alike(ARRAY['漏水'], 1::smallint, %s, %s, 0, 100)"
            cursor.execute(question, window)
            assert {row[0] for row in cursor.fetchall()} == expected, name


def test_a_text_that_is_not_stored_yet(district: District) -> None:
    case = report()
    here = spot(MONDAY, 113.22, 40.05, district.areas["140213050001001"].pk)
    wanted = Wanted("红卫里房顶漏水，接水", case.realm, here)
    actor = district.actor("dispatcher")
    with acting(actor):
        assert codes(likely_duplicates(by=actor, wanted=wanted)) == [case.code]
        assert likely_duplicates(by=actor, wanted=Wanted("", case.realm, here)) == []
        assert likely_duplicates(by=actor, wanted=Wanted("'; DROP \\ '' | & !", case.realm, here)) == []


def test_an_erased_case_is_like_nothing(district: District) -> None:
    case, other = report(), report(phone="13900000001")
    with acting_as_system():
        assert other.reporter_id
        erase_person(other.reporter_id)
    actor = district.actor("dispatcher")
    assert found_by(actor, case) == []
    other.refresh_from_db()
    assert found_by(actor, other) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_four_statements(district: District, rows: int) -> None:
    case = report()
    for number in range(rows):
        report(phone=f"1390000000{number}")
    actor = district.actor("dispatcher")
    found_by(actor, case)
    with acting(actor), CaptureQueriesContext(connection) as captured:
        assert len(likely_duplicates(by=actor, wanted=stored(actor, case.code))) == rows
    assert len(captured.captured_queries) == 4  # the case, counts of terms, candidates, their rows


def test_telling_terms_are_rare_and_stay_in_their_budget() -> None:
    rarity = Rarity({"请尽": 50_000, "搅拌": 30, "红卫": 10, "噪音": BUDGET}, 75_000)
    assert telling(["请尽", "搅拌", "红卫", "噪音", "拌站"], rarity) == ["拌站", "红卫", "搅拌"]
    assert telling(["请尽"], rarity) == ["请尽"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("红卫里3号楼2单元", {"红卫", "卫里"}),
        ("大同市平城区新建南路街道红卫里社区红卫里小区", {"红卫", "卫里", "里小", "小区"}),
        ("12号楼", set()),
        ("", set()),
    ],
)
def test_what_of_an_address_tells_a_place(address: str, expected: set[str]) -> None:
    assert address_terms(address) == expected
