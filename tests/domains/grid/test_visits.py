"""Visits: recorded once, seen by the grid line alone, free of secrets, erasable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from minsheng.domains.grid.models import Visit
from minsheng.domains.grid.personal import export_person
from minsheng.domains.grid.queries import visible_visits
from minsheng.domains.grid.visits import (
    PastVisit,
    VisitReport,
    erase_visit,
    follow_up_visit,
    import_visits,
    record_visit,
)
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.parties.services import ErasureGround, erase_person
from tests.domains.grid.conftest import FIRST, SECOND, Team
from tests.factories.district import SYSTEM, a_report

Refused = Callable[[Callable[[], object]], str]


def a_visit(**changes: object) -> VisitReport:
    """A call at 红卫里3号楼 about gas."""
    values: dict[str, object] = {
        "grid": FIRST,
        "visited_on": timezone.localdate(),
        "subject": "household",
        "purpose": "safety",
        "address": "红卫里3号楼2单元301",
        "result": "提醒检查燃气软管",
    }
    return VisitReport(**{**values, **changes})  # type: ignore[arg-type]


def test_the_same_sent_again_is_one_visit(team: Team, refused: Refused) -> None:
    by = team.actor("worker")
    first = record_visit(by=by, report=a_visit(), client_key="k")
    again = record_visit(by=by, report=a_visit(), client_key="k")
    assert (first.created, again.created, Visit.objects.count()) == (True, False, 1)
    assert refused(lambda: record_visit(by=by, report=a_visit(result="别的"), client_key="k")) == "grid.key_reused"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"subject": "person", "purpose": "spy"}, "grid.purpose,grid.subject"),
        ({"address": " ", "result": ""}, "text.empty"),
        ({"result": "身份证140213199001011234"}, "grid.identity_in_text"),
        ({"result": "身份证１４０２１３１９９００１０１１２３４"}, "grid.identity_in_text"),
        ({"result": "户主患有高血压"}, "grid.sensitive"),
        ({"result": "刑满释放人员"}, "grid.sensitive"),
        ({"address": "x" * 301}, "text.too_long"),
        ({"case": "WG260101-AAAAAA"}, "case.unknown"),
        ({"grid": "140213050001"}, "grid.no_grid"),
        ({"grid": SECOND}, "access.denied"),
    ],
)
def test_what_is_no_visit(team: Team, refused: Refused, change: dict[str, object], codes: str) -> None:
    assert refused(lambda: record_visit(by=team.actor("worker"), report=a_visit(**change))) == codes
    look_as_system()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("days", "code"), [(1, "grid.in_future"), (-40, "grid.too_old")])
def test_days_that_cannot_be_entered(team: Team, refused: Refused, days: int, code: str) -> None:
    day = timezone.localdate() + timedelta(days=days)
    assert refused(lambda: record_visit(by=team.actor("worker"), report=a_visit(visited_on=day))) == code


def test_a_visit_is_seen_by_the_grid_line_alone(team: Team) -> None:
    record_visit(by=team.actor("worker"), report=a_visit())
    by_rule, by_database = {}, {}
    names = (
        "worker",
        "standby",
        "triage",
        "officer",
        "verifier",
        "neighbour",
        "gucheng",
        "water",
        "dispatcher",
        "drawer",
    )
    for name in names:
        by = team.actor(name)
        with acting(by):
            by_rule[name], by_database[name] = visible_visits(by).count(), Visit.objects.count()
    look_as_system()
    assert [name for name in names if by_rule[name]] == ["worker", "standby", "triage", "officer"]
    # The database knows realm and area; it keeps out whoever is not of the grid line, filter or not.
    assert [name for name in names if by_database[name]] == ["worker", "standby", "triage", "officer", "verifier"]


def test_nobody_writes_past_the_services(team: Team) -> None:
    from django.db import ProgrammingError

    record_visit(by=team.actor("worker"), report=a_visit())
    with acting(team.actor("worker")):
        assert Visit.objects.update(result="x") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Visit.objects.create(
                area=team.grid(),
                account=team.accounts["worker"],
                visited_on=timezone.localdate(),
                changed_at=timezone.now(),
                audience=[1],
            )
    look_as_system()


def test_follow_up_is_noted_once(team: Team, refused: Refused) -> None:
    by, today = team.actor("worker"), timezone.localdate()
    open_one = record_visit(by=by, report=a_visit(follow_up=True)).visit
    done = record_visit(by=by, report=a_visit()).visit
    assert refused(lambda: follow_up_visit(by=by, visit_id=done.pk, on=today)) == "grid.no_follow_up"
    yesterday = today - timedelta(days=1)
    assert refused(lambda: follow_up_visit(by=by, visit_id=open_one.pk, on=yesterday)) == "dates.order"
    tomorrow = today + timedelta(days=1)
    assert refused(lambda: follow_up_visit(by=by, visit_id=open_one.pk, on=tomorrow)) == "grid.in_future"
    neighbour = team.actor("neighbour")
    assert refused(lambda: follow_up_visit(by=neighbour, visit_id=open_one.pk, on=today)) == "grid.unknown_visit"
    for _ in range(2):
        follow_up_visit(by=by, visit_id=open_one.pk, on=today)
    assert Visit.objects.get(pk=open_one.pk).followed_up_on == today
    assert AuditLine.objects.filter(kind="grid.visit", data__step="followed_up").count() == 1


def test_erasing_leaves_the_count(team: Team, refused: Refused) -> None:
    made = record_visit(by=team.actor("worker"), report=a_visit()).visit
    assert refused(lambda: erase_visit(by=team.actor("worker"), visit_id=made.pk)) == "access.denied"
    assert refused(lambda: erase_visit(by=team.actor("officer"), visit_id=0)) == "grid.unknown_visit"
    erase_visit(by=team.actor("officer"), visit_id=made.pk)
    kept = Visit.objects.get()
    assert (kept.address, kept.result, kept.purpose) == ("", "", "safety")
    assert kept.erased_at is not None


def test_who_is_erased_is_erased_here_too(team: Team) -> None:
    place = Place(lon=113.22, lat=40.05, address="红卫里")
    case = file_case(by=team.actor("worker"), procedure="grid.event", report=a_report(kind="level1", place=place)).case
    look_as_system()
    record_visit(by=team.actor("worker"), report=a_visit(case=case.code, purpose="dispute"))
    record_visit(by=team.actor("worker"), report=a_visit())
    look_as_system()
    perform(by=team.actor("worker"), case_id=case.pk, act="self_handle", data={"result": "已处理"})
    look_as_system()
    assert [it["address"] for it in export_person(case.reporter_id or 0)["visits"]] == ["红卫里3号楼2单元301"]
    erase_person(by=SYSTEM, party_id=case.reporter_id or 0, ground=ErasureGround.CONSENT_WITHDRAWN)
    look_as_system()
    assert sorted(Visit.objects.values_list("result", flat=True)) == ["", "提醒检查燃气软管"]


def test_an_import_is_checked_as_well(team: Team, refused: Refused) -> None:
    def row(result: str) -> PastVisit:
        day = timezone.localdate() - timedelta(days=300)
        return PastVisit(team.grid().pk, team.accounts["worker"].pk, day, "shop", "policy", "小卖部", result)

    assert refused(lambda: import_visits(by=team.actor("worker"), visits=[row("好")])) == "access.denied"
    assert refused(lambda: import_visits(by=SYSTEM, visits=[row("好"), row("吸毒")])) == "grid.sensitive"
    look_as_system()
    assert not Visit.objects.exists()
    assert import_visits(by=SYSTEM, visits=[row("好"), row("已告知")]) == 2
