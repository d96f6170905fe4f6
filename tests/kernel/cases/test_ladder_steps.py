"""When the rungs of an escalation ladder are reached: counted from the last day of the term, around holidays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from minsheng.kernel.cases.sweeping import _step_reached, climbed, rungs
from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Ladder, Step
from tests.kernel.cases.support import at

CALENDAR = Calendar(bundled_years())
MOMENT = timedelta(microseconds=1)
LADDER = Ladder(
    clock="handle",
    act="escalate",
    steps=[
        Step(after="PT0H", days="calendar", tell=["lead"]),
        Step(after="P1D", days="working", tell=["dispatcher"]),
        Step(after="P3D", days="working", tell=["district"]),
    ],
)

# The end of a term, and the ends of the first and the third working day after it. 24:00 is 00:00 of the next day.
ROWS = [
    ("Friday 24:00: Monday, Wednesday", "2026-11-28 00:00", "2026-12-01 00:00", "2026-12-03 00:00"),
    ("Friday before a worked Sunday", "2026-09-19 00:00", "2026-09-21 00:00", "2026-09-23 00:00"),
    ("before the National Day", "2026-10-01 00:00", "2026-10-09 00:00", "2026-10-11 00:00"),
    ("before the Spring Festival, a worked Saturday", "2026-02-15 00:00", "2026-02-25 00:00", "2026-02-27 00:00"),
    ("Thursday before the Dragon Boat days", "2026-06-19 00:00", "2026-06-23 00:00", "2026-06-25 00:00"),
    ("hours that end on a Friday afternoon", "2026-11-27 16:30", "2026-12-01 00:00", "2026-12-03 00:00"),
    ("hours that end on a rest day", "2026-10-03 02:10", "2026-10-09 00:00", "2026-10-11 00:00"),
]


@pytest.mark.parametrize(("due", "first", "third"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_rungs(due: str, first: str, third: str) -> None:
    assert rungs(LADDER, at(due), CALENDAR) == [at(due), at(first), at(third)]


@pytest.mark.parametrize(("due", "first", "third"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_rung_is_reached_only_after_its_end(due: str, first: str, third: str) -> None:
    ends = [at(due), at(first), at(third)]
    assert [_step_reached(LADDER, at(due), end, CALENDAR) for end in ends] == [0, 1, 2]
    assert [_step_reached(LADDER, at(due), end + MOMENT, CALENDAR) for end in ends] == [1, 2, 3]


def test_a_rung_in_a_year_without_a_plan_is_guessed() -> None:
    """Friday 2027-01-01 is off for certain; the weekend follows."""
    ends = rungs(LADDER, at("2027-01-01 00:00"), CALENDAR.with_fallback())
    assert ends[1:] == [at("2027-01-05 00:00"), at("2027-01-07 00:00")]


def test_what_was_climbed_is_the_highest_rung() -> None:
    assert (climbed(()), climbed(["1"]), climbed(("2", "1")), climbed(["9", "10"])) == (0, 1, 2, 10)


@pytest.mark.parametrize(
    "file", [f for d in procedure_folders() for f in procedure_files(d)], ids=lambda f: f.procedure.key
)
def test_the_rungs_of_every_procedure_go_up(file) -> None:  # noqa: ANN001 -- a ProcedureFile
    for ladder in file.procedure.ladder:
        ends = rungs(ladder, at("2026-09-30 16:30"), CALENDAR)
        assert ends == sorted(set(ends)), ladder.clock
