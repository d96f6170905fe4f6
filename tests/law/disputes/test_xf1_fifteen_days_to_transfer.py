"""The petition office transfers, hands over or reports a petition within fifteen calendar days (信访工作条例 22; XF-1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.petitions import HOUSING, filed
from tests.law.life import CALENDAR, Life


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02", "2026-03-18 00:00"),
        ("2026-09-18", "2026-10-09 00:00"),  # the fifteenth day, 10-03, is in the National Day holiday
        ("2026-02-05", "2026-02-25 00:00"),  # 02-20 is in the Spring Festival
        ("2026-01-30", "2026-02-15 00:00"),  # 02-14 is a Saturday that is worked
        ("2026-01-31", "2026-02-25 00:00"),  # 02-15 is the first day of the Spring Festival
    ],
)
def test_due_dates(received: str, due: str) -> None:
    assert filed(received).due("sort") == due


def test_transfer_stops_the_clock() -> None:
    petition = filed("2026-03-02")
    petition.do("sender 2", "transfer", "2026-03-17 23:59", unit=HOUSING, manner="task")
    assert petition.clock("sort").stop_reason == "transfer"
    assert not petition.late("sort", "2026-12-01")


def test_one_second_after_the_last_day_is_late() -> None:
    petition = filed("2026-03-02")
    assert not petition.late("sort", "2026-03-18 00:00:00")
    assert petition.late("sort", "2026-03-18 00:00:01")


def test_taken_back_after_an_objection_it_has_fifteen_days_again() -> None:
    petition = filed("2026-03-02")
    petition.do("sender 2", "transfer", "2026-03-03", unit=HOUSING, manner="forward")
    petition.do("acceptor 3", "object", "2026-03-04", reason="不属本单位，依据三定规定")
    petition.do("sender 2", "agree_objection", "2026-03-05")
    assert (petition.clock("sort").run, petition.due("sort")) == (2, "2026-03-21 00:00")


def test_sorting_restarts_nothing() -> None:
    petition = Life("disputes.petition", "2026-03-02", kind="suggestion")
    petition.do("sorter 2", "sort", "2026-03-10", kind="appeal", way="opinion")
    petition.do("sorter 2", "sort", "2026-03-12", kind="suggestion")
    assert (petition.clock("sort").run, petition.due("sort")) == (1, "2026-03-18 00:00")


@bounded(60)
@given(st.dates(date(2026, 1, 1), date(2026, 12, 10)))
def test_the_last_day_is_worked_and_never_earlier_than_the_fifteenth(received: date) -> None:
    due = filed(received.isoformat()).clock("sort").due_at
    assert due is not None
    last = (due - timedelta(seconds=1)).date()
    raw = received + timedelta(days=15)
    assert CALENDAR.is_working_day(last)
    assert last >= raw
    assert not any(CALENDAR.is_working_day(raw + timedelta(days=n)) for n in range((last - raw).days))
