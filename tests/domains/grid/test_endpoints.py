"""The grids by API: doors, pages, keys, literal counts of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minsheng.kernel.access.context import look_as_system
from tests.domains.grid.conftest import FIRST, SECOND, Team
from tests.domains.grid.test_whistles import called
from tests.surface.api.calling import Caller, codes_of


def a_visit(**changes: Any) -> dict[str, Any]:
    body = {
        "grid": FIRST,
        "visited_on": timezone.localdate().isoformat(),
        "subject": "household",
        "purpose": "safety",
        "address": "红卫里3号楼",
        "result": "已提醒",
    }
    return {**body, **changes}


def test_a_worker_and_a_backup_by_api(team: Team) -> None:
    clerk, anybody = team.caller("triage"), Caller()
    worker, standby = team.accounts["worker"].pk, team.accounts["standby"].pk
    path = f"/grids/{FIRST}/duties"
    made = clerk.post(path, {"account": worker, "role": "main", "valid_from": "2026-01-01"})
    assert made.status_code == 201, made.content.decode()
    clerk.post(path, {"account": standby, "role": "backup", "valid_from": "2026-01-01"})
    today = timezone.localdate().isoformat()
    away = clerk.post(f"/grid-duties/{made.json()['id']}/absences", {"first_day": today, "last_day": today})
    assert away.status_code == 201
    assert clerk.post(f"/grids/{FIRST}/contact", {"phone": "0352-2345678"}).status_code == 200
    board = anybody.get("/grids", area=FIRST).json()["items"][0]
    assert (board["main"], board["on_duty"], board["backup_on_duty"], board["phone"]) == (
        "worker",
        "standby",
        True,
        "0352-2345678",
    )
    assert anybody.get("/grids", lon=113.22, lat=40.05).json()["items"][0]["grid"]["code"] == FIRST
    look_as_system()
    seen = {name: team.caller(name).get(path).json()[1]["absences"] for name in ("worker", "neighbour")}
    assert (len(seen["worker"]), seen["neighbour"]) == (1, [])
    clash = clerk.post(path, {"account": standby, "role": "main", "valid_from": "2026-02-01"})
    assert (clash.status_code, codes_of(clash)) == (422, {"grid.main_taken"})
    ended = clerk.post(f"/grid-absences/{away.json()['id']}/end", {"last_day": today})
    assert ended.status_code == 200
    assert clerk.post(f"/grid-duties/{made.json()['id']}/end", {"last_day": today}).json()["valid_to"] == today


def test_a_round_by_api(team: Team) -> None:
    worker = team.caller("worker")
    key = {"Idempotency_Key": "round-1"}
    at = (timezone.now() - timedelta(hours=1)).isoformat()
    begun = worker.post("/rounds", {"grid": FIRST, "at": at}, **key)
    again = worker.post("/rounds", {"grid": FIRST, "at": at}, **key)
    assert (begun.status_code, again.status_code) == (201, 200)
    number = begun.json()["id"]
    assert again.json()["id"] == number
    assert codes_of(worker.post("/rounds", {"grid": FIRST}, **key)) == {"grid.key_reused"}
    assert worker.post(f"/rounds/{number}/points", {"lon": 113.22, "lat": 40.05}).status_code == 201
    finished = worker.post(f"/rounds/{number}/finish", {"note": "正常"})
    assert (finished.json()["state"], len(finished.json()["points"])) == ("finished", 1)
    assert team.caller("neighbour").get(f"/rounds/{number}").status_code == 404
    assert team.caller("neighbour").post(f"/rounds/{number}/finish", {}).status_code == 404
    assert team.caller("triage").get(f"/rounds/{number}").status_code == 200
    plan = worker.post("/rounds/plan", {"grid": FIRST, "planned_on": timezone.localdate().isoformat()})
    assert plan.status_code == 201
    assert worker.post(f"/rounds/{plan.json()['id']}/cancel").json()["state"] == "cancelled"


def test_a_visit_by_api(team: Team) -> None:
    worker = team.caller("worker")
    key = {"Idempotency_Key": "visit-1"}
    first = worker.post("/visits", a_visit(follow_up=True), **key)
    again = worker.post("/visits", a_visit(follow_up=True), **key)
    assert (first.status_code, again.status_code, again.json()["created"]) == (201, 200, False)
    number = first.json()["id"]
    assert codes_of(worker.post("/visits", a_visit(result="此人有前科", subject="x"))) == {
        "grid.sensitive",
        "grid.subject",
    }
    today = timezone.localdate().isoformat()
    assert worker.post(f"/visits/{number}/follow-up", {"on": today}).json()["followed_up_on"] == today
    assert team.caller("neighbour").get(f"/visits/{number}").status_code == 404
    assert team.caller("verifier").get(f"/visits/{number}").status_code == 404
    assert worker.post(f"/visits/{number}/erase").status_code == 403
    assert team.caller("officer").post(f"/visits/{number}/erase").status_code == 204
    assert worker.get(f"/visits/{number}").json()["address"] == ""


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [("/rounds", "area", "999"), ("/visits", "area", "999"), ("/whistles", "unit", "x"), ("/whistles", "kind", "x")],
)
def test_filters_that_name_nothing(team: Team, path: str, field: str, value: str) -> None:
    answer = team.caller("triage").get(path, **{field: value})
    assert answer.status_code == 422
    assert team.caller("triage").get(path, cursor="x").status_code == 400


def test_a_redrawing_is_a_dry_run_unless_one_says_otherwise(team: Team) -> None:
    import json

    from minsheng.domains.grid.redrawing.wanted import merge, write_geojson
    from tests.law.grid.test_redrawing import standing

    outlines = json.loads(write_geojson(merge(standing(), [FIRST, SECOND])))
    body = {
        "valid_from": (timezone.localdate() + timedelta(days=1)).isoformat(),
        "outlines": outlines,
        "source": "街道办〔2026〕3号",
    }
    drawer = team.caller("drawer")
    shown = drawer.post("/grid-redrawings", body)
    assert shown.status_code == 200, shown.content.decode()
    assert (shown.json()["dry_run"], len(shown.json()["changes"])) == (True, 2)
    assert drawer.post("/grid-redrawings", {**body, "dry_run": False}).json()["dry_run"] is False
    assert codes_of(drawer.post("/grid-redrawings", body)) == {"grid.nothing_changes"}
    assert team.caller("worker").post("/grid-redrawings", body).status_code == 403


def test_pages_by_key(team: Team) -> None:
    worker = team.caller("worker")
    for number in range(3):
        assert worker.post("/visits", a_visit(result=f"第{number}次")).status_code == 201
    first = worker.get("/visits", limit=2).json()
    rest = worker.get(first["next"]).json()
    assert [it["result"] for it in [*first["items"], *rest["items"]]] == ["第2次", "第1次", "第0次"]
    assert rest["next"] is None
    grids = Caller().get("/grids", limit=1).json()
    assert Caller().get(grids["next"]).json()["items"][0]["grid"]["code"] == SECOND


def statements(call: Callable[[], HttpResponse]) -> int:
    """How many statements a call costs once registers are warm."""
    call()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code == 200, response.content.decode()
    own = [it["sql"] for it in captured.captured_queries]
    return sum(1 for sql in own if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")))


@pytest.fixture
def _registers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.kernel.memory.remembered.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.areas.registry.FRESH_SECONDS", 3600.0)


@pytest.mark.usefixtures("_registers_stay")
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/rounds", 4),
        ("/visits", 3),
        ("/whistles", 3),
        (f"/grids/{FIRST}/duties", 4),
        ("/grids?area=140213050001", 9),
        (f"/grids?area={FIRST}", 9),
    ],
)
def test_a_list_costs_the_same_with_one_row_and_three(team: Team, path: str, expected: int, rows: int) -> None:
    worker, clerk = team.caller("worker"), team.caller("triage")
    for number in range(rows):
        worker.post("/visits", a_visit(result=f"第{number}次"))
        begun = worker.post("/rounds", {"grid": FIRST}).json()
        worker.post(f"/rounds/{begun['id']}/finish", {})
        called(team, f"第{number}件", "housing")
        body = {"account": team.accounts["worker"].pk, "role": "main"}
        days = {"valid_from": f"202{number}-01-01", "valid_to": f"202{number}-12-31"}
        assert clerk.post(f"/grids/{FIRST}/duties", {**body, **days}).status_code == 201
    assert statements(lambda: clerk.get(path)) == expected
