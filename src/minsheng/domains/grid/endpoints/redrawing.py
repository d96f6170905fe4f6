"""Redrawing grids: a dry run unless one says otherwise."""

from __future__ import annotations

import json

from django.http import HttpResponse
from ninja import Body, Router

from minsheng.domains.grid.endpoints import showing
from minsheng.domains.grid.endpoints.schemas import RedrawIn, RedrawnOut
from minsheng.domains.grid.module import REDRAW
from minsheng.domains.grid.redrawing.services import redraw_grids
from minsheng.domains.grid.redrawing.wanted import read_geojson
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs

router = Router(tags=["grids"])


@router.post("/grid-redrawings", url_name="grid_redrawings", response=RedrawnOut, summary="Redraw grids from a day on")
@needs(REDRAW)
def redraw_some_grids(request: ApiRequest, given: RedrawIn = Body(...)) -> HttpResponse:
    """Let the grids of some communities be those in ``outlines``. Gaps and overlaps are refused and named.

    With ``dry_run`` (as it is unless false is sent) all is tried and nothing changes. Cases keep the grid of their day.
    """
    grids = read_geojson(json.dumps(given.outlines), given.crs)
    done = redraw_grids(
        by=request.actor, grids=grids, valid_from=given.valid_from, source=given.source, dry_run=given.dry_run
    )
    return answer(showing.redrawn(done))
