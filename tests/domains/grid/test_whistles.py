"""Whistles: who was called, when due, when it reported in; by kind, late or not; seen by whoever sees the event."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from minsheng.base.time import SHANGHAI
from minsheng.domains.grid.whistles import WhistleFilters, whistles
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from tests.domains.grid.conftest import Team
from tests.factories.district import SYSTEM, a_report

MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)
Whistles = dict[str, Case]


def called(team: Team, title: str, unit: str, **data: object) -> Case:
    """An event for which a unit was whistled, half an hour after it came in."""
    report = a_report(title=title, kind="level2", place=Place(lon=113.22, lat=40.05), name="", phone="")
    with time_machine.travel(MONDAY, tick=False):
        case = file_case(by=SYSTEM, procedure="grid.event", report=report).case
        perform(by=SYSTEM, case_id=case.pk, act="triage", data={"kind": "level2"})
        unit_id = team.district.unit(unit)
        perform(by=SYSTEM, case_id=case.pk, act="whistle", data={"unit": unit_id, **data})
    look_as_system()
    return case


@pytest.fixture
def events(team: Team) -> Whistles:
    """Three events: one in time, one late, one not yet; the last with a unit beside."""
    water = team.district.unit("water")
    made = {
        "in time": called(team, "积水", "housing"),
        "late": called(team, "塌陷", "housing", whistle="emergency"),
        "waits": called(team, "断水", "yongtai", whistle="campaign", co_units=[water]),
    }
    for name, hours in (("in time", 1), ("late", 30)):
        with time_machine.travel(MONDAY + timedelta(hours=hours), tick=False):
            perform(by=SYSTEM, case_id=made[name].pk, act="report_in", data={})
    look_as_system()
    return made


def titles(team: Team, name: str, **wanted: object) -> set[tuple[str, str]]:
    by = team.actor(name)
    with acting(by):
        rows = whistles(by, WhistleFilters(**wanted), None, 50)  # type: ignore[arg-type]
    look_as_system()
    return {(row.case.title, row.role) for row in rows}


def test_the_triage_clerk_sees_all_of_its_street(team: Team, events: Whistles) -> None:
    every = {("积水", "lead"), ("塌陷", "lead"), ("断水", "lead"), ("断水", "co")}
    assert titles(team, "triage") == every
    assert titles(team, "triage", kind="daily") == {("积水", "lead")}
    assert titles(team, "triage", kind="emergency") == {("塌陷", "lead")}
    assert titles(team, "triage", unit_id=team.district.unit("water")) == {("断水", "co")}
    assert titles(team, "triage", area_id=team.district.areas["140213051"].pk) == set()
    assert titles(team, "triage", since=MONDAY + timedelta(days=1)) == set()


def test_late_is_reported_in_after_the_deadline_or_not_at_all(team: Team, events: Whistles) -> None:
    assert titles(team, "triage", late=True) == {("塌陷", "lead"), ("断水", "lead")}
    assert titles(team, "triage", late=False) == {("积水", "lead"), ("断水", "co")}
    by = team.actor("triage")
    with acting(by):
        rows = {row.case.title: row for row in whistles(by, WhistleFilters(), None, 50) if row.role == "lead"}
    assert rows["断水"].is_late(MONDAY + timedelta(hours=1)) is False  # four working hours are not over
    assert rows["断水"].is_late(MONDAY + timedelta(days=1)) is True
    assert rows["积水"].in_at == MONDAY + timedelta(hours=1)
    assert rows["积水"].due_at == datetime(2026, 6, 1, 15, 30, tzinfo=SHANGHAI)


def test_a_unit_sees_what_it_is_called_to(team: Team, events: Whistles) -> None:
    assert titles(team, "housing") == {("积水", "lead"), ("塌陷", "lead")}
    assert titles(team, "water") == {("断水", "lead"), ("断水", "co")}
    assert titles(team, "gucheng") == set()
    assert titles(team, "neighbour") == set()


def test_pages_go_on_by_key(team: Team, events: Whistles) -> None:
    by = team.actor("triage")
    with acting(by):
        first = whistles(by, WhistleFilters(), None, 2)
        rest = whistles(by, WhistleFilters(), (first[-1].called_at, first[-1].pk), 50)
    assert len(first) + len(rest) == 4
    assert not {row.pk for row in first} & {row.pk for row in rest}
