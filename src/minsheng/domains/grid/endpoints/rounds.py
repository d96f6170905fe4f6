"""Rounds through the grids. A phone may send each step again: send an ``Idempotency-Key`` when beginning one."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Body, Router

from minsheng.domains.grid import queries
from minsheng.domains.grid.endpoints import showing
from minsheng.domains.grid.endpoints.days import day_cursor
from minsheng.domains.grid.endpoints.schemas import (
    FindingIn,
    FinishIn,
    Limit,
    Mark,
    PlanIn,
    PointIn,
    PointOut,
    RoundFull,
    RoundIn,
    RoundOut,
    RoundPage,
    RoundStarted,
)
from minsheng.domains.grid.module import PATROL
from minsheng.domains.grid.rounds import add_finding, cancel_round, finish_round, mark_point, plan_round, start_round
from minsheng.kernel.access.context import acting
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.places import Place
from minsheng.surface.api import reads
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, reading, signed_in
from minsheng.surface.api.filing import client_key
from minsheng.surface.api.paging import Cursor, cut, page
from minsheng.surface.api.problems import language_of

router = Router(tags=["grids"])
ORDER = "rounds"


@router.get("/rounds", url_name="grid_rounds", response=RoundPage, summary="Rounds")
@signed_in
@reading
def list_rounds(
    request: ApiRequest,
    area: Mark = "",
    since: date | None = None,
    mine: bool = False,
    limit: Limit = 50,
    cursor: Mark = "",
) -> HttpResponse:
    """Rounds in the grids of the caller's posts, newest first, in pages by key."""
    key = day_cursor(cursor, ORDER)
    rows = queries.visible_rounds(request.actor).select_related("account")
    if area:
        rows = rows.filter(area_id__in=registry().subtree(reads.area_named(area)))
    if since is not None:
        rows = rows.filter(day__gte=since)
    if mine:
        rows = rows.filter(account_id=request.actor.account_id or 0)
    found, more = cut(list(queries.behind(rows, "day", key)[: limit + 1]), limit)
    counts, language = queries.counts_of(found), language_of(request)
    following = Cursor(ORDER, found[-1].day.isoformat(), found[-1].pk) if more else None
    return page(request, [showing.a_round(it, counts.get(it.pk, 0), language) for it in found], following)


@router.post(
    "/rounds", url_name="grid_rounds", response={201: RoundStarted, 200: RoundStarted}, summary="Begin a round"
)
@needs(PATROL)
def begin_round(request: ApiRequest, given: RoundIn = Body(...)) -> HttpResponse:
    """Begin the round that is planned for the caller, grid and day, or an unplanned one."""
    key = client_key(request, request.actor)
    begun = start_round(by=request.actor, grid=given.grid, at=given.at, client_key=key)
    shown = _shown(request, begun.round.pk)
    return answer({**shown, "created": begun.created}, 201 if begun.created else 200)


@router.post("/rounds/plan", url_name="grid_round_plan", response={201: RoundOut}, summary="Plan a round")
@signed_in
def plan_a_round(request: ApiRequest, given: PlanIn = Body(...)) -> HttpResponse:
    """Plan a round for a day: for oneself, or for a worker of the grid by whoever keeps the roster."""
    made = plan_round(by=request.actor, grid=given.grid, planned_on=given.planned_on, account_id=given.account)
    return answer(_shown(request, made.pk), 201)


@router.get("/rounds/{number}", url_name="grid_round", response=RoundFull, summary="One round")
@signed_in
@reading
def show_round(request: ApiRequest, number: int) -> HttpResponse:
    """A round with where it came through and what was found, as far as the caller may see the cases."""
    return answer(_whole(request, number))


@router.post("/rounds/{number}/points", url_name="grid_points", response={201: PointOut}, summary="Mark a point")
@needs(PATROL)
def mark_on_round(request: ApiRequest, number: int, given: PointIn = Body(...)) -> HttpResponse:
    """Note that the round comes through here. Of a point only the area and the time are kept."""
    place = Place(lon=given.lon, lat=given.lat, crs=given.crs, area=given.area or None)
    point = mark_point(by=request.actor, round_id=number, place=place, at=given.at)
    return answer(showing.point(point, language_of(request)), 201)


@router.post("/rounds/{number}/findings", url_name="grid_findings", response=RoundFull, summary="Attach a grid event")
@needs(PATROL)
def attach_to_round(request: ApiRequest, number: int, given: FindingIn = Body(...)) -> HttpResponse:
    """Attach a grid event that was found on the round. Those that the caller reports meanwhile come by themselves."""
    add_finding(by=request.actor, round_id=number, code=given.case)
    with acting(request.actor):
        return answer(_whole(request, number))


@router.post("/rounds/{number}/finish", url_name="grid_round_finish", response=RoundFull, summary="Finish a round")
@needs(PATROL)
def finish_a_round(request: ApiRequest, number: int, given: FinishIn = Body(...)) -> HttpResponse:
    """End a round; sent again it changes nothing."""
    finish_round(by=request.actor, round_id=number, note=given.note, at=given.at)
    with acting(request.actor):
        return answer(_whole(request, number))


@router.post("/rounds/{number}/cancel", url_name="grid_round_cancel", response=RoundOut, summary="Call off a round")
@signed_in
def cancel_a_round(request: ApiRequest, number: int) -> HttpResponse:
    """Call off a round that has not begun."""
    cancel_round(by=request.actor, round_id=number)
    return answer(_shown(request, number))


def _shown(request: ApiRequest, number: int) -> dict[str, object]:
    with acting(request.actor):
        found = queries.round_of(request.actor, number)
        counts = queries.counts_of([found])
    return showing.a_round(found, counts.get(found.pk, 0), language_of(request))


def _whole(request: ApiRequest, number: int) -> dict[str, object]:
    found = queries.round_of(request.actor, number)
    points, cases = queries.points_of(found), queries.findings_of(request.actor, found)
    counts = queries.counts_of([found])
    return showing.whole_round(found, points, cases, counts.get(found.pk, 0), language_of(request))
