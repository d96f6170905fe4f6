"""Rounds: planned, begun, finished; what was found on them; sent again by a phone; refused with nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from minsheng.domains.grid.models import Round, RoundFinding, RoundPoint
from minsheng.domains.grid.queries import findings_of, visible_rounds
from minsheng.domains.grid.rounds import (
    MOST_POINTS,
    PastRound,
    add_finding,
    cancel_round,
    finish_round,
    import_rounds,
    mark_point,
    plan_round,
    start_round,
)
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from tests.domains.grid.conftest import FIRST, SECOND, Team
from tests.factories.district import a_report

Refused = Callable[[Callable[[], object]], str]
HERE = Place(lon=113.22, lat=40.05, address="楼后")


def event(team: Team, by: str = "worker", **changes: object) -> Case:
    """A grid event that a worker reports."""
    report = a_report(title="垃圾堆放", kind="level1", place=HERE, name="", phone="", **changes)
    case = file_case(by=team.actor(by), procedure="grid.event", report=report).case
    look_as_system()
    return case


def test_what_is_reported_on_the_way_is_found_on_the_round(team: Team) -> None:
    before = event(team)
    begun = start_round(by=team.actor("worker"), grid=FIRST).round
    settled, sent = event(team), event(team)
    other = event(team, by="standby")
    perform(by=team.actor("worker"), case_id=settled.pk, act="self_handle", data={"result": "已清理"})
    finish_round(by=team.actor("worker"), round_id=begun.pk, note="一切正常")
    with acting(team.actor("worker")):
        found = findings_of(team.actor("worker"), begun)
    assert {case.pk for case in found} == {settled.pk, sent.pk}
    assert {case.outcome for case in found} == {"self_handle", ""}
    assert not {before.pk, other.pk} & {case.pk for case in found}


def test_the_planned_round_is_the_one_that_begins(team: Team) -> None:
    by, today = team.actor("worker"), timezone.localdate()
    planned = plan_round(by=by, grid=FIRST, planned_on=today)
    begun = start_round(by=by, grid=FIRST).round
    assert (begun.pk, begun.kind, begun.state) == (planned.pk, "planned", "under_way")
    finish_round(by=by, round_id=begun.pk)
    again = start_round(by=by, grid=FIRST).round
    assert (again.kind, Round.objects.count()) == ("unplanned", 2)


def test_the_roster_plans_for_a_worker_with_a_post(team: Team, refused: Refused) -> None:
    today = timezone.localdate()
    worker, neighbour = team.accounts["worker"].pk, team.accounts["neighbour"].pk
    made = plan_round(by=team.actor("triage"), grid=FIRST, planned_on=today, account_id=worker)
    assert made.account_id == worker
    by = team.actor("triage")
    assert refused(lambda: plan_round(by=by, grid=FIRST, planned_on=today, account_id=neighbour)) == "grid.no_post"
    assert refused(lambda: plan_round(by=by, grid=FIRST, planned_on=today, account_id=worker)) == "grid.planned_already"
    yesterday = today - timedelta(days=1)
    assert refused(lambda: plan_round(by=by, grid=FIRST, planned_on=yesterday, account_id=worker)) == "grid.past_day"
    worker_by = team.actor("worker")
    assert (
        refused(lambda: plan_round(by=worker_by, grid=FIRST, planned_on=today, account_id=neighbour)) == "access.denied"
    )
    cancel_round(by=by, round_id=made.pk)
    assert Round.objects.get(pk=made.pk).state == "cancelled"


def test_a_phone_sends_each_step_again(team: Team, refused: Refused) -> None:
    by, at = team.actor("worker"), timezone.now() - timedelta(hours=2)
    first = start_round(by=by, grid=FIRST, at=at, client_key="a")
    again = start_round(by=by, grid=FIRST, at=at, client_key="a")
    assert (first.created, again.created, first.round.pk == again.round.pk) == (True, False, True)
    assert refused(lambda: start_round(by=by, grid=FIRST, client_key="a")) == "grid.key_reused"
    for _ in range(2):
        mark_point(by=by, round_id=first.round.pk, place=HERE, at=at + timedelta(minutes=5))
        finish_round(by=by, round_id=first.round.pk, at=at + timedelta(hours=1))
    assert RoundPoint.objects.count() == 1
    assert Round.objects.get().finished_at == at + timedelta(hours=1)
    assert start_round(by=team.actor("standby"), grid=FIRST, client_key="a").created  # keys belong to their client


def test_of_a_point_only_the_area_is_kept(team: Team) -> None:
    by = team.actor("worker")
    begun = start_round(by=by, grid=FIRST).round
    point = mark_point(by=by, round_id=begun.pk, place=HERE)
    assert point.area_id == team.grid().pk
    assert {field.name for field in RoundPoint._meta.get_fields()} == {"id", "round", "area", "at"}


@pytest.mark.parametrize("name", ["neighbour", "triage", "dispatcher"])
def test_nobody_else_goes_on_with_a_round(team: Team, refused: Refused, name: str) -> None:
    begun = start_round(by=team.actor("worker"), grid=FIRST).round
    by = team.actor(name)
    assert refused(lambda: finish_round(by=by, round_id=begun.pk)) == "grid.unknown_round"
    assert refused(lambda: mark_point(by=by, round_id=begun.pk, place=HERE)) == "grid.unknown_round"
    assert refused(lambda: start_round(by=by, grid=FIRST)) == "access.denied"


def test_steps_that_do_not_fit(team: Team, refused: Refused) -> None:
    by, now = team.actor("worker"), timezone.now()
    assert refused(lambda: start_round(by=by, grid=FIRST, at=now + timedelta(hours=1))) == "grid.in_future"
    assert refused(lambda: start_round(by=by, grid=FIRST, at=now - timedelta(days=9))) == "grid.too_old"
    assert refused(lambda: start_round(by=by, grid="140213050001")) == "grid.no_grid"
    begun = start_round(by=by, grid=FIRST).round
    assert refused(lambda: start_round(by=by, grid=FIRST)) == "grid.round_under_way"
    assert refused(lambda: cancel_round(by=by, round_id=begun.pk)) == "grid.begun_already"
    early = now - timedelta(hours=1)
    assert refused(lambda: finish_round(by=by, round_id=begun.pk, at=early)) == "grid.before_round"
    assert refused(lambda: mark_point(by=by, round_id=begun.pk, place=HERE, at=early)) == "grid.before_round"
    pinghe = Place(lon=113.25, lat=40.15)
    assert refused(lambda: mark_point(by=by, round_id=begun.pk, place=pinghe)) == "grid.elsewhere"
    assert refused(lambda: finish_round(by=by, round_id=begun.pk, note="140213199001011234")) == "grid.identity_in_text"
    assert refused(lambda: finish_round(by=by, round_id=begun.pk, note="此人有前科")) == "grid.sensitive"
    look_as_system()
    RoundPoint.objects.bulk_create(
        RoundPoint(round=begun, area=team.grid(), at=now + timedelta(seconds=it)) for it in range(MOST_POINTS)
    )
    assert refused(lambda: mark_point(by=by, round_id=begun.pk, place=HERE)) == "grid.too_many_points"
    finish_round(by=by, round_id=begun.pk)
    assert refused(lambda: mark_point(by=by, round_id=begun.pk, place=HERE)) == "grid.not_under_way"


def test_only_an_event_that_one_may_see_is_attached(team: Team, refused: Refused) -> None:
    by = team.actor("worker")
    begun = start_round(by=by, grid=FIRST).round
    mine, far = event(team), event(team)
    hotline = file_case(by=team.actor("dispatcher"), procedure="hotline.order", report=a_report()).case
    look_as_system()
    add_finding(by=by, round_id=begun.pk, code=mine.code)
    add_finding(by=by, round_id=begun.pk, code=mine.code)
    assert RoundFinding.objects.count() == 1
    assert refused(lambda: add_finding(by=by, round_id=begun.pk, code=hotline.code)) == "case.unknown"
    second = start_round(by=team.actor("standby"), grid=FIRST).round
    assert (
        refused(lambda: add_finding(by=team.actor("standby"), round_id=second.pk, code=mine.code))
        == "grid.found_elsewhere"
    )
    planned = plan_round(by=by, grid=FIRST, planned_on=timezone.localdate() + timedelta(days=1))
    assert refused(lambda: add_finding(by=by, round_id=planned.pk, code=far.code)) == "grid.not_begun"


def test_rounds_of_another_grid_are_not_there(team: Team) -> None:
    begun = start_round(by=team.actor("worker"), grid=FIRST).round
    mark_point(by=team.actor("worker"), round_id=begun.pk, place=HERE)
    start_round(by=team.actor("neighbour"), grid=SECOND)
    seen = {}
    for name in ("worker", "standby", "neighbour", "triage", "gucheng", "dispatcher", "water"):
        by = team.actor(name)
        with acting(by):
            seen[name] = (visible_rounds(by).count(), Round.objects.count(), RoundPoint.objects.count())
    look_as_system()
    assert seen == {
        "worker": (1, 1, 1),
        "standby": (1, 1, 1),
        "neighbour": (1, 1, 0),
        "triage": (2, 2, 1),
        "gucheng": (0, 0, 0),
        "dispatcher": (0, 0, 0),
        "water": (0, 0, 0),
    }


def test_an_import_is_for_those_who_import(team: Team, refused: Refused) -> None:
    past = PastRound(team.grid().pk, team.accounts["worker"].pk, "unplanned", None, timezone.now(), None)
    assert refused(lambda: import_rounds(by=team.actor("worker"), rounds=[past])) == "access.denied"
