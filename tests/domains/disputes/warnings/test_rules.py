"""The rules of early warning, each alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.warnings import rules
from minsheng.domains.disputes.warnings.findings import Finding, Look, Missed, Neighbour, Sides, Size, Written
from minsheng.domains.disputes.warnings.parameters import parameters_on, read_sets, words_on
from tests.hypothesis_profile import bounded

BY = parameters_on(date(2026, 11, 24))
WORDS = words_on(date(2026, 11, 24))
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOBODY = Sides()
A, B, C = frozenset({1}), frozenset({2}), frozenset({3})
LON, LAT = 113.22, 40.05


def a_look(**changes: Any) -> Look:
    return replace(Look(1, 3, NOW, Sides(A, B), LON, LAT), **changes)


def other(
    pk: int = 9, *, days: float = 1, is_open: bool = False, sides: Sides = NOBODY, metres: float = 0
) -> Neighbour:
    return Neighbour(pk, NOW - timedelta(days=days), is_open, sides, LON, LAT + metres / 111_195)


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        (Sides(A, B), True),
        (Sides(B, A), True),
        (Sides(A | C, B), True),
        (Sides(A | B, C), False),  # allies there
        (Sides(A, C), False),
        (Sides(), False),
    ],
)
def test_same_parties_on_opposite_sides(theirs: Sides, found: bool) -> None:
    assert (rules.same_parties(a_look(with_same_parties=[other(sides=theirs)]), BY) is not None) is found


@pytest.mark.parametrize(("days", "is_open", "found"), [(365, False, True), (366, False, False), (4000, True, True)])
def test_same_parties_open_or_recent(days: int, is_open: bool, found: bool) -> None:
    look = a_look(with_same_parties=[other(days=days, is_open=is_open, sides=Sides(B, A))])
    warning = rules.same_parties(look, BY)
    assert (warning is not None) is found
    if warning:
        assert (warning.causes, warning.data) == (("case:9",), {"cases": [9]})


_sides = st.builds(Sides, st.frozensets(st.integers(1, 4), max_size=3), st.frozensets(st.integers(1, 4), max_size=3))


@bounded(100)
@given(_sides, _sides)
def test_being_opposed_is_mutual_and_sides_may_be_swapped(one: Sides, two: Sides) -> None:
    swapped = Sides(two.other, two.one)
    assert rules.opposed(one, two) == rules.opposed(two, one) == rules.opposed(one, swapped)


@pytest.mark.parametrize(
    ("near", "found"),
    [
        ([(99, 10), (99, 89)], True),
        ([(99, 10), (101, 10)], False),
        ([(10, 10), (10, 91)], False),
        ([(10, 10)], False),
    ],
)
def test_same_place_counts_metres_and_days(near: list[tuple[float, float]], found: bool) -> None:
    nearby = [other(pk, metres=metres, days=days) for pk, (metres, days) in enumerate(near, start=10)]
    warning = rules.same_place(a_look(nearby=nearby), BY)
    assert (warning is not None) is found
    if warning:
        assert warning.data == {"cases": [10, 11], "count": 3, "metres": 100, "days": 90}


def test_a_place_is_raised_again_only_for_as_many_new_cases() -> None:
    four = [other(pk) for pk in (10, 11, 12, 13)]
    known = frozenset({"case:10", "case:11"})
    assert not _place(four[:3]).is_new(known)
    assert _place(four).is_new(known)
    assert rules.same_place(a_look(lon=None, nearby=four), BY) is None


def _place(nearby: list[Neighbour]) -> Finding:
    found = rules.same_place(a_look(nearby=nearby), BY)
    assert found is not None
    return found


@bounded(60)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), max_size=8))
def test_a_place_has_what_lies_within(places: list[tuple[float, float]]) -> None:
    nearby = [other(pk, metres=metres, days=days) for pk, (metres, days) in enumerate(places, start=10)]
    within = sum(1 for metres, days in places if metres <= BY.place_metres - 0.01 and days <= BY.place_days)
    warning = rules.same_place(a_look(nearby=nearby), BY)
    if warning is not None:
        assert BY.place_cases <= warning.data["count"] <= len(places) + 1
    else:
        assert within + 1 < BY.place_cases


@pytest.mark.parametrize(
    ("people", "marks"),
    [
        ([5, 9], ()),  # doubled nearly
        ([4, 8], ()),  # doubled, and still few
        ([5, 10], ("people:x1",)),
        ([5, 20, 40], ("people:x1", "people:x2", "people:x3", "people:over")),
        ([29, 30], ("people:over",)),
        ([40, 45], ()),  # was over before
        ([40, 20], ()),
        ([40], ()),
        ([], ()),
    ],
)
def test_people_by_a_factor_or_over_a_threshold(people: list[int], marks: tuple[str, ...]) -> None:
    found = rules.growing(a_look(sizes=[Size(seq, count) for seq, count in enumerate(people, start=1)]), BY)
    assert (found.causes if found else ()) == marks


def test_amounts_grow_apart_from_people() -> None:
    sizes = [Size(1, 3, Decimal("30000.00")), Size(4, 3, None), Size(6, None, Decimal("60000.00"))]
    found = rules.growing(a_look(sizes=list(reversed(sizes))), BY)
    assert found is not None
    assert found.causes == ("amount:x1",)
    assert found.data == {"amount": {"first": "30000.00", "now": "60000.00", "seq": 6}}
    assert rules.growing(a_look(sizes=[Size(1, None, Decimal(0)), Size(2, None, Decimal(999_999))]), BY) is None


@bounded(80)
@given(st.lists(st.integers(1, 500), min_size=2, max_size=6))
def test_marks_of_growth_are_never_taken_back_by_more_growth(people: list[int]) -> None:
    def marks(counts: list[int]) -> set[str]:
        found = rules.growing(a_look(sizes=[Size(seq, count) for seq, count in enumerate(counts)]), BY)
        return set(found.causes) if found else set()

    assert marks(people) <= marks([*people, max(people) * 2])
    assert marks([*people, people[0]]) == set()


def test_threats_keep_the_word_of_the_list_and_no_text() -> None:
    texts = [Written(1, "body", "我不想活了，真的不想活了"), Written(4, "note", "扬言放火")]
    found = rules.threat(a_look(texts=texts), WORDS)
    assert found is not None
    assert found.causes == ("self_harm:不想活:1:body", "fire:放火:4:note")
    assert found.data["hits"] == [
        {"category": "self_harm", "word": "不想活", "seq": 1, "field": "body"},
        {"category": "fire", "word": "放火", "seq": 4, "field": "note"},
    ]
    assert rules.threat(a_look(texts=[Written(1, "body", "楼上漏水")]), WORDS) is None


@pytest.mark.parametrize(
    ("own", "failed", "marks"),
    [
        (2, [], 0),
        (3, [], 1),
        (2, [7], 1),
        (0, [7, 8], 0),
        (0, [7, 8, 9], 1),
        (6, [], 2),
    ],
)
def test_the_third_refusal(own: int, failed: list[int], marks: int) -> None:
    found = rules.refusals(a_look(refusals=own, failures=failed), BY)
    assert len(found.causes if found else ()) == marks


def test_one_unit_twice_and_not_two_units_once() -> None:
    assert rules.missed(a_look(missed=[Missed("a", 1, 5), Missed("a", 2, 6)]), BY) is None
    found = rules.missed(a_look(missed=[Missed("a", 1, 5), Missed("a", 2, 6), Missed("b", 1, 5)]), BY)
    assert found is not None
    assert found.data == {"units": [{"unit": 5, "count": 2}]}


@bounded(60)
@given(st.sets(st.text("abc", max_size=2), min_size=1), st.sets(st.text("abc", max_size=2)), st.integers(1, 3))
def test_the_same_causes_are_never_new(causes: set[str], more: set[str], enough: int) -> None:
    found = Finding("threat", tuple(causes), new_enough=enough)
    assert found.is_new(frozenset())
    assert not found.is_new(frozenset(causes | more | {"x"}))


def test_a_quiet_case_has_no_sign() -> None:
    assert rules.findings(a_look(texts=[Written(1, "body", "楼上漏水")]), BY, WORDS) == []


def test_parameters_hold_from_their_day() -> None:
    text = (rules_file := parameters_on.__globals__["_HERE"] / "parameters.toml").read_text(encoding="utf-8")
    assert rules_file.is_file()
    later = (
        text[text.index("[[set]]") :]
        .replace("2020-01-01", "2027-01-01")
        .replace("place_metres = 100", "place_metres = 50")
    )
    sets = read_sets(later + text)
    assert [(one.valid_from, one.place_metres) for one in sets] == [(date(2020, 1, 1), 100), (date(2027, 1, 1), 50)]
    assert parameters_on(date(1999, 1, 1)) == parameters_on(date(2026, 1, 1))
