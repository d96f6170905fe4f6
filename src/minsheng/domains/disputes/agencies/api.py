"""Endpoints of the agencies."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Body, Query, Router

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.agencies import queries
from minsheng.domains.disputes.agencies.committees import compose_committee
from minsheng.domains.disputes.agencies.composition import Seat
from minsheng.domains.disputes.agencies.schemas import (
    AgencyChange,
    AgencyEndIn,
    AgencyFilters,
    AgencyFull,
    AgencyIn,
    AgencyOut,
    AgencyPage,
    CompositionIn,
    CompositionOut,
)
from minsheng.domains.disputes.agencies.services import change_agency, end_agency, register_agency
from minsheng.domains.disputes.models import Agency, Composition
from minsheng.kernel.access.units import unit_registry
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.showing.names import name_in

router = Router(tags=["agencies"])
ORDER = "agencies"


@router.get("/agencies", url_name="agencies", response=AgencyPage, summary="Agencies on the disputes platform")
@signed_in
@reading
def list_agencies(request: ApiRequest, wanted: AgencyFilters = Query(...)) -> HttpResponse:
    """Agencies by number, for whoever works on the platform."""
    after = read_cursor(wanted.cursor, ORDER)
    rows = queries.agencies(request.actor, kind=wanted.kind, on=wanted.on, after=after.last_id if after else 0)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(ORDER, None, found[-1].pk) if more else None
    return page(request, [shown(row, language_of(request)) for row in found], following)


@router.post("/agencies", url_name="agencies", response={201: AgencyOut}, summary="Let a unit take part")
@needs("disputes.agencies")
def let_unit_take_part(request: ApiRequest, wanted: AgencyIn = Body(...)) -> HttpResponse:
    """Register a unit as an agency from a day on."""
    unit = unit_registry().by_code.get(wanted.unit)
    if unit is None:
        raise Refusal("unit.unknown", "unit", id=wanted.unit)
    given = wanted.model_dump(exclude_none=True, exclude={"unit"})
    made = register_agency(by=request.actor, unit_id=unit.id, **given)
    return answer(shown(made, language_of(request)), 201)


@router.get("/agencies/{number}", url_name="agencies_one", response=AgencyFull, summary="One agency")
@signed_in
@reading
def show_agency(request: ApiRequest, number: int) -> HttpResponse:
    """An agency with the compositions of its committee."""
    found = queries.agency(request.actor, number)
    compositions = [_composition(row) for row in queries.compositions(request.actor, found)]
    return answer(shown(found, language_of(request)) | {"compositions": compositions})


@router.post("/agencies/{number}/rules", url_name="agencies_rules", response=AgencyOut, summary="Change rules")
@needs("disputes.agencies")
def change_agency_rules(request: ApiRequest, number: int, wanted: AgencyChange = Body(...)) -> HttpResponse:
    """Change an agency's rules from a day on; what is left out stays. Gives the entry of that day, with its number."""
    changed = change_agency(by=request.actor, agency_id=number, **wanted.model_dump(exclude_none=True))
    return answer(shown(changed, language_of(request)))


@router.post("/agencies/{number}/end", url_name="agencies_end", response=AgencyOut, summary="Let an agency leave")
@needs("disputes.agencies")
def let_agency_leave(request: ApiRequest, number: int, wanted: AgencyEndIn = Body(...)) -> HttpResponse:
    """The agency leaves the platform; the day is its last."""
    ended = end_agency(by=request.actor, agency_id=number, valid_to=wanted.valid_to)
    return answer(shown(ended, language_of(request)))


@router.post(
    "/agencies/{number}/compositions",
    url_name="agencies_compositions",
    response={201: CompositionOut},
    summary="Record a committee",
)
@signed_in
def record_committee(request: ApiRequest, number: int, wanted: CompositionIn = Body(...)) -> HttpResponse:
    """Record who makes up a mediation committee; an unlawful composition is refused with the article."""
    seats = [Seat(seat.name, seat.post, seat.is_woman, seat.account) for seat in wanted.members]
    first, last = wanted.valid_from, wanted.valid_to
    made = compose_committee(by=request.actor, agency_id=number, seats=seats, valid_from=first, valid_to=last)
    return answer(_composition(made), 201)


def shown(row: Agency, language: str) -> dict[str, Any]:
    """An agency as the API writes it."""
    return {
        "id": row.pk,
        "unit": {"id": row.unit_id, "code": row.unit.code, "name": name_in(language, row.unit)},
        "kind": row.kind,
        "stationing": row.stationing,
        "weekdays": row.weekdays,
        "dispute_types": row.dispute_types,
        "sign_days": row.sign_days,
        "contact": row.contact,
        "phone": row.phone,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _composition(row: Composition) -> dict[str, Any]:
    members = [
        {"name": it.name, "post": it.post, "is_woman": it.is_woman, "account": it.account_id}
        for it in row.members.all()
    ]
    return {"valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to.isoformat(), "members": members}
