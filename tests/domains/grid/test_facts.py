"""Facts of the grids: every row fits its schema, says what was done, and names nobody."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from minsheng.domains.grid.duties import NewDuty, appoint_worker, record_absence
from minsheng.domains.grid.rounds import finish_round, start_round
from minsheng.domains.grid.visits import VisitReport, record_visit
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.facts.registry import fact_table
from tests.domains.grid.conftest import FIRST, Team
from tests.domains.grid.test_rounds import event


def rows(key: str, since: object = None) -> list[dict[str, object]]:
    table = fact_table(key)
    return [dict(zip(table.column_names(), row, strict=True)) for row in table.rows(since)]  # type: ignore[arg-type]


def test_a_visit_is_a_fact_without_its_texts(team: Team) -> None:
    today = timezone.localdate()
    report = VisitReport(FIRST, today, "shop", "policy", "小卖部", "zqresult", follow_up=True)
    made = record_visit(by=team.actor("worker"), report=report).visit
    look_as_system()
    assert rows("grid.visit") == [
        {
            "visit_id": made.pk,
            "area_id": team.grid().pk,
            "visited_on": today,
            "subject": "shop",
            "purpose": "policy",
            "follow_up": True,
            "followed_up_on": None,
            "has_case": False,
        }
    ]
    assert rows("grid.visit", timezone.now() + timedelta(minutes=1)) == []


def test_a_round_counts_what_was_found_and_settled(team: Team) -> None:
    at = timezone.now() - timedelta(minutes=30)
    begun = start_round(by=team.actor("worker"), grid=FIRST, at=at).round
    settled = event(team)
    event(team)
    perform(by=team.actor("worker"), case_id=settled.pk, act="self_handle", data={"result": "已清理"})
    finish_round(by=team.actor("worker"), round_id=begun.pk)
    look_as_system()
    (row,) = rows("grid.round")
    assert (row["findings"], row["self_handled"], row["state"], row["minutes"]) == (2, 1, "finished", 30)
    assert len(rows("grid.round", at)) == 1


def test_a_duty_counts_its_absence(team: Team) -> None:
    by = team.actor("triage")
    main = appoint_worker(by=by, duty=NewDuty(FIRST, team.accounts["worker"].pk, "main", date(2026, 1, 1)))
    appoint_worker(by=by, duty=NewDuty(FIRST, team.accounts["standby"].pk, "backup", date(2026, 1, 1)))
    record_absence(by=by, duty_id=main.pk, first_day=date(2026, 2, 1), last_day=date(2026, 2, 5))
    look_as_system()
    found = {row["role"]: row["absent_days"] for row in rows("grid.duty", timezone.now())}
    assert found == {"main": 5, "backup": 0}


def test_no_fact_names_a_person() -> None:
    for key in ("grid.visit", "grid.round", "grid.duty"):
        columns = set(fact_table(key).column_names())
        assert not columns & {"account_id", "name", "address", "result", "note", "phone"}
