"""The board for everybody: which grid a place is in, who works there, and the telephone (滨州条例 art. 6)."""

from __future__ import annotations

import math
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minsheng.domains.grid.finding import grids_below, grids_called
from minsheng.domains.grid.queries import boards
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.doors import public
from minsheng.surface.web.maps import place_svg
from minsheng.surface.web.places.choices import community_choices
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name

PAGE = 12


@public
@require_GET
def grids(request: WebRequest) -> HttpResponse:
    """Find a grid by a word, a community, or a point on the map; a page of grids with worker and telephone."""
    text, language = request.GET.get("q", "").strip(), language_now()
    point, community = _point(request), request.GET.get("area", "")
    nodes, is_asked = _wanted(text, point, community)
    after = request.GET.get("after", "")
    codes = [node.code for node in nodes]
    start = codes.index(after) + 1 if after in codes else 0
    shown, more = nodes[start : start + PAGE], len(nodes) > start + PAGE
    lon, lat = point or (None, None)
    known = registry()
    cards = [
        (board, place_name(board.grid.parent_id, language), place_svg(known, board.grid.id, lon, lat, language))
        for board in boards(shown)
    ]
    query = {"q": text, "area": community, "lon": lon or "", "lat": lat or "", "after": shown[-1].code if more else ""}
    context = {
        "q": text,
        "area": community,
        "communities": community_choices(language),
        "cards": cards,
        "is_asked": is_asked,
        "next": urlencode(query) if more else "",
        "has_map": bool(known.roots()) and known.shape(known.roots()[0].id) is not None,
    }
    return render(request, "grid/board.html", context)


def _wanted(text: str, point: tuple[float, float] | None, community: str) -> tuple[list[AreaNode], bool]:
    known = registry()
    if point is not None:
        found = known.locate(*point)
        return (grids_below(found.area_id) if found else []), True
    if community:
        node = known.by_code(community)
        return (grids_below(node.id) if node else []), True
    return (grids_called(text), True) if text else ([], False)


def _point(request: WebRequest) -> tuple[float, float] | None:
    try:
        lon, lat = float(request.GET.get("lon", "")), float(request.GET.get("lat", ""))
    except ValueError:
        return None
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None
