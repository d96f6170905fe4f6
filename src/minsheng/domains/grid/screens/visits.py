"""Visits: the list, one of them, recording one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.domains.grid import queries
from minsheng.domains.grid.enums import Purpose
from minsheng.domains.grid.module import REVIEW, VISIT
from minsheng.domains.grid.reach import grids_of
from minsheng.domains.grid.screens.forms import NO_SECRETS, FollowUpForm, VisitForm
from minsheng.domains.grid.screens.keys import number, read_day_key, write_day_key
from minsheng.domains.grid.visits import VisitReport, erase_visit, follow_up_visit, record_visit
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.queries import visible_cases
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now, place_name


@needs(VISIT, REVIEW)
@require_GET
def visits(request: WebRequest) -> HttpResponse:
    """Visits in the grids of one's posts, newest first."""
    area, purpose = number(request.GET.get("area", "")), request.GET.get("purpose", "")
    is_open = request.GET.get("open", "") == "1"
    rows = queries.visible_visits(request.actor).select_related("account")
    if area:
        rows = rows.filter(area_id__in=_below(area))
    if purpose in Purpose.values:
        rows = rows.filter(purpose=purpose)
    if is_open:
        rows = rows.filter(follow_up=True, followed_up_on__isnull=True)
    found = list(queries.behind(rows, "visited_on", read_day_key(request.GET.get("after", "")))[: queries.PAGE + 1])
    page, language = found[: queries.PAGE], language_now()
    following = write_day_key(page[-1].visited_on, page[-1].pk) if len(found) > queries.PAGE else ""
    kept = {"area": area or "", "purpose": purpose, "open": "1" if is_open else "", "after": following}
    context = {
        "rows": [(row, place_name(row.area_id, language)) for row in page],
        "area": str(area or ""),
        "areas": subdistrict_choices(language),
        "purpose": purpose,
        "purposes": Purpose.choices,
        "is_open": is_open,
        "next": urlencode(kept) if following else "",
        "may_visit": request.actor.holds(VISIT),
    }
    return render(request, "grid/visits.html", context)


@needs(VISIT)
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Record a visit."""

    def act(data: dict[str, Any]) -> None:
        key = data.pop("client_key")
        report = VisitReport(**{**data, "case": data["case"].strip().upper()})
        record_visit(by=request.actor, report=report, client_key=key)

    return form_page(
        request,
        VisitForm(grids_of(request.actor, VISIT), request.POST or None),
        act,
        title=_("Record a visit"),
        back=reverse("grid:visits"),
        done=_("The visit is recorded."),
        note=str(NO_SECRETS),
        template="grid/form_page.html",
        more={"verb": _("Record")},
    )


@needs(VISIT, REVIEW)
@require_GET
def one(request: WebRequest, pk: int) -> HttpResponse:
    """One visit."""
    found = queries.visit_of(request.actor, pk)
    case = visible_cases(request.actor).filter(pk=found.case_id).first() if found.case_id else None
    context = {
        "visit": found,
        "case": case,
        "place": place_name(found.area_id, language_now()),
        "may_follow_up": request.actor.holds(VISIT) and found.follow_up and found.followed_up_on is None,
        "form": FollowUpForm(),
        "may_erase": request.actor.holds("parties.erase") and found.erased_at is None,
    }
    return render(request, "grid/visit.html", context)


@needs(VISIT)
@require_http_methods(["GET", "POST"])
def follow_up(request: WebRequest, pk: int) -> HttpResponse:
    """Note the day on which it was followed up."""
    found = queries.visit_of(request.actor, pk)
    return form_page(
        request,
        FollowUpForm(request.POST or None),
        lambda data: follow_up_visit(by=request.actor, visit_id=found.pk, **data),
        title=_("Follow up the visit"),
        back=reverse("grid:visit", args=[pk]),
        done=_("The follow-up is noted."),
        template="grid/form_page.html",
    )


@needs("parties.erase")
@require_POST
def erase(request: WebRequest, pk: int) -> HttpResponse:
    """Blank the texts of a visit."""
    erase_visit(by=request.actor, visit_id=pk)
    messages.success(request, _("Address and result were erased."))
    return go(request, "grid:visit", pk)


def _below(area: int) -> tuple[int, ...]:
    try:
        return registry().subtree(area)
    except LookupError:  # an area that is not: nothing is in it
        return ()
