"""Looking at a party's particulars in clear: for a reason, once, and into the log."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.cases.queries import get_for
from minsheng.kernel.parties.particulars import FIELDS
from minsheng.kernel.parties.queries import masked
from minsheng.kernel.parties.services import LONGEST_REASON, reveal_party
from minsheng.surface.web.cases.faces import DESK
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import TextField
from minsheng.surface.web.requests import WebRequest, is_partial

LABELS = {
    "name": gettext_lazy("Full name"),
    "phone": gettext_lazy("Telephone"),
    "identity": gettext_lazy("Identity number"),
    "address": gettext_lazy("Address"),
}


class RevealForm(WebForm):
    """Which particulars, and why."""

    fields_wanted = forms.MultipleChoiceField(
        label=gettext_lazy("What do you need to see?"),
        choices=[(name, LABELS[name]) for name in FIELDS],
        widget=forms.CheckboxSelectMultiple,
        initial=["name", "phone"],
    )
    reason = TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept in the audit log with your name."),
        widget=forms.TextInput({"maxlength": LONGEST_REASON, "autocomplete": "off"}),
    )


@needs("parties.reveal")
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: WebRequest, code: str, party: int) -> HttpResponse:
    """The form (GET), or the particulars in clear on a page that no cache keeps (POST)."""
    case = get_for(DESK.eyes(request.actor), code)
    form = RevealForm(request.POST or None)
    clear: list[tuple[object, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_shaped():
            wanted, reason = form.cleaned_data["fields_wanted"], form.cleaned_data["reason"]
            try:
                shown = reveal_party(by=request.actor, party_id=party, fields=wanted, reason=reason, case_id=case.pk)
                clear, status = [(LABELS[name], shown[name]) for name in wanted], 200
            except (Refusal, Refusals) as error:
                form.refuse(error, {"fields": "fields_wanted"})
    context = {"case": case, "party": masked([party]).get(party), "party_id": party, "form": form, "clear": clear}
    template = "web/desk/reveal_panel.html" if is_partial(request) else "web/desk/reveal.html"
    return render(request, template, context, status=status)
