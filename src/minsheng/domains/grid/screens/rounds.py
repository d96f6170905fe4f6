"""Rounds: the list, one of them, and the steps of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.grid import queries
from minsheng.domains.grid.models import Round
from minsheng.domains.grid.module import DUTY, PATROL, REVIEW
from minsheng.domains.grid.reach import grids_of
from minsheng.domains.grid.rounds import (
    add_finding,
    cancel_round,
    finish_round,
    mark_point,
    plan_round,
    reported_on,
    start_round,
)
from minsheng.domains.grid.screens.forms import FindingForm, FinishForm, PlanForm, PointForm
from minsheng.domains.grid.screens.keys import number, read_day_key, write_day_key
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.queries import visible_cases
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.cases.rows import rows_of
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now, place_name

READERS = (PATROL, REVIEW, DUTY)


@needs(*READERS)
@require_GET
def rounds(request: WebRequest) -> HttpResponse:
    """Rounds in the grids of one's posts, newest first."""
    area, mine = number(request.GET.get("area", "")), request.GET.get("mine", "") == "1"
    rows = queries.visible_rounds(request.actor).select_related("account")
    if area:
        rows = rows.filter(area_id__in=_below(area))
    if mine:
        rows = rows.filter(account_id=request.actor.account_id or 0)
    found = list(queries.behind(rows, "day", read_day_key(request.GET.get("after", "")))[: queries.PAGE + 1])
    page, language = found[: queries.PAGE], language_now()
    counts = queries.counts_of(page)
    following = write_day_key(page[-1].day, page[-1].pk) if len(found) > queries.PAGE else ""
    context = {
        "rows": [(row, place_name(row.area_id, language), counts.get(row.pk, 0)) for row in page],
        "area": str(area or ""),
        "areas": subdistrict_choices(language),
        "mine": mine,
        "next": urlencode({"area": area or "", "mine": "1" if mine else "", "after": following}) if following else "",
        "may_patrol": request.actor.holds(PATROL),
    }
    return render(request, "grid/rounds.html", context)


@needs(*READERS)
@require_GET
def one(request: WebRequest, pk: int) -> HttpResponse:
    """One round: when, where it came through, what was found; its next step for whoever is on it."""
    return _page(request, queries.round_of(request.actor, pk))


@needs(PATROL)
@require_POST
def start(request: WebRequest) -> HttpResponse:
    """Begin a round now."""
    grid, key = request.POST.get("grid", ""), request.POST.get("client_key", "")
    begun = start_round(by=request.actor, grid=grid, client_key=key)
    return go(request, "grid:round", begun.round.pk)


@needs(PATROL)
@require_http_methods(["GET", "POST"])
def plan(request: WebRequest) -> HttpResponse:
    """Plan a round of one's own."""
    return form_page(
        request,
        PlanForm(grids_of(request.actor, PATROL), request.POST or None),
        lambda data: plan_round(by=request.actor, **data),
        title=_("Plan a round"),
        back=reverse("grid:today"),
        done=_("The round is planned."),
        template="grid/form_page.html",
        more={"verb": _("Plan")},
    )


@needs(PATROL)
@require_POST
def mark(request: WebRequest, pk: int) -> HttpResponse:
    """Note where the round is."""
    found = queries.round_of(request.actor, pk)
    form = PointForm(_neighbours(found), request.POST)
    return _step(
        request,
        found,
        "point",
        form,
        lambda data: mark_point(by=request.actor, round_id=pk, place=Place(area=int(data["area"]))),
        _("Noted."),
    )


@needs(PATROL)
@require_POST
def find(request: WebRequest, pk: int) -> HttpResponse:
    """Attach a grid event."""
    found = queries.round_of(request.actor, pk)
    return _step(
        request,
        found,
        "finding",
        FindingForm(request.POST),
        lambda data: add_finding(by=request.actor, round_id=pk, code=data["case"].strip().upper()),
        _("The event is attached."),
    )


@needs(PATROL)
@require_POST
def finish(request: WebRequest, pk: int) -> HttpResponse:
    """End the round."""
    found = queries.round_of(request.actor, pk)
    return _step(
        request,
        found,
        "finish",
        FinishForm(request.POST),
        lambda data: finish_round(by=request.actor, round_id=pk, note=data["note"]),
        _("The round is finished."),
    )


@needs(PATROL, DUTY)
@require_POST
def cancel(request: WebRequest, pk: int) -> HttpResponse:
    """Call off a round that has not begun."""
    cancel_round(by=request.actor, round_id=pk)
    messages.success(request, _("The round is called off."))
    return go(request, "grid:round", pk)


def _step(
    request: WebRequest, found: Round, name: str, form: WebForm, act: Callable[[dict[str, Any]], object], done: str
) -> HttpResponse:
    """Do one step; what refuses it stands beside its form on the page of the round."""
    if form.is_shaped():
        try:
            act(form.cleaned_data)
        except (Refusal, Refusals) as error:
            if isinstance(error, Refusal) and error.status in {403, 409} | ({404} if not error.field else set()):
                raise
            form.refuse(error, {"place": "area"})
        else:
            messages.success(request, done)
            return go(request, "grid:round", found.pk)
    return _page(request, found, {name: form}, status=422)


def _page(
    request: WebRequest, found: Round, forms: dict[str, WebForm] | None = None, status: int = 200
) -> HttpResponse:
    by, language = request.actor, language_now()
    is_own = found.account_id == by.account_id and by.holds(PATROL)
    cases = queries.findings_of(by, found)
    if found.state == "under_way":
        known = {case.pk for case in cases}
        cases += list(visible_cases(by).filter(pk__in=[pk for pk in reported_on(found) if pk not in known]))
    context: dict[str, Any] = {
        "round": found,
        "place": place_name(found.area_id, language),
        "points": [(point, place_name(point.area_id, language)) for point in queries.points_of(found)],
        "rows": [(row, case.outcome == "self_handle") for row, case in zip(rows_of(cases), cases, strict=True)],
        "is_own": is_own,
        "may_cancel": found.state == "planned" and (is_own or not by.tokens(DUTY).isdisjoint(found.audience)),
        "point": PointForm(_neighbours(found)),
        "finding": FindingForm(),
        "finish": FinishForm(),
    }
    return render(request, "grid/round.html", {**context, **(forms or {})}, status=status)


def _neighbours(found: Round) -> list[Any]:
    """The grids of the round's community, its own first."""
    known = registry()
    node = known.node(found.area_id)
    below = known.children(node.parent_id) if node.parent_id is not None else ()
    return sorted(below, key=lambda grid: (grid.id != found.area_id, grid.code))


def _below(area: int) -> tuple[int, ...]:
    try:
        return registry().subtree(area)
    except LookupError:  # an area that is not: nothing is in it
        return ()
