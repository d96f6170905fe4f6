"""Every row of domain.md 13.5: real rules over the holidays of 2026."""

import pytest

from minsheng.kernel.deadlines import clock as clocks
from minsheng.kernel.deadlines.clock import Extension
from minsheng.kernel.deadlines.rules import CalendarUnknown, Term, due, publicity
from tests.law.deadlines.support import CALENDAR, at, calendar, end, last_day, working

# row and rule, term, start, raw last day, last day that counts
ROWS = [
    ("1 XF-3", working("P5D"), "2026-09-30", "2026-10-13", "2026-10-13"),
    ("2 GI-1", working("P20D"), "2026-09-18", "2026-10-22", "2026-10-22"),
    ("3 AR-2", working("P5D"), "2026-02-13", "2026-02-27", "2026-02-27"),
    ("4 AR-4", working("P7D"), "2026-04-30", "2026-05-13", "2026-05-13"),
    ("5 AR-3", working("P10D"), "2026-09-28", "2026-10-16", "2026-10-16"),
    ("6 DB-1 a", working("P3D"), "2026-02-13", "2026-02-25", "2026-02-25"),
    ("6 DB-1 b", working("P3D"), "2026-09-24", "2026-09-30", "2026-09-30"),
    ("7 DB-4", working("P10D"), "2026-09-18", "2026-10-09", "2026-10-09"),
    ("8 DB-6 a", working("P30D"), "2026-09-01", "2026-10-19", "2026-10-19"),
    ("8 DB-6 b", working("P45D"), "2026-09-01", "2026-11-09", "2026-11-09"),
    ("9 TK-1", working("P15D"), "2026-02-06", "2026-03-05", "2026-03-05"),
    ("10 HL-1 a", working("P5D"), "2026-04-30", "2026-05-11", "2026-05-11"),
    ("10 HL-1 b", working("P5D"), "2026-11-23", "2026-11-30", "2026-11-30"),
    ("11 XF-2", calendar("P15D"), "2026-09-18", "2026-10-03", "2026-10-08"),
    ("12 XF-2", calendar("P15D"), "2026-02-05", "2026-02-20", "2026-02-24"),
    ("13 XF-4", calendar("P60D"), "2026-08-05", "2026-10-04", "2026-10-08"),
    ("14 XF-4", calendar("P60D"), "2026-05-06", "2026-07-05", "2026-07-06"),
    ("15 XF-6", calendar("P30D"), "2026-01-20", "2026-02-19", "2026-02-24"),
    ("17 MED-2 a", calendar("P30D"), "2026-09-03", "2026-10-03", "2026-10-08"),
    ("17 MED-2 b", calendar("P30D"), "2026-08-31", "2026-09-30", "2026-09-30"),
    ("17 MED-2 c", calendar("P30D"), "2026-04-03", "2026-05-03", "2026-05-06"),
    ("18 AR-6", calendar("P60D"), "2026-08-03", "2026-10-02", "2026-10-08"),
    ("19 LA-1", calendar("P7D"), "2026-04-28", "2026-05-05", "2026-05-06"),
    ("22 month", calendar("P1M"), "2026-01-31", "2026-02-28", "2026-02-28"),
]


@pytest.mark.parametrize(("term", "start", "raw", "last"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_row(term: Term, start: str, raw: str, last: str) -> None:
    result = due(term, at(start), CALENDAR)
    assert (result.raw_due, result.due_at, result.provisional) == (end(raw), end(last), False)


def test_row_14_extended_to_the_ninetieth_day() -> None:
    clock = clocks.start("reply", calendar("P60D"), at("2026-05-06"), CALENDAR, law="信访工作条例 34")
    longer = Extension(calendar("P30D"), "complex", approver_id=7, at=at("2026-07-06"), act_seq=4)
    extended = clocks.extend(clock, longer, CALENDAR, cap=calendar("P30D"), max_count=1)
    assert last_day(extended.due_at or at("1999-01-01")).isoformat() == "2026-08-04"


def test_row_16_hearing_time_is_excluded() -> None:
    clock = clocks.start("review", calendar("P30D"), at("2026-08-20"), CALENDAR, law="信访工作条例 36")
    heard = clocks.resume(clocks.pause(clock, at("2026-09-01")), at("2026-09-13"), CALENDAR)
    assert (heard.raw_due, heard.due_at) == (end("2026-10-01"), end("2026-10-08"))


def test_row_20_public_notice() -> None:
    notice = publicity(7, at("2026-09-24").date(), CALENDAR)
    assert (notice.last_day.isoformat(), notice.next_step_from.isoformat()) == ("2026-10-01", "2026-10-08")
    assert not notice.provisional


def test_row_21_silence_until_the_end_of_the_last_day() -> None:
    clock = clocks.start("examine", working("P5D"), at("2026-09-30"), CALENDAR, law="行政复议法 30")
    assert not clocks.is_late(clock, end("2026-10-13"))
    assert clocks.is_late(clock, at("2026-10-14 00:00:00.000001"))


@pytest.mark.parametrize(("term", "start"), [("P5D", "2026-12-28"), ("P20D", "2026-12-10"), ("P1D", "2026-12-31")])
def test_row_23_a_term_that_crosses_into_2027_is_refused(term: str, start: str) -> None:
    with pytest.raises(CalendarUnknown) as caught:
        due(working(term), at(start), CALENDAR)
    assert (caught.value.code, caught.value.year, caught.value.params) == ("calendar.unknown", 2027, {"year": 2027})
