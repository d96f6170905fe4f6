"""Suspension (补正, 鉴定, 听证, 中止) adds its length and never resets (domain.md 0.2.7)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines import clock as clocks
from minsheng.kernel.deadlines.rules import Rolling, Span, Term
from tests.law.deadlines.support import (
    CALENDAR,
    GUESSING,
    at,
    calendar,
    end,
    instants,
    rollings,
    spans,
    terms_of,
    working,
)


def paused(term: Term, start: str, pause: str, resume: str, rolling: Rolling = Rolling.FORWARD) -> clocks.Clock:
    clock = clocks.start("reply", term, at(start), CALENDAR, rolling=rolling)
    return clocks.resume(clocks.pause(clock, at(pause)), at(resume), CALENDAR)


@pytest.mark.parametrize(
    ("term", "start", "pause", "resume", "last"),
    [
        (calendar("P10D"), "2026-11-02", "2026-11-04", "2026-11-09", "2026-11-17"),
        (working("P5D"), "2026-09-21", "2026-09-23", "2026-10-09", "2026-10-13"),
        (working("P5D"), "2026-11-02", "2026-11-04 09:00", "2026-11-04 17:00", "2026-11-09"),
        (calendar("P1M"), "2026-10-20", "2026-11-01", "2026-11-06", "2026-11-25"),
    ],
    ids=["calendar days", "working days over the holidays", "within one day", "month and days"],
)
def test_the_length_is_added_in_the_unit_of_the_term(
    term: Term, start: str, pause: str, resume: str, last: str
) -> None:
    assert paused(term, start, pause, resume).due_at == end(last)


def test_hours_are_added_exactly() -> None:
    clock = paused(calendar("PT24H"), "2026-11-23 10:00", "2026-11-23 11:00", "2026-11-23 12:30")
    assert clock.due_at == at("2026-11-24 11:30")


def test_of_working_hours_only_those_worked_are_added() -> None:
    clock = paused(working("PT4H"), "2026-11-23 09:00", "2026-11-23 11:00", "2026-11-23 16:00")
    assert clock.due_at == at("2026-11-23 18:00")


def test_a_standing_clock_has_no_due_instant_and_is_not_late() -> None:
    clock = clocks.pause(clocks.start("reply", calendar("P1D"), at("2026-11-23"), CALENDAR), at("2026-11-24"))
    assert clock.due_at is None
    assert not clocks.is_late(clock, at("2027-06-01"))


def test_paused_on_the_last_day_and_resumed_on_a_sunday_there_is_still_a_day() -> None:
    clock = paused(working("P5D"), "2026-11-20", "2026-11-27", "2026-11-29")
    assert clock.due_at == end("2026-11-30")


def test_paused_while_the_last_day_rolls_there_is_still_a_day() -> None:
    clock = paused(calendar("P15D"), "2026-09-18", "2026-10-07", "2026-10-20")
    assert clock.due_at == end("2026-10-20")


def test_a_term_that_had_run_out_stays_late() -> None:
    clock = clocks.start("reply", calendar("P1D"), at("2026-11-23"), CALENDAR)
    standing = clocks.pause(clock, at("2026-11-25 09:00"))
    assert clocks.is_late(standing, at("2026-11-25 09:00"))
    again = clocks.resume(standing, at("2026-11-30"), CALENDAR)
    assert again.due_at == clock.due_at
    assert again.suspended == (Span(at("2026-11-25 09:00"), at("2026-11-30")),)


def test_pauses_add_up() -> None:
    once = paused(calendar("P10D"), "2026-11-02", "2026-11-03", "2026-11-05")
    twice = clocks.resume(clocks.pause(once, at("2026-11-10")), at("2026-11-12"), CALENDAR)
    assert twice.raw_due == end("2026-11-16")


def test_out_of_order_is_refused() -> None:
    clock = clocks.start("reply", calendar("P10D"), at("2026-11-02"), CALENDAR)
    standing = clocks.pause(clock, at("2026-11-04"))
    attempts: list[tuple[str, Callable[[], object]]] = [
        ("clock.not_paused", lambda: clocks.resume(clock, at("2026-11-05"), CALENDAR)),
        ("clock.paused", lambda: clocks.pause(standing, at("2026-11-05"))),
        ("clock.order", lambda: clocks.pause(clock, at("2026-11-01"))),
        ("clock.order", lambda: clocks.resume(standing, at("2026-11-03"), CALENDAR)),
        ("clock.order", lambda: clocks.stop(standing, at("2026-11-03"), "done", CALENDAR)),
    ]
    for code, attempt in attempts:
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.code == code
    resumed = clocks.resume(standing, at("2026-11-06"), CALENDAR)
    with pytest.raises(Refusal, match=r"clock\.order"):
        clocks.pause(resumed, at("2026-11-05"))


@given(instants, terms_of(), rollings, spans, spans)
def test_a_pause_never_makes_a_deadline_earlier(
    start: datetime, term: Term, rolling: Rolling, wait: timedelta, length: timedelta
) -> None:
    clock = clocks.start("any", term, start, GUESSING, rolling=rolling)
    assert clock.due_at is not None
    resumed_at = start + wait + length
    resumed = clocks.resume(clocks.pause(clock, start + wait), resumed_at, GUESSING)
    assert resumed.due_at is not None
    assert resumed.due_at >= clock.due_at
    assert resumed.raw_due >= clock.raw_due
    if not clocks.is_late(clock, start + wait):
        assert not clocks.is_late(resumed, resumed_at)
    assert clocks.restate(resumed, GUESSING) == resumed


@given(instants, terms_of(), rollings, spans)
def test_a_pause_of_no_length_is_no_pause(start: datetime, term: Term, rolling: Rolling, wait: timedelta) -> None:
    clock = clocks.start("any", term, start, GUESSING, rolling=rolling)
    assert clocks.resume(clocks.pause(clock, start + wait), start + wait, GUESSING) == clock


@given(instants, terms_of(), st.lists(st.tuples(spans, spans), max_size=4), rollings)
def test_a_longer_pause_never_ends_earlier(
    start: datetime, term: Term, pauses: list[tuple[timedelta, timedelta]], rolling: Rolling
) -> None:
    clock, now = clocks.start("any", term, start, GUESSING, rolling=rolling), start
    for wait, length in pauses:
        began = now + wait
        now = began + length
        before, clock = clock, clocks.resume(clocks.pause(clock, began), now, GUESSING)
        assert before.due_at is not None
        assert clock.due_at is not None
        assert clock.due_at >= before.due_at
