"""人民调解法 art 8 (three to nine members, one director, at least one woman) and art 9 (a term of three years)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.agencies.composition import Seat, faults_of
from minsheng.domains.disputes.days import three_years_after
from minsheng.surface.wording import say

FIRST = date(2026, 3, 1)
LAST = date(2029, 3, 1)


def seats(count: int, *, directors: int = 1, women: int = 1) -> list[Seat]:
    """So many members, the first ones directors, the last ones women."""
    return [
        Seat(f"委员{number}", "director" if number < directors else "member", number >= count - women)
        for number in range(count)
    ]


def codes(found: list[Seat], first: date = FIRST, last: date = LAST) -> list[str]:
    return [fault.code for fault in faults_of(found, first, last)]


@pytest.mark.parametrize(("count", "lawful"), [(1, False), (2, False), (3, True), (9, True), (10, False)])
def test_three_to_nine_members(count: int, lawful: bool) -> None:
    assert codes(seats(count)) == ([] if lawful else ["committee.size"])


@pytest.mark.parametrize(("directors", "lawful"), [(0, False), (1, True), (2, False)])
def test_one_director(directors: int, lawful: bool) -> None:
    assert codes(seats(5, directors=directors)) == ([] if lawful else ["committee.director"])


def test_deputies_are_no_directors() -> None:
    found = [Seat("甲", "director", False), Seat("乙", "deputy", True), Seat("丙", "deputy", False)]
    assert codes(found) == []


def test_at_least_one_woman() -> None:
    assert codes(seats(5, women=0)) == ["committee.woman"]
    assert codes(seats(5, women=5)) == []


def test_a_term_ends_on_the_corresponding_day_after_three_years() -> None:
    assert codes(seats(3)) == []
    assert codes(seats(3), last=LAST + timedelta(days=1)) == ["committee.term"]
    assert three_years_after(date(2024, 2, 29)) == date(2027, 2, 28)  # 民法典 202: no corresponding day


def test_every_fault_is_named_at_once_and_cites_its_article() -> None:
    found = faults_of(seats(2, directors=0, women=0), FIRST, date(2030, 1, 1))
    assert [fault.code for fault in found] == [
        "committee.size",
        "committee.director",
        "committee.woman",
        "committee.term",
    ]
    assert ["第八条" in say(fault, "zh") for fault in found] == [True, True, True, False]
    assert "第九条" in say(found[3], "zh")
    assert all("art 8" in say(fault, "en") for fault in found[:3])
    assert "art 9" in say(found[3], "en")


@given(
    st.lists(st.tuples(st.sampled_from(["director", "deputy", "member"]), st.booleans()), max_size=14),
    st.integers(1, 3 * 365),
)
def test_lawful_is_exactly_what_the_articles_say(rows: list[tuple[str, bool]], days: int) -> None:
    found = [Seat(f"委员{number}", post, woman) for number, (post, woman) in enumerate(rows)]
    posts = [post for post, _woman in rows]
    lawful = 3 <= len(rows) <= 9 and posts.count("director") == 1 and any(woman for _post, woman in rows)
    assert (codes(found, last=FIRST + timedelta(days=days)) == []) == lawful
