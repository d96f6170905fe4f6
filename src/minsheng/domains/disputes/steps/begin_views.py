"""Beginning the local steps from the page of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.steps.beginning import BEGINS, assignment_for, begin_steps, begun_from, may_begin
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import get_for
from minsheng.surface.web.cases.faces import DESK
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say


@needs(*BEGINS)
@require_POST
def begin(request: WebRequest, code: str) -> HttpResponse:
    """Begin the local steps on this case, and go to the case that was opened."""
    found = get_for(DESK.eyes(request.actor), code)
    try:
        made = begin_steps(by=request.actor, case_id=found.pk)
    except Refusal as refusal:
        messages.error(request, say(refusal, language_now()))
        return go(request, "web:desk_case", code)
    look_as(request.actor)
    messages.success(request, _("The local steps have begun as %(code)s.") % {"code": made.code})
    return go(request, "web:desk_case", made.code)


def panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The local steps that are in use where the case lies: begun, or to be begun by the reader."""
    begun = begun_from(case.pk)
    if begun is not None:
        return {"begun": begun, "template": None}
    if case.closed_at is not None or not may_begin(actor, case):
        return None
    assigned = assignment_for(case)
    return {"begun": None, "template": assigned.version.template} if assigned is not None else None
