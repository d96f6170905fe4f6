"""Endpoints of early warning."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Body, Query, Router

from minsheng.domains.disputes.warnings import queries
from minsheng.domains.disputes.warnings.explaining import Shown, shown
from minsheng.domains.disputes.warnings.schemas import DecisionIn, WarningFilters, WarningOut, WarningPage
from minsheng.domains.disputes.warnings.services import decide_warning
from minsheng.domains.disputes.warnings.views import decidable
from minsheng.kernel.access.context import acting
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.reads import area_named
from minsheng.surface.api.showing.names import area_ref

router = Router(tags=["warnings"])


@router.get("/dispute-warnings", url_name="warnings", response=WarningPage, summary="Early warnings")
@signed_in
@reading
def list_warnings(request: ApiRequest, wanted: WarningFilters = Query(...)) -> HttpResponse:
    """Warnings on cases that the caller has to do with: the open ones, oldest first; decided ones newest first."""
    order = f"warnings-{wanted.state}"
    cursor = read_cursor(wanted.cursor, order)
    after = None
    if cursor is not None and isinstance(cursor.at, datetime):
        after = queries.PageKey(cursor.at, cursor.last_id)
    rows = queries.warnings(
        request.actor,
        state=wanted.state,
        reason=wanted.reason or "",
        area_id=area_named(wanted.area) if wanted.area else None,
        after=after,
    )
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(order, found[-1].raised_at, found[-1].pk) if more else None
    listed = shown(request.actor, found, decidable(request.actor, list(found)))
    return page(request, [_out(one, language_of(request)) for one in listed], following)


@router.get("/dispute-warnings/{number}", url_name="warnings_one", response=WarningOut, summary="One early warning")
@signed_in
@reading
def show_warning(request: ApiRequest, number: int) -> HttpResponse:
    """A warning with its reasons in words."""
    return answer(_one(request, number))


@router.post(
    "/dispute-warnings/{number}/decision",
    url_name="warnings_decide",
    response=WarningOut,
    summary="Decide on a warning",
)
@signed_in
def decide_on_warning(request: ApiRequest, number: int, wanted: DecisionIn = Body(...)) -> HttpResponse:
    """Decide on an open warning. Nothing follows by itself: whoever decides sees to it."""
    decide_warning(by=request.actor, warning_id=number, decision=wanted.decision, note=wanted.note)
    with acting(request.actor):
        return answer(_one(request, number))


def _one(request: ApiRequest, number: int) -> dict[str, Any]:
    found = queries.warning(request.actor, number)
    (words,) = shown(request.actor, [found], decidable(request.actor, [found]))
    return _out(words, language_of(request))


def _out(one: Shown, language: str) -> dict[str, Any]:
    row = one.row
    names = ("category", "before", "word", "behind")
    return {
        "id": row.pk,
        "case": row.case.code,
        "area": area_ref(row.case.area_id, language),
        "reason": row.reason,
        "sentences": one.sentences,
        "quotations": [{name: getattr(quote, name) for name in names} for quote in one.quotations],
        "others": one.others,
        "unseen": one.unseen,
        "raised_at": row.raised_at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "decision": row.decision,
        "note": row.note,
        "may_decide": one.may_decide,
    }
