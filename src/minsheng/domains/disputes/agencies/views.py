"""Pages of the register of agencies, in the administration."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.disputes.agencies import queries
from minsheng.domains.disputes.agencies.committees import compose_committee, may_compose
from minsheng.domains.disputes.agencies.forms import AgencyForm, ChangeForm, CompositionForm, rules_of
from minsheng.domains.disputes.agencies.services import change_agency, end_agency, register_agency
from minsheng.domains.disputes.agencies.showing import weekday_names
from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import AgencyKind
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.administration.units import LastDayForm
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, node_name

PAGE = 50
KEEPS, PANEL = "disputes.agencies", "disputes.panel"


@needs(KEEPS, PANEL)
@require_GET
def agencies(request: WebRequest) -> HttpResponse:
    """Agencies by number, of one kind when asked."""
    kind = request.GET.get("kind", "")
    wanted = kind if kind in AgencyKind.values else ""
    after = request.GET.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    rows = list(queries.agencies(request.actor, kind=wanted, after=behind, replaced=False)[: PAGE + 1])
    context = {
        "shown": [(row, weekday_names(row)) for row in rows[:PAGE]],
        "kind": wanted,
        "kinds": AgencyKind.choices,
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "may_keep": request.actor.holds(KEEPS),
    }
    return render(request, "disputes/agencies.html", context)


@needs(KEEPS, PANEL)
@require_GET
def agency(request: WebRequest, pk: int) -> HttpResponse:
    """One agency: its rules, and who makes up its committee."""
    found = queries.agency(request.actor, pk)
    context = {
        "agency": found,
        "weekdays": weekday_names(found),
        "types": [str(DisputeType(value).label) for value in found.dispute_types],
        "is_committee": found.kind == AgencyKind.COMMITTEE,
        "may_compose": found.valid_to is None and may_compose(request.actor, found.unit_id),
        "compositions": queries.compositions(request.actor, found),
        "over_time": queries.rules_over_time(request.actor, found),
        "today": timezone.localdate(),
        "may_keep": request.actor.holds(KEEPS),
    }
    return render(request, "disputes/agency.html", context)


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Let a unit take part."""
    return form_page(
        request,
        AgencyForm(request.POST or None),
        lambda data: register_agency(by=request.actor, **data),
        title=_("Let a unit take part"),
        more={"verb": _("Register")},
        back=reverse("disputes:admin_agencies"),
        done=_("The unit takes part in the platform."),
        aliases={"unit": "unit_id"},
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def change(request: WebRequest, pk: int) -> HttpResponse:
    """Change an agency's rules."""
    found = queries.agency(request.actor, pk)
    return form_page(
        request,
        ChangeForm(request.POST or None, initial=rules_of(found)),
        lambda data: change_agency(by=request.actor, agency_id=pk, **data),
        title=_("Rules of %(name)s") % {"name": node_name(found.unit, language_now())},
        back=reverse("disputes:admin_agencies"),
        done=_("The rules are changed."),
        note=_("Clocks that run already keep the term they began with."),
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def end(request: WebRequest, pk: int) -> HttpResponse:
    """Let an agency leave the platform."""
    found = queries.agency(request.actor, pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: end_agency(by=request.actor, agency_id=pk, **data),
        title=_("%(name)s leaves the platform") % {"name": node_name(found.unit, language_now())},
        more={"verb": _("Record the last day")},
        back=reverse("disputes:admin_agency", args=[pk]),
        done=_("The last day is recorded."),
    )


@needs(KEEPS, PANEL)
@require_http_methods(["GET", "POST"])
def compose(request: WebRequest, pk: int) -> HttpResponse:
    """Record who makes up a committee from a day on."""
    found = queries.agency(request.actor, pk)
    form = CompositionForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        days = {"valid_from": data["valid_from"], "valid_to": data["valid_to"]}
        compose_committee(by=request.actor, agency_id=pk, seats=form.seats(), **days)

    return form_page(
        request,
        form,
        act,
        title=_("Mediation committee of %(name)s") % {"name": node_name(found.unit, language_now())},
        back=reverse("disputes:admin_agency", args=[pk]),
        done=_("The committee is recorded."),
        note=_(
            "Three to nine members, one director, at least one woman, for three years (People's Mediation Law 8, 9)."
        ),
        template="disputes/composition_form.html",
        more={"verb": _("Record the committee")},
    )
