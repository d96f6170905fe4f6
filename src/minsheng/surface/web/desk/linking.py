"""Linking a case to another one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.queries import get_for
from minsheng.surface.web.cases.faces import DESK
from minsheng.surface.web.doors import staff
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say


@staff
@require_POST
def link(request: WebRequest, code: str) -> HttpResponse:
    """Link this case to the one whose code was typed."""
    eyes = DESK.eyes(request.actor)
    case = get_for(eyes, code)
    try:
        other = get_for(eyes, check_code(request.POST.get("other", "")))
        link_cases(by=eyes, case_id=case.pk, other_id=other.pk, kind=request.POST.get("kind", ""))
        messages.success(request, _("Linked to %(code)s.") % {"code": other.code})
    except Refusal as refusal:
        messages.error(request, say(refusal, language_now()))
    return go(request, "web:desk_case", case.code)
