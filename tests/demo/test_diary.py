"""Hours of mediators and rooms in the simulated year: nobody sits in two places, and a story told anew loses nothing."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.time import SHANGHAI
from minsheng.demo.disputes.diary import Diary, Slot
from minsheng.kernel.deadlines.rules import Calendar

AFTER = datetime(2023, 5, 4, 10, 0, tzinfo=SHANGHAI)
UNIT, ROOMS = 7, {7: [11, 12]}


def filled(seed: int, count: int) -> list[tuple[int, Slot]]:
    """Sessions of two mediators in two rooms, with the mediator of each."""
    rng = random.Random(seed)
    diary = Diary(Calendar({}).with_fallback(), ROOMS)
    people = [rng.choice((1, 2)) for _ in range(count)]
    return [
        (person, diary.slot(rng, case, AFTER + timedelta(days=rng.randint(0, 3)), [person], UNIT))
        for case, person in enumerate(people)
    ]


@given(st.integers(0, 200), st.integers(2, 30))
def test_nobody_and_no_room_is_taken_twice(seed: int, count: int) -> None:
    made = filled(seed, count)
    for who in ({person for person, _ in made}, {slot.room for _, slot in made}):
        for one in who:
            spans = sorted((slot.begins, slot.ends) for person, slot in made if one in {person, slot.room})
            assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(slot.begins > AFTER and slot.begins.weekday() < 5 for _, slot in made)


def test_a_story_told_anew_takes_the_same_hours() -> None:
    diary, rng = Diary(Calendar({}).with_fallback(), ROOMS), random.Random
    first = [diary.slot(rng(1), 5, AFTER, [1], UNIT) for _ in range(3)]
    diary.forget(5)
    assert [diary.slot(rng(1), 5, AFTER, [1], UNIT) for _ in range(3)] == first
    assert diary.slot(rng(1), 6, AFTER, [2], UNIT, online=True).room is None
