"""Requests to the endpoints of the grids that may succeed, for random testing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from minsheng.domains.grid.rounds import finish_round, start_round
from minsheng.domains.grid.visits import VisitReport, record_visit
from minsheng.kernel.access.context import look_as_system
from tests.factories.district import District

GRID = "140213050001001"
OWN_TESTS = {
    "POST /api/v1/rounds/{number}/points",
    "POST /api/v1/rounds/{number}/findings",
    "POST /api/v1/rounds/{number}/cancel",
    "POST /api/v1/visits/{number}/follow-up",
    "POST /api/v1/visits/{number}/erase",
    "POST /api/v1/grid-duties/{number}/end",
    "POST /api/v1/grid-duties/{number}/absences",
    "POST /api/v1/grid-absences/{number}/end",
    "POST /api/v1/grid-redrawings",
}
"""What needs a state that a random request does not find: see tests/domains/grid/test_endpoints.py."""


def grid_requests(district: District, clerk: int, worker: int) -> dict[str, dict[str, Any]]:
    """Parts of requests by operation; ``clerk`` and ``worker`` are places in the list of callers."""
    today = timezone.localdate()
    report = VisitReport(GRID, today, "household", "safety", "红卫里3号楼", "已提醒", follow_up=True)
    with transaction.atomic():
        look_as_system()
        begun = start_round(by=district.actor("worker"), grid=GRID).round
        finish_round(by=district.actor("worker"), round_id=begun.pk)
        visit = record_visit(by=district.actor("worker"), report=report).visit
        look_as_system()
    account = district.accounts["worker"].pk
    of_round, of_visit = {"path": {"number": begun.pk}}, {"path": {"number": visit.pk}}
    a_visit = {"visited_on": today.isoformat(), "subject": "shop", "purpose": "policy", "address": "x", "result": "x"}
    days = {"account": account, "role": "main", "valid_from": today.isoformat()}
    return {
        "GET /api/v1/grids": {"query": {"area": "140213050001"}},
        "GET /api/v1/grids/{grid}/duties": {"path": {"grid": GRID}, "caller": worker},
        "POST /api/v1/grids/{grid}/duties": {"path": {"grid": GRID}, "body": days, "caller": clerk},
        "POST /api/v1/grids/{grid}/contact": {
            "path": {"grid": GRID},
            "body": {"phone": "0352-2345678"},
            "caller": clerk,
        },
        "GET /api/v1/rounds": {"query": {"limit": 5}, "caller": worker},
        "GET /api/v1/rounds/{number}": {**of_round, "caller": worker},
        "POST /api/v1/rounds/{number}/finish": {**of_round, "body": {"note": ""}, "caller": worker},
        "POST /api/v1/rounds/plan": {"body": {"grid": GRID, "planned_on": today.isoformat()}, "caller": worker},
        "POST /api/v1/rounds": {"body": {"grid": GRID}, "caller": worker},
        "GET /api/v1/visits": {"query": {"limit": 5}, "caller": worker},
        "GET /api/v1/visits/{number}": {**of_visit, "caller": worker},
        "POST /api/v1/visits": {"body": {"grid": GRID, **a_visit}, "caller": worker},
        "GET /api/v1/whistles": {"query": {"limit": 5}, "caller": clerk},
    }
