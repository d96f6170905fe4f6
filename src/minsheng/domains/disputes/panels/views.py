"""Pages of the mediators: the list for everybody, and the register in the administration."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.panels import queries
from minsheng.domains.disputes.panels.forms import MediatorForm, MediatorRulesForm, rules_of
from minsheng.domains.disputes.panels.services import add_mediator, change_mediator, end_mediator
from minsheng.domains.disputes.panels.showing import type_names
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.administration.units import LastDayForm
from minsheng.surface.web.doors import needs, public
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, unit_name

PAGE = 30
KEEPS = "disputes.panel"


def number_of(text: str) -> int:
    """A number out of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@public
@require_GET
def mediators(request: WebRequest) -> HttpResponse:
    """Mediators whom parties may choose (人民调解法 art 19), by type of dispute and committee."""
    kind, unit = request.GET.get("type", ""), number_of(request.GET.get("unit", ""))
    wanted = kind if kind in DisputeType.values else ""
    after = number_of(request.GET.get("after", ""))
    rows = list(queries.public_mediators(speciality=wanted, unit_id=unit or None, after=after)[: PAGE + 1])
    query = {"type": wanted, "unit": unit or "", "after": rows[PAGE - 1].pk if len(rows) > PAGE else ""}
    context = {
        "shown": [(row, type_names(row)) for row in rows[:PAGE]],
        "type": wanted,
        "types": DisputeType.choices,
        "unit": unit,
        "units": [(pk, unit_name(pk, language_now())) for pk in queries.public_units()],
        "next": urlencode(query) if len(rows) > PAGE else "",
    }
    return render(request, "disputes/mediators.html", context)


@needs(KEEPS)
@require_GET
def register(request: WebRequest) -> HttpResponse:
    """The entries that one keeps, with how many open cases name each."""
    rows = list(queries.kept_mediators(request.actor, after=number_of(request.GET.get("after", "")))[: PAGE + 1])
    shown = rows[:PAGE]
    load = queries.load_of({row.account_id for row in shown})
    context = {
        "shown": [(row, type_names(row), load[row.account_id]) for row in shown],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return render(request, "disputes/mediator_register.html", context)


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Enter a mediator."""
    language = language_now()
    people = [
        (account.pk, f"{account.display_name} · {unit_name(unit, language)}")
        for account, unit in queries.accounts_for(request.actor)
    ]
    units = [(pk, unit_name(pk, language)) for pk in queries.kept_units(request.actor)]
    return form_page(
        request,
        MediatorForm(list(dict(people).items()), units, request.POST or None),
        lambda data: add_mediator(by=request.actor, **data),
        title=_("Add a mediator"),
        back=reverse("disputes:admin_mediators"),
        done=_("The mediator is entered."),
        note=_("Whoever is open to be chosen stands in the public list with name at work, unit and introduction."),
        aliases={"account": "account_id", "unit": "unit_id"},
        more={"verb": _("Add")},
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def change(request: WebRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    found = queries.mediator(request.actor, pk)
    return form_page(
        request,
        MediatorRulesForm(request.POST or None, initial=rules_of(found)),
        lambda data: change_mediator(by=request.actor, mediator_id=pk, **data),
        title=_("Mediator %(name)s") % {"name": found.account.display_name},
        back=reverse("disputes:admin_mediators"),
        done=_("The entry is changed."),
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def end(request: WebRequest, pk: int) -> HttpResponse:
    """Record a last day."""
    found = queries.mediator(request.actor, pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: end_mediator(by=request.actor, mediator_id=pk, **data),
        title=_("%(name)s no longer mediates") % {"name": found.account.display_name},
        back=reverse("disputes:admin_mediators"),
        done=_("The last day is recorded."),
        note=_("Cases that name this mediator go on with them until somebody replaces them there."),
        more={"verb": _("Record the last day")},
    )
