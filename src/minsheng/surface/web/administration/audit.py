"""The audit log: searching it, and proving that no line was changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.base.time import SHANGHAI
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.audit.verification import Anchor, verify
from minsheng.surface.web.administration.audit_lines import case_of_code, head_now, lines
from minsheng.surface.web.administration.audit_words import shown
from minsheng.surface.web.doors import needs, own_transactions
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import DayInput
from minsheng.surface.web.requests import WebRequest

PAGE = 50
_DAY = timedelta(days=1)


class SearchForm(WebForm):
    """What to look for. All empty: the newest lines."""

    kind = forms.CharField(label=gettext_lazy("Kind begins with"), required=False)
    account = forms.CharField(label=gettext_lazy("User name"), required=False)
    case = forms.CharField(label=gettext_lazy("Case code"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), widget=DayInput, required=False)
    until = forms.DateField(label=gettext_lazy("To"), widget=DayInput, required=False)

    def rows(self) -> QuerySet[AuditLine]:
        """Lines that fit. Raises Refusal when the code of the case is malformed."""
        given = self.cleaned_data
        case_id = case_of_code(check_code(given["case"])) if given["case"] else None
        return lines(
            kind=given["kind"],
            username=given["account"],
            case_id=case_id,
            since=_start(given["since"]),
            until=_start(given["until"] + _DAY) if given["until"] else None,
        )


def _start(day: Any) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None


@needs("audit.read")
@require_GET
def audit(request: WebRequest) -> HttpResponse:
    """Lines of the log, newest first, in pages."""
    form = SearchForm(request.GET or None)
    found: list[AuditLine] = []
    try:
        rows = form.rows() if form.is_bound and form.is_shaped() else lines() if not form.is_bound else None
        found = list(_behind(rows, request.GET.get("after", ""))[: PAGE + 1]) if rows is not None else []
    except Refusal as refusal:
        form.refuse(refusal, {"code": "case"})
    query = request.GET.copy()
    if len(found) > PAGE:
        query["after"] = str(found[PAGE - 1].pk)
    context = {"form": form, "shown": shown(found[:PAGE]), "head": head_now()}
    context["next"] = query.urlencode() if len(found) > PAGE else ""
    return render(request, "web/admin/audit.html", context)


def _behind(rows: QuerySet[AuditLine], after: str) -> QuerySet[AuditLine]:
    return rows.filter(pk__lt=int(after)) if after.isdecimal() and len(after) < 19 else rows


class VerifyForm(WebForm):
    """A head of the log that was written down elsewhere."""

    anchor = forms.CharField(
        label=gettext_lazy("Head that you have kept (optional)"),
        help_text=gettext_lazy("SEQ:HEXDIGEST. It proves that nothing was cut off since."),
        required=False,
    )

    def clean_anchor(self) -> Anchor | None:
        """The head, read."""
        text = self.cleaned_data["anchor"].strip()
        try:
            return Anchor.parse(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_("A head has the form SEQ:HEXDIGEST with 64 hexadecimal digits.")) from error


@own_transactions
@needs("audit.read")
@require_http_methods(["GET", "POST"])
def check(request: WebRequest) -> HttpResponse:
    """Check every line and every seal."""
    form = VerifyForm(request.POST or None)
    report = verify(form.cleaned_data["anchor"]) if request.method == "POST" and form.is_shaped() else None
    return render(request, "web/admin/audit_check.html", {"form": form, "report": report})
