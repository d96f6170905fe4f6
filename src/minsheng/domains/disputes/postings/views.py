"""Pages of compound branches: coverage, one branch with its cadres over time, posting and ending."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.domains.disputes.postings import queries
from minsheng.domains.disputes.postings.coverage import Span
from minsheng.domains.disputes.postings.forms import PostingEndForm, PostingForm
from minsheng.domains.disputes.postings.services import end_posting, post_cadre
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.administration.queries import account_named
from minsheng.surface.web.doors import needs
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now

PAGE = 50
KEEPS, READS = "disputes.postings", "disputes.statistics"


@needs(KEEPS, READS)
@require_GET
def overview(request: WebRequest) -> HttpResponse:
    """Coverage on a day by sub-district, and the branches of all or of one."""
    day = _day(request.GET.get("on", ""))
    areas = subdistrict_choices(language_now())
    chosen = request.GET.get("area", "")
    area = int(chosen) if chosen in {pk for pk, _name in areas} else None
    after = request.GET.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    found = list(queries.branches(request.actor, area_id=area, after=behind)[: PAGE + 1])
    coverage = queries.coverage_by_subdistrict(request.actor, day)
    context: dict[str, Any] = {
        "day": day,
        "coverage": coverage,
        "total": queries.total(coverage),
        "branches": [(row, _posted_on(row, day), _is_due(row, day)) for row in found[:PAGE]],
        "area": area,
        "areas": areas,
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "may_keep": request.actor.holds(KEEPS),
    }
    return render(request, "disputes/branches.html", context)


@needs(KEEPS, READS)
@require_GET
def branch(request: WebRequest, pk: int) -> HttpResponse:
    """One branch with everybody who was ever posted to it."""
    found = queries.branch(request.actor, pk)
    today = timezone.localdate()
    context = {
        "branch": found,
        "postings": list(found.postings.all()),
        "posted": _posted_on(found, today),
        "is_due": _is_due(found, today),
        "today": today,
        "may_keep": request.actor.holds(KEEPS),
    }
    return render(request, "disputes/branch.html", context)


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def post(request: WebRequest, pk: int) -> HttpResponse:
    """Post a cadre to a branch."""
    found = queries.branch(request.actor, pk)

    def act(data: dict[str, Any]) -> None:
        username = data.pop("account")
        account = account_named(username).pk if username else None
        post_cadre(by=request.actor, branch_id=pk, account_id=account, **data)

    return form_page(
        request,
        PostingForm(request.POST or None),
        act,
        title=_("Post a cadre to %(name)s") % {"name": found.name},
        more={"verb": _("Post the cadre")},
        back=reverse("disputes:branch", args=[pk]),
        done=_("The cadre is posted."),
        aliases={"unit": "unit_id"},
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def end(request: WebRequest, pk: int) -> HttpResponse:
    """End a posting."""
    found = queries.posting(request.actor, pk)
    return form_page(
        request,
        PostingEndForm(request.POST or None),
        lambda data: end_posting(by=request.actor, posting_id=pk, **data),
        title=_("End the posting of %(name)s") % {"name": found.cadre},
        more={"verb": _("End the posting")},
        back=reverse("disputes:branch", args=[found.branch_id]),
        done=_("The posting ends."),
    )


def _day(text: str) -> date:
    """The day in an address; today for anything malformed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _posted_on(row: CompoundBranch, day: date) -> list[Posting]:
    return [it for it in row.postings.all() if Span(it.valid_from, it.valid_to).holds(day)]


def _is_due(row: CompoundBranch, day: date) -> bool:
    exists = Span(row.valid_from, row.valid_to).holds(day)
    return exists and row.due_from is not None and Span(row.due_from, row.due_to).holds(day)
