"""Visits to households and shops. A phone may send one again: send an ``Idempotency-Key``."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Body, Router

from minsheng.domains.grid import queries
from minsheng.domains.grid.endpoints import showing
from minsheng.domains.grid.endpoints.days import day_cursor
from minsheng.domains.grid.endpoints.schemas import FollowUpIn, Limit, Mark, VisitIn, VisitOut, VisitPage, VisitRecorded
from minsheng.domains.grid.module import VISIT
from minsheng.domains.grid.visits import VisitReport, erase_visit, follow_up_visit, record_visit
from minsheng.kernel.access.context import acting
from minsheng.kernel.areas.registry import registry
from minsheng.surface.api import reads
from minsheng.surface.api.answers import answer, nothing
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, reading, signed_in
from minsheng.surface.api.filing import client_key
from minsheng.surface.api.paging import Cursor, cut, page
from minsheng.surface.api.problems import language_of

router = Router(tags=["grids"])
ORDER = "visits"


@router.get("/visits", url_name="grid_visits", response=VisitPage, summary="Visits")
@signed_in
@reading
def list_visits(
    request: ApiRequest,
    area: Mark = "",
    purpose: Mark = "",
    since: date | None = None,
    open_follow_up: bool = False,
    limit: Limit = 50,
    cursor: Mark = "",
) -> HttpResponse:
    """Visits in the grids of the caller's posts, newest first, in pages by key."""
    key = day_cursor(cursor, ORDER)
    rows = queries.visible_visits(request.actor).select_related("account")
    if area:
        rows = rows.filter(area_id__in=registry().subtree(reads.area_named(area)))
    if purpose:
        rows = rows.filter(purpose=purpose)
    if since is not None:
        rows = rows.filter(visited_on__gte=since)
    if open_follow_up:
        rows = rows.filter(follow_up=True, followed_up_on__isnull=True)
    found, more = cut(list(queries.behind(rows, "visited_on", key)[: limit + 1]), limit)
    language = language_of(request)
    following = Cursor(ORDER, found[-1].visited_on.isoformat(), found[-1].pk) if more else None
    return page(request, [showing.visit(it, language) for it in found], following)


@router.post(
    "/visits", url_name="grid_visits", response={201: VisitRecorded, 200: VisitRecorded}, summary="Record a visit"
)
@needs(VISIT)
def record_a_visit(request: ApiRequest, given: VisitIn = Body(...)) -> HttpResponse:
    """Record a visit in a grid of the caller's posts."""
    key = client_key(request, request.actor)
    recorded = record_visit(by=request.actor, report=VisitReport(**given.model_dump()), client_key=key)
    shown = _shown(request, recorded.visit.pk)
    return answer({**shown, "created": recorded.created}, 201 if recorded.created else 200)


@router.get("/visits/{number}", url_name="grid_visit", response=VisitOut, summary="One visit")
@signed_in
@reading
def show_visit(request: ApiRequest, number: int) -> HttpResponse:
    """A visit."""
    return answer(showing.visit(queries.visit_of(request.actor, number), language_of(request)))


@router.post("/visits/{number}/follow-up", url_name="grid_follow_up", response=VisitOut, summary="Follow up a visit")
@needs(VISIT)
def follow_up_a_visit(request: ApiRequest, number: int, given: FollowUpIn = Body(...)) -> HttpResponse:
    """Note the day on which what was left open was followed up; sent again it changes nothing."""
    follow_up_visit(by=request.actor, visit_id=number, on=given.on)
    return answer(_shown(request, number))


@router.post("/visits/{number}/erase", url_name="grid_visit_erase", response={204: None}, summary="Erase the texts")
@needs("parties.erase")
def erase_a_visit(request: ApiRequest, number: int) -> HttpResponse:
    """Blank address and result when somebody of the household asks for it; the count stays."""
    erase_visit(by=request.actor, visit_id=number)
    return nothing()


def _shown(request: ApiRequest, number: int) -> dict[str, object]:
    with acting(request.actor):
        return showing.visit(queries.visit_of(request.actor, number), language_of(request))
