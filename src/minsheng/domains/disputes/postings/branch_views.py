"""Pages that register a branch, say when it is due to have a cadre, and close it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minsheng.domains.disputes.postings import queries
from minsheng.domains.disputes.postings.branches import close_branch, register_branch, set_due
from minsheng.domains.disputes.postings.forms import BranchForm, DueForm
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.administration.units import LastDayForm
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest

KEEPS = "disputes.postings"


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Register a branch."""
    return form_page(
        request,
        BranchForm(request.POST or None),
        lambda data: register_branch(by=request.actor, **data),
        title=_("Register a compound branch"),
        more={"verb": _("Register")},
        back=reverse("disputes:branches"),
        done=_("The branch is registered."),
        aliases={"area": "area_id"},
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def due(request: WebRequest, pk: int) -> HttpResponse:
    """Say from when to when the branch is due to have a posted cadre."""
    found = queries.branch(request.actor, pk)
    return form_page(
        request,
        DueForm(request.POST or None, initial={"due_from": found.due_from, "due_to": found.due_to}),
        lambda data: set_due(by=request.actor, branch_id=pk, **data),
        title=_("When %(name)s is due to have a cadre") % {"name": found.name},
        back=reverse("disputes:branch", args=[pk]),
        done=_("It is recorded."),
        note=_("Coverage counts the branches that are due on a day. Without a first day this one never is."),
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def close(request: WebRequest, pk: int) -> HttpResponse:
    """Close a branch."""
    found = queries.branch(request.actor, pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: close_branch(by=request.actor, branch_id=pk, **data),
        title=_("Close %(name)s") % {"name": found.name},
        more={"verb": _("Close the branch")},
        back=reverse("disputes:branch", args=[pk]),
        done=_("The branch is closed."),
        note=_("Open postings to it end on the same day."),
    )
