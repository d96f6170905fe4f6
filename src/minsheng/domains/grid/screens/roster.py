"""The roster (AB岗): grids with who is on duty, and the duties, absences and telephone of one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.grid import queries
from minsheng.domains.grid.duties import NewDuty, appoint_worker, end_absence, end_duty, record_absence, set_contact
from minsheng.domains.grid.module import DUTY
from minsheng.domains.grid.reach import grid_named, grids_of, require_in
from minsheng.domains.grid.screens.forms import AbsenceForm, ContactForm, DutyForm, LastDayForm
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name

PAGE = 50
FORM = "grid/form_page.html"


@needs(DUTY)
@require_GET
def roster(request: WebRequest) -> HttpResponse:
    """The grids of one's posts with who is on duty, by code."""
    text, language = request.GET.get("q", "").strip(), language_now()
    grids = [it for it in grids_of(request.actor, DUTY) if text in place_name(it.id, language) or text == it.code]
    codes = [grid.code for grid in grids]
    after = request.GET.get("after", "")
    start = codes.index(after) + 1 if after in codes else 0
    shown, more = grids[start : start + PAGE], len(grids) > start + PAGE
    context = {
        "q": text,
        "rows": [(board, place_name(board.grid.id, language)) for board in queries.boards(shown)],
        "next": urlencode({"q": text, "after": shown[-1].code}) if more else "",
    }
    return render(request, "grid/roster.html", context)


@needs(DUTY)
@require_GET
def grid(request: WebRequest, pk: int) -> HttpResponse:
    """One grid: duties over time, absences, the telephone."""
    node = _grid(request, pk)
    today = timezone.localdate()
    duties = [
        (
            duty,
            duty.valid_from <= today and (duty.valid_to is None or duty.valid_to >= today),
            list(duty.absences.all()),
        )
        for duty in queries.duties_of(request.actor, pk)
    ]
    context = {
        "grid": node,
        "place": place_name(pk, language_now()),
        "board": queries.boards([node])[0],
        "duties": duties,
        "today": today,
    }
    return render(request, "grid/roster_grid.html", context)


@needs(DUTY)
@require_http_methods(["GET", "POST"])
def appoint(request: WebRequest, pk: int) -> HttpResponse:
    """Put somebody on duty."""
    node = _grid(request, pk)
    workers = queries.workers_for(node, timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        appoint_worker(
            by=request.actor,
            duty=NewDuty(pk, data["account"], data["role"], data["valid_from"], data["valid_to"]),
        )

    return form_page(
        request,
        DutyForm(workers, request.POST or None),
        act,
        title=_("Put somebody on duty in %(name)s") % {"name": place_name(pk, language_now())},
        back=reverse("grid:roster_grid", args=[pk]),
        done=_("The duty is entered."),
        note=_("Only people whose posts go on rounds here can be chosen. There is one main worker at a time."),
        template=FORM,
        more={"verb": _("Enter")},
    )


@needs(DUTY)
@require_http_methods(["GET", "POST"])
def end(request: WebRequest, pk: int) -> HttpResponse:
    """End a duty."""
    duty = queries.duty_of(request.actor, pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: end_duty(by=request.actor, duty_id=pk, valid_to=data["last_day"]),
        title=_("End the duty of %(name)s") % {"name": duty.account.display_name},
        back=reverse("grid:roster_grid", args=[duty.area_id]),
        done=_("The duty ends."),
        template=FORM,
        aliases={"valid_to": "last_day"},
        more={"verb": _("End the duty")},
    )


@needs(DUTY)
@require_http_methods(["GET", "POST"])
def away(request: WebRequest, pk: int) -> HttpResponse:
    """Record an absence."""
    duty = queries.duty_of(request.actor, pk)
    return form_page(
        request,
        AbsenceForm(request.POST or None),
        lambda data: record_absence(by=request.actor, duty_id=pk, **data),
        title=_("%(name)s is away") % {"name": duty.account.display_name},
        back=reverse("grid:roster_grid", args=[duty.area_id]),
        done=_("The absence is entered."),
        note=_("The reason is not kept. While the main worker is away, a backup must be there on every day."),
        template=FORM,
        more={"verb": _("Enter")},
    )


@needs(DUTY)
@require_http_methods(["GET", "POST"])
def back(request: WebRequest, pk: int) -> HttpResponse:
    """Somebody is back earlier."""
    absence = queries.absence_of(request.actor, pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: end_absence(by=request.actor, absence_id=pk, **data),
        title=_("%(name)s is back earlier") % {"name": absence.duty.account.display_name},
        back=reverse("grid:roster_grid", args=[absence.duty.area_id]),
        done=_("The absence ends earlier."),
        template=FORM,
    )


@needs(DUTY)
@require_http_methods(["GET", "POST"])
def contact(request: WebRequest, pk: int) -> HttpResponse:
    """Set the telephone on the board."""
    node = _grid(request, pk)
    form = ContactForm(request.POST or None, initial={"phone": queries.boards([node])[0].phone})
    return form_page(
        request,
        form,
        lambda data: set_contact(by=request.actor, grid=pk, **data),
        title=_("Public telephone of %(name)s") % {"name": place_name(pk, language_now())},
        back=reverse("grid:roster_grid", args=[pk]),
        done=_("The telephone is set."),
        note=_("Everybody sees it: a telephone of the unit or the duty, never a private one."),
        template=FORM,
    )


def _grid(request: WebRequest, pk: int) -> AreaNode:
    node = grid_named(pk)
    require_in(request.actor, DUTY, node)
    return node
