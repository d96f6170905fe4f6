"""Endpoints of sessions and rooms. Sessions are made and changed by acts of their cases, not here."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from ninja import Body, Query, Router

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.panels.api import unit_called
from minsheng.domains.disputes.sessions import queries
from minsheng.domains.disputes.sessions.queries import Slot
from minsheng.domains.disputes.sessions.rooms import add_room, change_room, end_room
from minsheng.domains.disputes.sessions.schemas import (
    CaseSessionFilters,
    RoomEndIn,
    RoomFilters,
    RoomIn,
    RoomOut,
    RoomPage,
    RoomRules,
    SessionFilters,
    SessionPage,
)
from minsheng.domains.disputes.sessions.showing import room_shown, slot_shown
from minsheng.domains.disputes.sessions.weeks import Week
from minsheng.kernel.access.actors import Actor
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, proved, reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.reads import seen_case

router = Router(tags=["sessions"])
KEEPS = "disputes.sessions"
BY_TIME, OF_CASE, ROOMS = "sessions", "case-sessions", "mediation-rooms"


@router.get("/sessions", url_name="sessions", response=SessionPage, summary="Sessions of a week")
@signed_in
@reading
def list_sessions(request: ApiRequest, wanted: SessionFilters = Query(...)) -> HttpResponse:
    """One's own sessions; with ``unit`` or ``room`` those of a unit's cases or in a room, by time."""
    key = read_cursor(wanted.cursor, BY_TIME)
    after = (key.at, key.last_id) if key is not None and isinstance(key.at, datetime) else None
    found = _slots(request.actor, wanted, after)
    shown, more = cut(found, wanted.limit)
    links = queries.links_of(slot.session for slot in shown if slot.session is not None)
    following = Cursor(BY_TIME, shown[-1].begins, shown[-1].pk) if more else None
    return page(request, [slot_shown(slot, links, language_of(request)) for slot in shown], following)


def _slots(by: Actor, wanted: SessionFilters, after: queries.Key | None) -> list[Slot]:
    if wanted.unit and wanted.room is not None:
        raise Refusal("calendar.whose", "room")
    first, last = Week.of(wanted.week or timezone.localdate()).span()
    if wanted.unit:
        unit_id = unit_called(wanted.unit)
        return queries.unit_slots(by, unit_id, first, last, after=after, limit=wanted.limit + 1)
    if wanted.room is not None:
        return queries.room_slots(by, wanted.room, first, last, after=after, limit=wanted.limit + 1)
    return queries.own_slots(by, first, last, after=after, limit=wanted.limit + 1)


@router.get("/cases/{code}/sessions", url_name="case_sessions", response=SessionPage, summary="Sessions of a case")
@proved
@reading
def list_case_sessions(request: ApiRequest, code: str, wanted: CaseSessionFilters = Query(...)) -> HttpResponse:
    """Sessions of a case, the newest first; for its parties as well. Records and attendance stand in the timeline."""
    case = seen_case(request.actor, code)
    key = read_cursor(wanted.cursor, OF_CASE)
    before = (key.at, key.last_id) if key is not None and isinstance(key.at, datetime) else None
    shown, more = cut(queries.page_of(case, before=before, limit=wanted.limit + 1), wanted.limit)
    links = queries.links_of(slot.session for slot in shown if slot.session is not None)
    following = Cursor(OF_CASE, shown[-1].begins, shown[-1].pk) if more else None
    return page(request, [slot_shown(slot, links, language_of(request)) for slot in shown], following)


@router.get("/mediation-rooms", url_name="mediation_rooms", response=RoomPage, summary="Rooms for sessions")
@signed_in
@reading
def list_rooms(request: ApiRequest, wanted: RoomFilters = Query(...)) -> HttpResponse:
    """Rooms by number."""
    after = read_cursor(wanted.cursor, ROOMS)
    rows = queries.rooms(open_only=wanted.open, after=after.last_id if after else 0)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(ROOMS, None, found[-1].pk) if more else None
    return page(request, [room_shown(row, language_of(request)) for row in found], following)


@router.post("/mediation-rooms", url_name="mediation_rooms", response={201: RoomOut}, summary="Add a room")
@needs(KEEPS)
def enter_room(request: ApiRequest, wanted: RoomIn = Body(...)) -> HttpResponse:
    """Enter a room of a unit from a day on."""
    given = wanted.model_dump(exclude_none=True, exclude={"unit"})
    made = add_room(by=request.actor, unit_id=unit_called(wanted.unit), **given)
    return answer(room_shown(made, language_of(request)), 201)


@router.post("/mediation-rooms/{number}/rules", url_name="room_rules", response=RoomOut, summary="Change a room")
@needs(KEEPS)
def alter_room(request: ApiRequest, number: int, wanted: RoomRules = Body(...)) -> HttpResponse:
    """Change a room; what is left out stays."""
    changed = change_room(by=request.actor, room_id=number, **wanted.model_dump(exclude_none=True))
    return answer(room_shown(changed, language_of(request)))


@router.post("/mediation-rooms/{number}/end", url_name="room_end", response=RoomOut, summary="Close a room")
@needs(KEEPS)
def close_room(request: ApiRequest, number: int, wanted: RoomEndIn = Body(...)) -> HttpResponse:
    """Record a room's last day."""
    ended = end_room(by=request.actor, room_id=number, valid_to=wanted.valid_to)
    return answer(room_shown(ended, language_of(request)))
