"""Pages of assignments: which version is used where."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.disputes.steps import queries
from minsheng.domains.disputes.steps.assigning import assign_version, end_assignment
from minsheng.domains.disputes.steps.forms import AssignForm, EndForm
from minsheng.domains.disputes.steps.templates import PERMISSION
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, node_name

PAGE = 50


@needs(PERMISSION)
@require_GET
def assignments(request: WebRequest) -> HttpResponse:
    """Where which version is used; with ``q`` those of areas whose name or code it is a part of."""
    query = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    after = request.GET.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    found = list(queries.assignments(request.actor, after=behind, query=query)[: PAGE + 1])
    more = urlencode({"q": query, "after": found[PAGE - 1].pk}) if len(found) > PAGE else ""
    context = {"assignments": found[:PAGE], "q": query, "next": more, "today": timezone.localdate()}
    return render(request, "disputes/step_areas.html", context)


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def assign(request: WebRequest, pk: int) -> HttpResponse:
    """Use a released version in an area."""
    found = queries.version(request.actor, pk)
    name = node_name(found.template, language_now())
    return form_page(
        request,
        AssignForm(request.POST or None),
        lambda data: assign_version(by=request.actor, version_id=pk, **data),
        title=_("Use %(name)s, version %(number)s, in an area") % {"name": name, "number": found.number},
        note=_(
            "It holds for the area and all below it, where nothing nearer is assigned, for cases filed on these days."
        ),
        back=reverse("disputes:admin_step_template", args=[found.template_id]),
        done=_("The version is assigned."),
        aliases={"area": "area_id"},
        more={"verb": _("Assign")},
    )


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def end(request: WebRequest, pk: int) -> HttpResponse:
    """End an assignment."""
    found = queries.assignment(request.actor, pk)
    names = {"name": node_name(found.version.template, language_now()), "area": node_name(found.area, language_now())}
    return form_page(
        request,
        EndForm(request.POST or None),
        lambda data: end_assignment(by=request.actor, assignment_id=pk, **data),
        title=_("End %(name)s in %(area)s") % names,
        note=_("Cases that have begun go on to their end."),
        back=reverse("disputes:admin_step_areas"),
        done=_("The assignment ends."),
        more={"verb": _("End")},
    )
