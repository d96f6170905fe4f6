"""What the map asks for while a place is chosen: outlines, and the name of a point. Public: areas are public data."""

from __future__ import annotations

import math

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.doors import public
from minsheng.surface.web.maps import outlines
from minsheng.surface.web.places.queries import any_simulated
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name

_FRESH = 300
"""Seconds for which a browser keeps outlines: they change a few times a year."""


@public
@require_GET
def areas_json(request: WebRequest) -> HttpResponse:
    """An area (the district unless ``under`` names one) with the outlines of its children."""
    known = registry()
    wanted = request.GET.get("under", "")
    try:
        area = known.node(int(wanted)) if wanted.isdecimal() and len(wanted) < 16 else known.roots()[0]
    except (LookupError, IndexError):
        raise Refusal("area.unknown", "area", status=404, id=wanted[:40]) from None
    shown = outlines(known, area, language_now())
    simulated = any_simulated([area.id, *(child["id"] for child in shown["children"])])
    note = _("The outlines on this map are simulated.") if simulated else ""
    response = JsonResponse({**shown, "note": note})
    response["Cache-Control"] = f"private, max-age={_FRESH}"
    return response


@public
@require_GET
def locate_json(request: WebRequest) -> HttpResponse:
    """The areas at a point: their name in words and the code of the community."""
    known = registry()
    point = _point(request)
    found = known.locate(*point) if point else None
    if found is None:
        return JsonResponse({"inside": False, "name": _("This point is outside the district.")})
    community = known.node(found.path[2]).code if len(found.path) > 2 else ""
    # The smallest area that the map should show around the point.
    return JsonResponse(
        {
            "inside": True,
            "name": place_name(found.area_id, language_now()),
            "community": community,
            "around": found.path[min(len(found.path), 3) - 1],
        }
    )


def _point(request: WebRequest) -> tuple[float, float] | None:
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return None
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None
