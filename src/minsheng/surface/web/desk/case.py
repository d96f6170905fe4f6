"""The page of a case for officials: what, where, who, clocks, history, and the acts that are open now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.linking import KINDS
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import acts_offered, get_for
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.acting import act_view
from minsheng.surface.web.cases.clocks import clock_views
from minsheng.surface.web.cases.faces import DESK
from minsheng.surface.web.cases.known import facts_of
from minsheng.surface.web.cases.offers import offers_of
from minsheng.surface.web.cases.panels import panels_of
from minsheng.surface.web.cases.people import people_of
from minsheng.surface.web.cases.queries import (
    clocks_of,
    content_of,
    links_of,
    merged_with,
)
from minsheng.surface.web.cases.rows import row_of, rows_of
from minsheng.surface.web.cases.timeline import history
from minsheng.surface.web.desk.words import link_words
from minsheng.surface.web.doors import staff
from minsheng.surface.web.maps import place_svg
from minsheng.surface.web.places.queries import any_simulated
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import category_name, language_now, unit_name


@staff
@require_GET
def case(request: WebRequest, code: str) -> HttpResponse:
    """One case on one screen."""
    found = get_for(DESK.eyes(request.actor), code)
    return render(request, "web/desk/case.html", case_page(request, found, timezone.now()))


def case_page(request: WebRequest, found: Case, now: datetime) -> dict[str, Any]:
    """Everything on the page."""
    eyes, language = DESK.eyes(request.actor), language_now()
    procedure = procedure_of(found.procedure_id)
    content = content_of(found)
    clocks = clock_views(procedure, clocks_of(found), now)
    running = [view for view in clocks if view.is_open]
    links = links_of(eyes, found)
    return {
        "face": DESK,
        "case": found,
        "row": row_of(found, now),
        "procedure": procedure,
        "content": content,
        "category": category_name(found.category_id, language),
        "co_units": [unit_name(unit, language) for unit in found.co_unit_ids],
        "map": _map(found, content, language),
        "is_simulated": any_simulated([found.area_id]),
        "people": [(person.role, person.party) for person in people_of(found, procedure, language)],
        "facts": facts_of(found, procedure, language, public=False),
        "may_reveal": request.actor.holds("parties.reveal"),
        "clocks": running,
        "stopped": [view for view in clocks if not view.is_open],
        "lines": list(reversed(history(eyes, found, procedure, public=False))),
        "offers": offers_of(acts_offered(eyes, found, now), procedure, language, [view.key for view in running]),
        "links": [
            (link_words(link.kind, forward=link.case_id == found.pk), row_of(other, now)) for link, other in links
        ],
        "merged": rows_of(merged_with(eyes, found), now),
        "panels": panels_of(request, eyes, found, procedure.key, portal=False),
        "link_kinds": [(kind, link_words(kind, forward=True)) for kind in KINDS],
    }


def _map(found: Case, content: Any, language: str) -> str:
    lon, lat = (content.lon, content.lat) if content else (None, None)
    return place_svg(area_registry(), found.area_id, lon, lat, language)


@staff
@require_http_methods(["GET", "POST"])
def act(request: WebRequest, code: str, act: str) -> HttpResponse:
    """An act on a case by an official."""
    return act_view(request, code, act, DESK)
