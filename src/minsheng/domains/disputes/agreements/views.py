"""Papers from the page of a case: masked for the desk, in clear for a reason, a party's own for that party."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.agreements.papers.services import MEDIA_TYPE, MadePaper, make_paper, offered_papers
from minsheng.kernel.cases.queries import get_for
from minsheng.kernel.parties.services import LONGEST_REASON
from minsheng.surface.web.cases.faces import DESK, RESIDENT
from minsheng.surface.web.doors import needs, public, staff
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import TextField
from minsheng.surface.web.requests import WebRequest


class ReasonForm(WebForm):
    """Why the paper must name everybody in full."""

    reason = TextField(
        label=_("Reason"),
        help_text=_("It is kept in the audit log with your name."),
        widget=forms.TextInput({"maxlength": LONGEST_REASON, "autocomplete": "off"}),
    )


@staff
@never_cache
@require_GET
def paper(request: WebRequest, code: str, kind: str) -> HttpResponse:
    """A paper with masked names, for whoever works on the case."""
    return sent(make_paper(by=DESK.eyes(request.actor), code=code, kind=kind))


@public
@never_cache
@require_GET
def my_paper(request: WebRequest, code: str, kind: str) -> HttpResponse:
    """A party's own copy."""
    return sent(make_paper(by=RESIDENT.eyes(request.actor), code=code, kind=kind))


@needs("parties.reveal")
@never_cache
@require_http_methods(["GET", "POST"])
def paper_clear(request: WebRequest, code: str, kind: str) -> HttpResponse:
    """The reason (GET), or the paper in clear (POST)."""
    eyes = DESK.eyes(request.actor)
    case = get_for(eyes, code)
    found = next((one for one in offered_papers(eyes, case) if one.key == kind), None)
    if found is None:
        raise Refusal("paper.unknown", "kind", status=404)
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_shaped():
            try:
                return sent(make_paper(by=eyes, code=code, kind=kind, reason=form.cleaned_data["reason"]))
            except (Refusal, Refusals) as error:
                form.refuse(error)
    return render(request, "disputes/paper_clear.html", {"case": case, "paper": found, "form": form}, status=status)


def sent(made: MadePaper) -> HttpResponse:
    """The paper as a download that nobody on the way keeps."""
    response = HttpResponse(made.content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
