"""Pages of early warning: the list, and the decision on one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.disputes.models import CaseWarning, WarningReason
from minsheng.domains.disputes.warnings import queries
from minsheng.domains.disputes.warnings.explaining import shown
from minsheng.domains.disputes.warnings.forms import DecisionForm
from minsheng.domains.disputes.warnings.reaching import DECIDES, may_decide, require_decider
from minsheng.domains.disputes.warnings.services import decide_warning
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs, staff
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now

PAGE = 30
STATES = ("open", "decided")
_SALT = "minsheng.disputes.warnings"


@staff
@require_GET
def warnings(request: WebRequest) -> HttpResponse:
    """Warnings that reach the reader: open ones first, by reason and area."""
    state = request.GET.get("state", "")
    state = state if state in STATES else "open"
    reason = request.GET.get("reason", "")
    reason = reason if reason in WarningReason.values else ""
    areas = subdistrict_choices(language_now())
    chosen = request.GET.get("area", "")
    area = int(chosen) if chosen in {pk for pk, _name in areas} else None
    rows = queries.warnings(request.actor, state=state, reason=reason, area_id=area, after=_after(request, state))
    found = list(rows[: PAGE + 1])
    kept = {"state": state, "reason": reason, "area": chosen if area else ""}
    context: dict[str, Any] = {
        "warnings": shown(request.actor, found[:PAGE], decidable(request.actor, found)),
        "state": state,
        "reason": reason,
        "area": chosen,
        "areas": areas,
        "reasons": WarningReason.choices,
        "next": urlencode({**kept, "after": _behind(found[PAGE - 1], state)}) if len(found) > PAGE else "",
    }
    return render(request, "disputes/warnings.html", context)


@needs(*DECIDES.values())
@require_http_methods(["GET", "POST"])
def decide(request: WebRequest, pk: int) -> HttpResponse:
    """Decide on one warning, with its reasons in sight."""
    found = queries.warning(request.actor, pk)
    require_decider(request.actor, found.case)
    (words,) = shown(request.actor, [found])
    return form_page(
        request,
        DecisionForm(request.POST or None),
        lambda data: decide_warning(by=request.actor, warning_id=pk, **data),
        title=_("Decide on a warning"),
        back=reverse("web:desk_case", args=[found.case.code]),
        done=_("The decision is recorded."),
        template="disputes/warning.html",
        more={"warning": words, "verb": _("Record the decision")},
    )


def panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """Warnings on the page of a case; nothing where there are none that reach the reader."""
    found = queries.warnings_of(actor, case)
    if not found:
        return None
    return {"warnings": shown(actor, found, decidable(actor, found))}


def decidable(actor: Actor, rows: list[CaseWarning]) -> frozenset[int]:
    """Open warnings on which the reader decides."""
    return frozenset(row.pk for row in rows if row.decided_at is None and may_decide(actor, row.case))


def _behind(row: CaseWarning, state: str) -> str:
    return signing.dumps([state, row.raised_at.isoformat(), row.pk], salt=_SALT)


def _after(request: HttpRequest, state: str) -> queries.PageKey | None:
    """Behind which row the page begins; an address that is none of ours begins at the beginning."""
    try:
        made_for, at, pk = signing.loads(request.GET.get("after", ""), salt=_SALT)
    except (signing.BadSignature, ValueError, UnicodeError):
        return None
    return queries.PageKey(datetime.fromisoformat(at), pk) if made_for == state else None
