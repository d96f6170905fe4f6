"""The list of procedures, and one version with its diagram, states, acts, clocks and sources."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minsheng.kernel.procedures.drawing import svg
from minsheng.surface.web.doors import public
from minsheng.surface.web.law.page import act_views, clock_terms, source_views, state_views
from minsheng.surface.web.law.queries import all_released, released_version
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now


@public
@require_GET
def procedures(request: WebRequest) -> HttpResponse:
    """All released versions, those in force first."""
    found = sorted(all_released(), key=lambda item: not item.is_active)
    rows = [(item, item.procedure.name(language_now()), item.procedure.summary(language_now())) for item in found]
    return render(request, "web/law/list.html", {"rows": rows})


@public
@require_GET
def procedure(request: WebRequest, key: str, version: str) -> HttpResponse:
    """One version, as the law page."""
    item, language = released_version(key, version), language_now()
    spec = item.procedure
    context = {
        "item": item,
        "name": spec.name(language),
        "summary": spec.summary(language),
        "diagram": svg(spec, language),
        "states": state_views(spec, language),
        "acts": act_views(spec, language),
        "clocks": clock_terms(spec, language),
        "sources": source_views(spec, language),
    }
    return render(request, "web/law/procedure.html", context)
