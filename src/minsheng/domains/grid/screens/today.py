"""The worker's day on a phone: my grids, my round, what waits there, two buttons. Needs no script."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from minsheng.domains.grid import queries
from minsheng.domains.grid.module import PATROL, REVIEW, VISIT
from minsheng.domains.grid.reach import grids_of
from minsheng.domains.grid.screens.forms import grid_choices
from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.cases.rows import rows_of
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name

MOST_GRIDS = 12


@needs(PATROL, VISIT, REVIEW)
@require_GET
def today(request: WebRequest) -> HttpResponse:
    """My grids, on duty or as backup, the round that is planned or under way, open events of my grids."""
    by, day, language = request.actor, timezone.localdate(), language_now()
    known = registry()
    reached = grids_of(by, PATROL)
    duties = queries.own_duties(by.account_id or 0, day)
    mine = [known.node(duty.area_id) for duty in duties if known.node(duty.area_id).exists_on(day)]
    boards = {board.grid.id: board for board in queries.boards(mine[:MOST_GRIDS])}
    cards = [
        (duty, boards[duty.area_id], queries.is_away(duty, day), place_name(duty.area_id, language))
        for duty in duties
        if duty.area_id in boards
    ]
    round_now = queries.under_way(by.account_id)
    planned = [(it, place_name(it.area_id, language)) for it in queries.planned_for(by.account_id, day)]
    first = [grid.id for grid in mine]
    ordered = sorted(reached, key=lambda grid: (grid.id not in first, grid.code))
    context = {
        "day": day,
        "cards": cards,
        "round": round_now,
        "round_place": place_name(round_now.area_id, language) if round_now else "",
        "planned": planned,
        "start_grids": grid_choices(ordered),
        "client_key": uuid4().hex,
        "rows": rows_of(queries.tasks_in(by, first or [grid.id for grid in reached])),
        "may_patrol": by.holds(PATROL),
        "may_visit": by.holds(VISIT),
        "may_report": by.holds("grid.report"),
    }
    return render(request, "grid/today.html", context)
