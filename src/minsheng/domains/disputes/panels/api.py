"""Endpoints of the mediators."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Body, Query, Router

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.panels import queries
from minsheng.domains.disputes.panels.schemas import (
    KeptFilters,
    MediatorEndIn,
    MediatorFilters,
    MediatorIn,
    MediatorOut,
    MediatorPage,
    MediatorRules,
    PublicMediatorPage,
)
from minsheng.domains.disputes.panels.services import add_mediator, change_mediator, end_mediator
from minsheng.domains.disputes.panels.showing import kept_entry, public_entry
from minsheng.kernel.access.units import unit_registry
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import anyone, needs, reading
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of

router = Router(tags=["mediators"])
KEEPS = "disputes.panel"
PUBLIC, KEPT = "mediators", "kept-mediators"


def unit_called(code: str) -> int:
    """The id of a unit by its code. Raises Refusal ``unit.unknown``."""
    found = unit_registry().by_code.get(code)
    if found is None:
        raise Refusal("unit.unknown", "unit", id=code)
    return found.id


@router.get("/mediators", url_name="mediators", response=PublicMediatorPage, summary="Mediators to choose from")
@anyone
@reading
def list_mediators(request: ApiRequest, wanted: MediatorFilters = Query(...)) -> HttpResponse:
    """Mediators whom parties may choose, for everybody."""
    after = read_cursor(wanted.cursor, PUBLIC)
    unit_id = unit_called(wanted.unit) if wanted.unit else None
    last = after.last_id if after else 0
    rows = queries.public_mediators(speciality=wanted.speciality, unit_id=unit_id, after=last)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(PUBLIC, None, found[-1].pk) if more else None
    return page(request, [public_entry(row, language_of(request)) for row in found], following)


@router.get("/mediator-register", url_name="mediator_register", response=MediatorPage, summary="Entries that I keep")
@needs(KEEPS)
@reading
def list_mediator_register(request: ApiRequest, wanted: KeptFilters = Query(...)) -> HttpResponse:
    """All entries of the units that the caller's posts reach, ended ones too."""
    after = read_cursor(wanted.cursor, KEPT)
    rows = queries.kept_mediators(request.actor, after=after.last_id if after else 0)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(KEPT, None, found[-1].pk) if more else None
    return page(request, [kept_entry(row, language_of(request)) for row in found], following)


@router.post("/mediator-register", url_name="mediator_register", response={201: MediatorOut}, summary="Add a mediator")
@needs(KEEPS)
def enter_mediator(request: ApiRequest, wanted: MediatorIn = Body(...)) -> HttpResponse:
    """Enter somebody as a mediator of a unit from a day on."""
    given = wanted.model_dump(exclude_none=True, exclude={"unit", "account"})
    unit_id = unit_called(wanted.unit)
    made = add_mediator(by=request.actor, account_id=wanted.account, unit_id=unit_id, **given)
    return answer(kept_entry(made, language_of(request)), 201)


@router.post(
    "/mediator-register/{number}/rules", url_name="mediator_rules", response=MediatorOut, summary="Change a mediator"
)
@needs(KEEPS)
def alter_mediator(request: ApiRequest, number: int, wanted: MediatorRules = Body(...)) -> HttpResponse:
    """Change an entry; what is left out stays."""
    changed = change_mediator(by=request.actor, mediator_id=number, **wanted.model_dump(exclude_none=True))
    return answer(kept_entry(changed, language_of(request)))


@router.post("/mediator-register/{number}/end", url_name="mediator_end", response=MediatorOut, summary="End a mediator")
@needs(KEEPS)
def retire_mediator(request: ApiRequest, number: int, wanted: MediatorEndIn = Body(...)) -> HttpResponse:
    """Record a mediator's last day."""
    ended = end_mediator(by=request.actor, mediator_id=number, valid_to=wanted.valid_to)
    return answer(kept_entry(ended, language_of(request)))
