"""Choosing a category: browsing the tree, searching it, or taking one that the text suggests. A person decides."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import CategoryEntry, routing_registry
from minsheng.kernel.routing.suggesting import suggest as guess
from minsheng.surface.web.cases.choices import children_of, matching
from minsheng.surface.web.doors import public
from minsheng.surface.web.intakes import Intake, intake_of, intakes
from minsheng.surface.web.law.queries import active_procedure
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import category_name, language_now

_LONGEST = 2000
"""Characters of a text that are looked at: what a matter is about stands at its beginning."""


def intake_for_residents(procedure: str) -> Intake:
    """The intake named in an address, or the main one. Raises Refusal ``procedure.unknown`` (404)."""
    found = intake_of(procedure) if procedure else next((it for it in intakes() if it.residents), None)
    if found is None or not found.residents:
        raise Refusal("procedure.unknown", "procedure", status=404, key=procedure)
    return found


def picked(value: str) -> tuple[str, str] | None:
    """A chosen category with its name, or None."""
    name = category_name(int(value), language_now()) if value.isdecimal() and len(value) < 16 else ""
    return (value, name) if name else None


@public
@require_GET
def categories(request: WebRequest, procedure: str) -> HttpResponse:
    """Categories to choose from: those below ``parent``, or those that match ``category_search``."""
    intake = intake_for_residents(procedure)
    spec = active_procedure(intake.procedure)
    parent = request.GET.get("parent", "")
    text = "" if "parent" in request.GET else request.GET.get("category_search", "").strip()
    under = int(parent) if parent.isdecimal() and len(parent) < 16 else None
    found = matching(spec.realm, text, language_now()) if text else children_of(spec.realm, under)
    more = {"is_search": bool(text), "under": category_name(under, language_now()) if under else ""}
    return _list(request, intake, request.GET.get("category", ""), found, more)


@public
@require_POST
def suggest(request: WebRequest, procedure: str) -> HttpResponse:
    """The first level again, with what the text written so far suggests on top of it. Nothing is kept of the text."""
    intake = intake_for_residents(procedure)
    spec = active_procedure(intake.procedure)
    more = {"suggested": suggestions(spec, request.POST.get("body", ""))}
    return _list(request, intake, request.POST.get("category", ""), children_of(spec.realm, None), more)


def suggestions(procedure: Procedure, text: str) -> list[CategoryEntry]:
    """Categories that a text suggests, most probable first."""
    known = routing_registry().categories
    return [known[found.category_id] for found in guess(procedure.realm, text[:_LONGEST], explaining=0)]


def _list(
    request: WebRequest, intake: Intake, chosen: str, found: list[CategoryEntry], more: dict[str, Any]
) -> HttpResponse:
    context = {"intake": intake, "categories": found, "chosen": picked(chosen), **more}
    return render(request, "web/filing/categories.html", context)
