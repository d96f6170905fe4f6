"""Whistles and report-in times."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from minsheng.base.errors import Refusal
from minsheng.domains.grid.endpoints import showing
from minsheng.domains.grid.endpoints.schemas import WhistleFilter, WhistlePage
from minsheng.domains.grid.enums import WhistleKind
from minsheng.domains.grid.whistles import WhistleFilters, whistles
from minsheng.kernel.access.units import unit_registry
from minsheng.surface.api import reads
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, reading
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of

router = Router(tags=["grids"])
ORDER = "whistles"


@router.get("/whistles", url_name="grid_whistles", response=WhistlePage, summary="Whistles and report-in times")
@needs("grid.read")
@reading
def list_whistles(request: ApiRequest, wanted: WhistleFilter = Query(...)) -> HttpResponse:
    """Which units were called to the events that the caller may see, when due, when they reported in."""
    after, now, language = read_cursor(wanted.cursor, ORDER), timezone.now(), language_of(request)
    key = (after.at, after.last_id) if after and isinstance(after.at, datetime) else None
    rows, more = cut(whistles(request.actor, _filters(wanted), key, wanted.limit + 1), wanted.limit)
    following = Cursor(ORDER, rows[-1].called_at, rows[-1].pk) if more else None
    return page(request, [showing.whistle(it, now, language) for it in rows], following)


def _filters(wanted: WhistleFilter) -> WhistleFilters:
    if wanted.kind and wanted.kind not in WhistleKind.values:
        raise Refusal("input.choice", "kind", choices=", ".join(WhistleKind.values))
    unit = unit_registry().by_code.get(wanted.unit) if wanted.unit else None
    if wanted.unit and unit is None:
        raise Refusal("unit.unknown", "unit", id=wanted.unit[:40])
    return WhistleFilters(
        kind=wanted.kind,
        unit_id=unit.id if unit else None,
        area_id=reads.area_named(wanted.area) if wanted.area else None,
        late=wanted.late,
    )
