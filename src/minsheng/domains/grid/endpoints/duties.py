"""Who is on duty in a grid: the board for everybody, the roster for those who keep it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Body, Router

from minsheng.domains.grid import queries
from minsheng.domains.grid.duties import NewDuty, appoint_worker, end_absence, end_duty, record_absence, set_contact
from minsheng.domains.grid.endpoints import showing
from minsheng.domains.grid.endpoints.schemas import (
    AbsenceIn,
    AbsenceOut,
    BoardPage,
    ContactIn,
    ContactOut,
    DutyIn,
    DutyOut,
    LastDayIn,
    Limit,
    Mark,
)
from minsheng.domains.grid.finding import grids_below
from minsheng.domains.grid.module import DUTY
from minsheng.domains.grid.reach import grid_named
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.places import Place, settle_place
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import anyone, needs, reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.showing.names import area_ref

router = Router(tags=["grids"])
ORDER = "grid"


@router.get("/grids", url_name="grids", response=BoardPage, summary="Grids with worker and telephone")
@anyone
@reading
def list_grids(
    request: ApiRequest,
    area: Mark = "",
    lon: float | None = None,
    lat: float | None = None,
    crs: Mark = "cgcs2000",
    limit: Limit = 50,
    cursor: Mark = "",
) -> HttpResponse:
    """The grids of an area (a code), or the one at a point; all of them without either. By code, in pages by key."""
    after, language = read_cursor(cursor, ORDER), language_of(request)
    place = Place(lon=lon, lat=lat, crs=crs, area=area or None)
    nodes = grids_below(settle_place(place, timezone.now()).area_id)
    if after is not None:
        nodes = [node for node in nodes if (node.code, node.id) > (str(after.at), after.last_id)]
    found, more = cut(nodes[: limit + 1], limit)
    following = Cursor(ORDER, found[-1].code, found[-1].id) if more else None
    return page(request, [showing.board(it, language) for it in queries.boards(found)], following)


@router.get("/grids/{grid}/duties", url_name="grid_duties", response=list[DutyOut], summary="Who was on duty when")
@signed_in
@reading
def list_duties(request: ApiRequest, grid: str) -> HttpResponse:
    """All duties of a grid, newest first. Absences are shown to those of its grid line alone."""
    node, language = grid_named(grid, "grid"), language_of(request)
    return answer([showing.duty(it, language) for it in queries.duties_of(request.actor, node.id)])


@router.post("/grids/{grid}/duties", url_name="grid_duties", response={201: DutyOut}, summary="Put somebody on duty")
@needs(DUTY)
def appoint_grid_worker(request: ApiRequest, grid: str, given: DutyIn = Body(...)) -> HttpResponse:
    """Make somebody main worker or backup of a grid. There is one main worker at a time."""
    new = NewDuty(grid, given.account, given.role, given.valid_from, given.valid_to)
    made = appoint_worker(by=request.actor, duty=new)
    with acting(request.actor):
        return answer(showing.duty(queries.duty_of(request.actor, made.pk), language_of(request), []), 201)


@router.post("/grid-duties/{number}/end", url_name="grid_duty_end", response=DutyOut, summary="End a duty")
@needs(DUTY)
def end_grid_duty(request: ApiRequest, number: int, given: LastDayIn = Body(...)) -> HttpResponse:
    """End a duty after a day. Refused when it leaves a main worker's absence without a backup."""
    end_duty(by=request.actor, duty_id=number, valid_to=given.last_day)
    with acting(request.actor):
        return answer(showing.duty(queries.duty_of(request.actor, number), language_of(request)))


@router.post(
    "/grid-duties/{number}/absences", url_name="grid_absences", response={201: AbsenceOut}, summary="Record an absence"
)
@needs(DUTY)
def record_grid_absence(request: ApiRequest, number: int, given: AbsenceIn = Body(...)) -> HttpResponse:
    """Let somebody on duty be away. A main worker's absence needs a backup on every day."""
    made = record_absence(by=request.actor, duty_id=number, first_day=given.first_day, last_day=given.last_day)
    return answer(showing.absence(made), 201)


@router.post(
    "/grid-absences/{number}/end", url_name="grid_absence_end", response=AbsenceOut, summary="Back from an absence"
)
@needs(DUTY)
def end_grid_absence(request: ApiRequest, number: int, given: LastDayIn = Body(...)) -> HttpResponse:
    """Somebody is back earlier than was said."""
    return answer(showing.absence(end_absence(by=request.actor, absence_id=number, last_day=given.last_day)))


@router.post("/grids/{grid}/contact", url_name="grid_contact", response=ContactOut, summary="Set the public telephone")
@needs(DUTY)
def set_grid_contact(request: ApiRequest, grid: str, given: ContactIn = Body(...)) -> HttpResponse:
    """Set the telephone on the board: of the unit or the duty, never a private one."""
    made = set_contact(by=request.actor, grid=grid, phone=given.phone, is_work_number=given.is_work_number)
    return answer({"grid": area_ref(made.area_id, language_of(request)), "phone": made.phone})
