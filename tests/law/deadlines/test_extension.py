"""An extension needs a ground and an approver, stays under its cap, and comes before the term has run out."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines import clock as clocks
from minsheng.kernel.deadlines.clock import Clock, Extension
from minsheng.kernel.deadlines.rules import Term, TermUnit
from tests.law.deadlines.support import CALENDAR, GUESSING, at, calendar, end, instants, spans, terms_of, working

MIXED = [calendar("P3D"), working("P3D"), calendar("P1M"), calendar("PT5H"), working("PT5H")]


SIXTY = calendar("P60D")


def reply(term: Term = SIXTY, start: str = "2026-05-06") -> Clock:
    return clocks.start("reply", term, at(start), CALENDAR, law="信访工作条例 34")


def by(term: Term, on: str = "2026-06-01", ground: str = "complex", approver_id: int = 7) -> Extension:
    return Extension(term, ground, approver_id, at(on), act_seq=3)


def test_the_days_are_counted_on_from_the_raw_end() -> None:
    extended = clocks.extend(reply(), by(calendar("P30D")), CALENDAR)
    assert (extended.raw_due, extended.due_at) == (end("2026-08-04"), end("2026-08-04"))
    assert extended.extensions == (by(calendar("P30D")),)


def test_months_are_added_before_counting() -> None:
    extended = clocks.extend(reply(calendar("P1M"), "2026-01-31"), by(calendar("P1M"), "2026-02-10"), CALENDAR)
    assert extended.raw_due == end("2026-03-31")


def test_another_unit_is_counted_on_from_the_end() -> None:
    extended = clocks.extend(reply(calendar("P15D"), "2026-09-15"), by(working("P5D"), "2026-09-20"), CALENDAR)
    assert extended.due_at == end("2026-10-13")


def test_hours_are_counted_on_from_the_end_of_the_day() -> None:
    extended = clocks.extend(reply(calendar("P1D"), "2026-11-23"), by(calendar("PT5H"), "2026-11-24"), CALENDAR)
    assert extended.due_at == at("2026-11-25 05:00")


@pytest.mark.parametrize(
    ("extension", "code", "field"),
    [
        (by(calendar("P30D"), ground=" "), "extension.no_ground", "ground"),
        (by(calendar("P30D"), approver_id=0), "extension.no_approver", "approver"),
        (by(calendar("P31D")), "extension.over_cap", "term"),
        (by(calendar("P30D"), on="2026-07-07 00:00:01"), "extension.too_late", None),
        (by(calendar("P30D"), on="2026-05-01"), "clock.order", None),
    ],
)
def test_refused(extension: Extension, code: str, field: str | None) -> None:
    with pytest.raises(Refusal) as caught:
        clocks.extend(reply(), extension, CALENDAR, cap=calendar("P30D"))
    assert (caught.value.code, caught.value.field) == (code, field)


def test_at_the_very_end_it_is_in_time() -> None:
    assert clocks.extend(reply(), by(calendar("P30D"), on="2026-07-07 00:00"), CALENDAR).due_at == end("2026-08-04")


def test_the_cap_is_for_all_extensions_together() -> None:
    once = clocks.extend(reply(), by(calendar("P20D")), CALENDAR, cap=calendar("P30D"))
    assert clocks.extend(once, by(calendar("P10D")), CALENDAR, cap=calendar("P30D")).raw_due == end("2026-08-04")
    with pytest.raises(Refusal) as caught:
        clocks.extend(once, by(calendar("P11D")), CALENDAR, cap=calendar("P30D"))
    assert caught.value.params == {"key": "reply", "limit": 30, "unit": "day"}


def test_a_cap_in_another_unit_bounds_where_it_leads() -> None:
    short = reply(calendar("P15D"), "2026-11-02")
    assert clocks.extend(short, by(working("P5D"), "2026-11-03"), CALENDAR, cap=calendar("P7D"))
    with pytest.raises(Refusal, match=r"extension\.over_cap"):
        clocks.extend(short, by(working("P6D"), "2026-11-03"), CALENDAR, cap=calendar("P7D"))


def test_the_number_is_bounded() -> None:
    once = clocks.extend(reply(), by(calendar("P10D")), CALENDAR, max_count=1)
    with pytest.raises(Refusal) as caught:
        clocks.extend(once, by(calendar("P10D")), CALENDAR, max_count=1)
    assert (caught.value.code, caught.value.params["limit"]) == ("extension.count", 1)


def test_a_stopped_clock_is_not_extended() -> None:
    stopped = clocks.stop(reply(), at("2026-06-01"), "answered", CALENDAR)
    with pytest.raises(Refusal, match=r"clock\.stopped"):
        clocks.extend(stopped, by(calendar("P10D"), "2026-06-02"), CALENDAR)


def test_a_standing_clock_is_extended_and_stands() -> None:
    standing = clocks.pause(reply(), at("2026-05-10"))
    extended = clocks.extend(standing, by(calendar("P30D"), "2026-09-01"), CALENDAR)
    assert extended.due_at is None
    assert clocks.resume(extended, at("2026-05-20"), CALENDAR).raw_due == end("2026-08-14")


@given(instants, terms_of(), st.sampled_from(MIXED) | terms_of())
def test_an_extension_ends_later(start: datetime, term: Term, more: Term) -> None:
    clock = clocks.start("any", term, start, GUESSING)
    extended = clocks.extend(clock, Extension(more, "complex", 7, start, 1), GUESSING)
    assert clock.due_at is not None
    assert extended.due_at is not None
    assert extended.raw_due > clock.raw_due or more.unit is TermUnit.WORKING_HOUR
    assert extended.due_at >= clock.due_at or more.unit in (TermUnit.HOUR, TermUnit.WORKING_HOUR)
    assert clocks.restate(extended, GUESSING) == extended


@given(instants, terms_of(), terms_of(), spans, spans)
def test_pause_and_extension_commute(
    start: datetime, term: Term, more: Term, wait: timedelta, length: timedelta
) -> None:
    clock = clocks.start("any", term, start, GUESSING)
    extension = Extension(more, "complex", 7, start, 1)
    began = min(start + wait, clock.due_at or start)
    resumed = clocks.resume(clocks.pause(clock, began), began + length, GUESSING)
    one = clocks.extend(resumed, extension, GUESSING)
    other = clocks.extend(clock, extension, GUESSING)
    other = clocks.resume(clocks.pause(other, began), began + length, GUESSING)
    assert one == other


def test_one_instant_after_the_end_it_is_too_late() -> None:
    clock = reply()
    assert clock.due_at is not None
    late = Extension(calendar("P1D"), "complex", 7, clock.due_at + timedelta(microseconds=1), 1)
    with pytest.raises(Refusal, match=r"extension\.too_late"):
        clocks.extend(clock, late, CALENDAR)
