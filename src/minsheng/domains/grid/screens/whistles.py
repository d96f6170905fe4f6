"""吹哨报到: units called, when due, when they reported in. A list with filters; nobody is ranked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from minsheng.domains.grid.enums import WhistleKind
from minsheng.domains.grid.queries import PAGE
from minsheng.domains.grid.screens.keys import number
from minsheng.domains.grid.whistles import WhistleFilters, whistles
from minsheng.surface.web.cases.choices import unit_choices
from minsheng.surface.web.cases.paging import read_key, write_key
from minsheng.surface.web.doors import needs
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name, unit_name

_LATE = {"yes": True, "no": False}


@needs("grid.read")
@require_GET
def page(request: WebRequest) -> HttpResponse:
    """Whistles of the events that the reader may see, newest first."""
    language, now = language_now(), timezone.now()
    kind, unit = request.GET.get("kind", ""), number(request.GET.get("unit", ""))
    area, late = number(request.GET.get("area", "")), request.GET.get("late", "")
    filters = WhistleFilters(
        kind=kind if kind in WhistleKind.values else "",
        unit_id=unit or None,
        area_id=area or None,
        late=_LATE.get(late),
    )
    key = read_key(request.GET.get("after", ""))
    found = _found(request, filters, (key.at, key.case_id) if key and key.at else None)
    last = found[PAGE - 1] if len(found) > PAGE else None
    kept = {"kind": kind, "unit": unit or "", "area": area or "", "late": late}
    labels = dict(WhistleKind.choices)
    context: dict[str, Any] = {
        "rows": [
            (
                it,
                labels.get(it.kind, it.kind),
                unit_name(it.unit_id, language),
                place_name(it.case.area_id, language),
                it.is_late(now),
            )
            for it in found[:PAGE]
        ],
        **kept,
        "unit": str(unit or ""),
        "area": str(area or ""),
        "kinds": WhistleKind.choices,
        "areas": subdistrict_choices(language),
        "units": unit_choices(language),
        "next": urlencode({**kept, "after": write_key(last.called_at, last.pk)}) if last else "",
    }
    return render(request, "grid/whistles.html", context)


def _found(request: WebRequest, filters: WhistleFilters, after: tuple[datetime, int] | None) -> list[Any]:
    try:
        return whistles(request.actor, filters, after, PAGE + 1)
    except LookupError:  # an area that is not: nothing is in it
        return []
