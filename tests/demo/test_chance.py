"""Chance, hours, names and pictures of the simulation."""

from __future__ import annotations

import io
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from minsheng.base.codes.phone import check_phone
from minsheng.base.ids import check_code, new_code
from minsheng.base.time import SHANGHAI
from minsheng.demo.simulation.chance import Dice, Tail
from minsheng.demo.simulation.hours import Hours
from minsheng.demo.simulation.names import PHONE_BLOCK, resident
from minsheng.demo.simulation.pictures import paper, photo
from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.files.kinds import PDF, PNG
from minsheng.kernel.files.sniffing import sniff

CALENDAR = Calendar(bundled_years()).with_fallback()
DAY = datetime(2023, 5, 1, tzinfo=SHANGHAI).date()
INSTANTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 12, 31), timezones=st.just(SHANGHAI))


@settings(deadline=None)  # a busy machine takes its time
@given(st.integers(0, 2**40), st.sets(st.integers(0, 28_000_000), min_size=2, max_size=50))
def test_no_two_numbers_have_the_same_tail(seed: int, numbers: set[int]) -> None:
    codes = {new_code("HL", DAY, Tail(seed, number)) for number in numbers}
    assert len(codes) == len(numbers)
    assert all(check_code(code) == code for code in codes)


def test_fate_decides_over_odds() -> None:
    dice = Dice.with_fate("1", frozenset({"late", "no rain"}))
    assert dice.happens("late", 0.0)
    assert not dice.happens("rain", 1.0)
    assert not dice.happens("anything else", 0.0)


def test_a_seed_gives_the_same_chance_whatever_the_fate() -> None:
    fated, plain = Dice.with_fate("1", frozenset({"late"})), Dice("1")
    assert fated.happens("late", 0.0) != plain.happens("late", 0.0)
    assert [fated.random() for _ in range(3)] == [plain.random() for _ in range(3)]


@settings(deadline=None)
@given(INSTANTS, st.integers(0, 1000))
def test_office_hours_are_kept(at: datetime, seed: int) -> None:
    hours = Hours(Dice(str(seed)), CALENDAR)
    later = hours.office(at, 0.2, 9)
    assert CALENDAR.is_working_day(later.date())
    assert 8 <= later.hour <= 18
    assert later >= at.replace(second=0, microsecond=0)
    awake = hours.awake(at, 0.1, 30)
    assert 7 <= awake.hour < 23


def test_residents_are_always_the_same_and_have_no_real_number() -> None:
    one = resident(1, "140213056008", 3)
    assert one == resident(1, "140213056008", 3) != resident(1, "140213056008", 4)
    assert check_phone(one.phone) == one.phone
    assert one.phone.startswith(PHONE_BLOCK)


def test_pictures_and_papers_are_what_they_seem() -> None:
    for number in range(3):
        picture = io.BytesIO(photo(number, tidy=False))
        assert sniff(picture, name="a.png", declared_type="image/png") is PNG
        Image.open(picture).verify()
        assert sniff(io.BytesIO(paper(number)), name="a.pdf", declared_type="application/pdf") is PDF
    assert photo(1, tidy=True) != photo(1, tidy=False)
