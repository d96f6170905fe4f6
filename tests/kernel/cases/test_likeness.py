"""How alike two matters are: properties of the score, and texts in the spirit of real ones."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.text import index_terms
from minsheng.kernel.cases.likeness import (
    Rarity,
    Reach,
    Spot,
    compare,
    metres_between,
    nearness,
    phrases,
    text_likeness,
    weight_of,
)
from tests.kernel.cases.support import at

TERMS = st.frozensets(st.sampled_from("abcdefghijkl"), max_size=12)
FULL = st.frozensets(st.sampled_from("abcdefghijkl"), min_size=1)
COUNTS = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(1, 1000))
RARITIES = st.builds(Rarity, COUNTS, st.integers(1000, 100_000))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1))
SPOTS = st.builds(
    Spot,
    INSTANTS,
    st.one_of(st.none(), st.floats(113.2, 113.21)),
    st.one_of(st.none(), st.floats(40.0, 40.01)),
    st.integers(0, 2),
    st.frozensets(st.sampled_from(("红卫", "卫里", "向阳")), max_size=2),
)
NOON = at("2026-05-01 12:00")


@given(TERMS, TERMS, RARITIES)
def test_texts_are_alike_both_ways_and_between_0_and_1(one: frozenset[str], other: frozenset[str], by: Rarity) -> None:
    assert text_likeness(one, other, by) == pytest.approx(text_likeness(other, one, by))
    assert 0 <= text_likeness(one, other, by) <= 1


@given(FULL, RARITIES)
def test_a_text_is_wholly_like_itself(one: frozenset[str], by: Rarity) -> None:
    assert text_likeness(one, one, by) == pytest.approx(1)


@given(FULL, FULL, RARITIES)
def test_texts_without_a_common_term_are_not_alike(one: frozenset[str], other: frozenset[str], by: Rarity) -> None:
    assert (text_likeness(one, other, by) == 0) == one.isdisjoint(other)


@given(TERMS, TERMS, RARITIES)
def test_a_term_more_in_common_makes_no_less_alike_and_one_apart_no_more(
    one: frozenset[str], other: frozenset[str], by: Rarity
) -> None:
    before = text_likeness(one, other, by)
    assert text_likeness(one | {"new"}, other | {"new"}, by) >= before - 1e-12
    assert text_likeness(one | {"new"}, other, by) <= before + 1e-12


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 100))
def test_rarer_terms_weigh_more(documents: int, count: int, more: int) -> None:
    assert weight_of(count, documents) > weight_of(count + more, documents) > 0


@given(SPOTS, SPOTS)
def test_nearness_is_the_same_both_ways_and_between_0_and_1(one: Spot, other: Spot) -> None:
    there, back = nearness(one, other, Reach()), nearness(other, one, Reach())
    assert there.factor == pytest.approx(back.factor)
    assert 0 <= there.factor <= 1


@given(st.floats(0, 600), st.floats(0, 40), st.floats(0, 100), st.floats(0, 10))
def test_farther_and_later_is_never_nearer(metres: float, days: float, farther: float, later: float) -> None:
    here = Spot(NOON, 113.2, 40.0)

    def factor(away: float, after: float) -> float:
        return nearness(here, Spot(NOON + timedelta(days=after), 113.2, 40.0 + away / 111_195), Reach()).factor

    assert factor(metres + farther, days + later) <= factor(metres, days) + 1e-9


def test_the_limits_of_place_and_time() -> None:
    here = Spot(NOON, 113.2, 40.0, community=1)
    assert nearness(here, here, Reach()).factor == 1
    far = Spot(NOON, 113.2, 40.0 + 501 / 111_195, community=1)
    assert nearness(here, far, Reach()).factor == 0
    assert nearness(here, far, Reach(metres=600)).factor > 0.7
    assert nearness(here, Spot(NOON + timedelta(days=31), 113.2, 40.0), Reach()).factor == 0
    assert nearness(here, Spot(NOON + timedelta(days=30), 113.2, 40.0), Reach()).factor == pytest.approx(0.8)


def test_without_points_the_community_and_the_address_speak() -> None:
    one, two = Spot(NOON, community=1), Spot(NOON, community=2)
    assert nearness(one, one, Reach()).factor == 0.9
    assert nearness(one, two, Reach()).factor == 0
    assert nearness(one, Spot(NOON), Reach()).factor == 0.8
    words = frozenset(("红卫", "卫里"))
    assert (
        nearness(Spot(NOON, community=1, address=words), Spot(NOON, community=2, address=words), Reach()).factor == 0.9
    )


def test_a_degree_in_metres() -> None:
    assert metres_between(Spot(NOON, 113.0, 40.0), Spot(NOON, 113.0, 40.01)) == pytest.approx(1112, abs=2)
    assert metres_between(Spot(NOON, 113.0, 40.0), Spot(NOON, 113.01, 40.0)) == pytest.approx(852, abs=2)
    assert metres_between(Spot(NOON, 113.0), Spot(NOON, 113.0, 40.0)) is None


SAID = (
    "红卫里小区旁边建搅拌站，噪音和粉尘太大，无法开窗",
    "投诉红卫里附近搅拌站噪音扰民，彻夜施工，灰尘污染严重",
    "红卫里小区门口路灯不亮，老人晚上出门很危险",
    "咨询新生儿医保怎么缴费，什么时候可以办理",
)


def test_a_paraphrase_is_more_like_than_another_matter_of_the_same_place() -> None:
    texts = [frozenset(index_terms(text)) for text in SAID]
    common = dict.fromkeys(("小区", "里小", "红卫", "卫里", "无法", "投诉", "门口", "附近"), 600)
    how = Rarity({**common, "噪音": 90, "粉尘": 30, "搅拌": 12, "拌站": 12}, 5000), Reach()
    here = Spot(NOON, 113.2, 40.0)
    same, place_only, nothing = (compare(texts[0], here, other, here, how) for other in texts[1:])
    assert same.score > 2 * place_only.score > 0
    assert nothing.score < 0.02
    assert {"搅拌", "拌站", "红卫"} <= set(same.shared)
    assert same.near.metres == 0
    assert same.near.days == 0


def test_terms_in_common_are_named_by_their_weight() -> None:
    rarity = Rarity({"请尽": 900, "搅拌": 3}, 1000)
    spot = Spot(NOON)
    found = compare(["请尽", "搅拌", "一"], spot, ["搅拌", "请尽", "二"], spot, (rarity, Reach()))
    assert found.shared == ("搅拌", "请尽")
    assert found.score == pytest.approx(found.text * 0.8)


def test_pairs_are_joined_as_people_read_them() -> None:
    text = "Ａ区绿地海外滩二期，高铁噪音；海外滩业主"
    assert phrases(["海外", "外滩", "高铁", "绿地", "地海", "主"], text) == ["绿地海外滩", "高铁"]
    assert phrases([], text) == []
    assert phrases(["没有"], text) == []


def test_an_empty_batch_has_weights() -> None:
    assert Rarity.of([]).weight("x") == pytest.approx(math.log1p(500) ** 3)
