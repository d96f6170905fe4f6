"""The level that the triage gives decides the term: level 1 the community, 2 the sub-district, 3 a department, emergency.

GB/T 34300-2017 and common practice (domain reference 1.5): emergencies are handled first and reported after. The terms
are local and to be confirmed.
"""

from __future__ import annotations

import pytest

from tests.law.grid.support import in_hand, reported, triaged


@pytest.mark.parametrize(
    ("kind", "when", "due"),
    [
        ("level1", "2026-09-18", "2026-09-22 00:00"),  # Sunday 09-20 is worked, Monday
        ("level2", "2026-09-18", "2026-09-25 00:00"),
        ("level3", "2026-09-18", "2026-10-10 00:00"),  # 09-20–24, 28–30, 10-08, 09
        ("emergency", "2026-09-30", "2026-10-01 10:00"),  # twenty-four hours, holiday or not
    ],
)
def test_the_term_is_that_of_the_level(kind: str, when: str, due: str) -> None:
    assert triaged(kind, when).due("handle") == due


def test_the_level_of_the_report_does_not_bind_the_triage() -> None:
    event = reported("2026-06-01 09:00", kind="emergency")
    event.do("triager 3", "triage", "2026-06-01 09:30", kind="level3")
    assert (event.snapshot.kind, event.due("handle")) == ("level3", "2026-06-16 00:00")


def test_before_it_is_taken_up_only_the_triage_runs() -> None:
    event = reported("2026-06-01 09:00")
    assert [clock.key for clock in event.snapshot.clocks] == ["triage"]
    # Eight working hours: three and three and a half on Monday, one and a half on Tuesday.
    assert event.due("triage") == "2026-06-02 10:00"


@pytest.mark.parametrize(
    ("born", "due"),
    [({"kind": "emergency"}, "2026-10-03 04:00"), ({"urgent": True}, "2026-10-03 05:00"), ({}, "2026-10-09 09:30")],
)
def test_what_is_pressing_is_looked_at_within_hours_of_the_clock(born: dict[str, object], due: str) -> None:
    assert reported("2026-10-03 03:00", **born).due("triage") == due


def test_another_level_later_does_not_start_the_term_anew() -> None:
    event = in_hand("level2", "2026-06-01")
    event.do("triager 3", "reclassify", "2026-06-02", kind="level3", note="涉及燃气")
    assert (event.due("handle"), event.clock("handle").run) == ("2026-06-09 00:00", 1)


def test_the_triage_must_name_the_level() -> None:
    event = reported()
    assert event.refused("triager 3", "triage", "2026-06-01 11:00") == "field.required"
    assert event.refused("triager 3", "triage", "2026-06-01 11:00", kind="level9") == "field.choice"
