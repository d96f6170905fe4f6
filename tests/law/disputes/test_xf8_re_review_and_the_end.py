"""The re-review takes thirty days without the time of a hearing, and ends the matter (条例 36; XF-8)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.time import end_of_day
from tests.hypothesis_profile import bounded
from tests.law.disputes.petitions import HOUSING, REVIEWING, filed, rechecking, transferred


def test_twelve_days_of_hearing_are_added() -> None:
    """Domain reference 13.5 row 16: 30 days and 12 of hearing from 08-20; raw 10-01, due 10-08."""
    petition = rechecking("2026-08-18", "2026-08-20")
    petition.do("rechecker 7", "open_hearing", "2026-09-01")
    assert petition.due("recheck") == ""
    petition.do("rechecker 7", "close_hearing", "2026-09-13", record="听证笔录")
    assert petition.due("recheck") == "2026-10-09 00:00"


def test_without_a_hearing() -> None:
    """The thirtieth day is Saturday 09-19; Sunday 09-20 is worked."""
    assert rechecking("2026-08-18", "2026-08-20").due("recheck") == "2026-09-21 00:00"


@bounded(40)
@given(st.integers(0, 60))
def test_each_day_of_hearing_adds_one(days: int) -> None:
    petition = rechecking("2026-03-02", "2026-03-03")
    petition.do("rechecker 7", "open_hearing", "2026-03-10 09:00")
    ends = date(2026, 3, 10) + timedelta(days=days)
    petition.do("rechecker 7", "close_hearing", f"{ends} 09:00", record="笔录")
    assert petition.clock("recheck").raw_due == end_of_day(date(2026, 4, 2) + timedelta(days=days))


@pytest.mark.parametrize("unit", [HOUSING, REVIEWING])
def test_neither_of_the_organs_before_may_do_it(unit: int) -> None:
    petition = rechecking("2026-03-02", "2026-03-03")
    petition.snapshot.state = "recheck_asked"
    assert petition.refused("sender 2", "assign_recheck", "2026-03-04", unit=unit) == "guard.own_judge"


def test_then_it_is_over() -> None:
    petition = rechecking("2026-03-02", "2026-03-03")
    petition.do("rechecker 7", "recheck", "2026-03-20", verdict="upheld", opinion="维持")
    petition.do("rechecker 7", "serve_recheck", "2026-03-23", served_on="2026-03-23", service="hand")
    assert petition.snapshot.state == "ended"
    assert petition.snapshot.due_at is None
    goes_on = {key for key, act in petition.procedure.acts_from("ended").items() if act.to != "="}
    assert goes_on == set()


def test_the_same_facts_and_reasons_are_not_accepted_again() -> None:
    again = transferred("2026-06-01")
    again.do("acceptor 3", "note_same", "2026-06-02", other=9, standing="ended")
    refused = again.refused("acceptor 3", "accept", "2026-06-03", course="opinion", notice_on="2026-06-03")
    assert refused == "guard.same_ended"
    again.do("acceptor 3", "decline", "2026-06-03", ground_declined="ended", reason="终结", message="不再受理")
    assert again.snapshot.state == "declined"


def test_new_facts_are_accepted() -> None:
    fresh = filed("2026-06-01")
    fresh.do("sorter 2", "note_same", "2026-06-02", other=9, standing="fresh")
    fresh.do("sender 2", "transfer", "2026-06-03", unit=HOUSING, manner="forward")
    assert fresh.snapshot.state == "transferred"
