"""民法典 203(2): a day ends at 24:00. Lateness is computed from stored instants and never stored."""

from datetime import datetime, timedelta

from hypothesis import given

from minsheng.kernel.deadlines import clock as clocks
from minsheng.kernel.deadlines.remaining import Remaining, remaining
from minsheng.kernel.deadlines.rules import Rolling, Term, TermUnit
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

TICK = timedelta(microseconds=1)
REPLY = clocks.start("reply", working("P5D"), at("2026-09-30"), CALENDAR)


def test_exactly_at_the_end_is_in_time() -> None:
    assert not clocks.is_late(REPLY, end("2026-10-13"))
    assert clocks.is_late(REPLY, end("2026-10-13") + TICK)


def test_stopped_in_time_is_never_late() -> None:
    stopped = clocks.stop(REPLY, end("2026-10-13"), "answered", CALENDAR)
    assert not clocks.is_late(stopped, at("2030-01-01"))
    assert not stopped.is_running


def test_stopped_late_stays_late() -> None:
    assert clocks.is_late(clocks.stop(REPLY, at("2026-10-14"), "answered", CALENDAR), at("2026-10-01"))


def test_the_first_stop_counts() -> None:
    stopped = clocks.stop(REPLY, at("2026-10-09"), "answered", CALENDAR)
    assert clocks.stop(stopped, at("2026-10-20"), "again", CALENDAR) == stopped
    assert clocks.pause(stopped, at("2026-10-20")) == stopped
    assert clocks.resume(stopped, at("2026-10-20"), CALENDAR) == stopped


@given(instants, terms_of(), rollings, spans, spans)
def test_a_stop_while_standing_keeps_stopped_and_is_in_time(
    start: datetime, term: Term, rolling: Rolling, wait: timedelta, length: timedelta
) -> None:
    clock = clocks.start("any", term, start, GUESSING, rolling=rolling)
    standing = clocks.pause(clock, start + wait)
    stopped = clocks.stop(standing, start + wait + length, "withdrawn", GUESSING)
    assert (stopped.stopped_at, stopped.paused_at, stopped.stop_reason) == (start + wait + length, None, "withdrawn")
    assert clocks.is_late(stopped, start) == clocks.is_late(clock, start + wait)
    assert clocks.resume(stopped, start + wait + length * 2, GUESSING) == stopped
    assert clocks.restate(stopped, GUESSING) == stopped


def test_remaining_working_days() -> None:
    assert remaining(REPLY, at("2026-10-08"), CALENDAR) == Remaining(
        4, TermUnit.WORKING_DAY, late=False, time=end("2026-10-13") - at("2026-10-08")
    )
    on_the_last_day = remaining(REPLY, at("2026-10-13 23:00"), CALENDAR)
    assert on_the_last_day is not None
    assert (on_the_last_day.amount, on_the_last_day.late) == (0, False)
    over = remaining(REPLY, at("2026-10-15"), CALENDAR)
    assert over is not None
    assert (over.amount, over.late) == (2, True)


def test_remaining_days_and_hours() -> None:
    month = clocks.start("mediate", calendar("P1M"), at("2026-11-02"), CALENDAR)
    left = remaining(month, at("2026-11-23"), CALENDAR)
    assert left is not None
    assert (left.amount, left.unit) == (9, TermUnit.DAY)
    report = clocks.start("report", calendar("PT24H"), at("2026-11-23 10:00"), CALENDAR)
    left = remaining(report, at("2026-11-23 12:30"), CALENDAR)
    assert left is not None
    assert (left.amount, left.unit, left.time) == (21, TermUnit.HOUR, timedelta(hours=21, minutes=30))
    contact = clocks.start("contact", working("PT4H"), at("2026-11-23 16:00"), CALENDAR)
    left = remaining(contact, at("2026-11-23 17:00"), CALENDAR)
    assert left is not None
    assert (left.amount, left.unit) == (3, TermUnit.WORKING_HOUR)


def test_remaining_of_a_standing_clock_is_what_was_left() -> None:
    standing = clocks.pause(REPLY, at("2026-10-08"))
    assert remaining(standing, at("2026-12-08"), CALENDAR) == remaining(REPLY, at("2026-10-08"), CALENDAR)


def test_nothing_remains_of_a_stopped_clock() -> None:
    assert remaining(clocks.stop(REPLY, at("2026-10-09"), "answered", CALENDAR), at("2026-10-10"), CALENDAR) is None


def test_a_warning_is_recorded_once_and_moves_nothing() -> None:
    warned = clocks.mark_warned(clocks.mark_warned(REPLY, "half"), "half")
    assert warned.warned == ("half",)
    assert clocks.restate(warned, CALENDAR) == warned
    assert warned.due_at == REPLY.due_at
