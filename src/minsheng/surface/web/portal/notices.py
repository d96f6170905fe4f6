"""Notices on the screen: what the system has to tell whoever has signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from minsheng.kernel.messages.queries import notices_for
from minsheng.kernel.messages.services import mark_notices_read
from minsheng.surface.web.cases.faces import DESK, RESIDENT
from minsheng.surface.web.cases.queries import above_clearance, codes_of
from minsheng.surface.web.doors import signed_in
from minsheng.surface.web.requests import WebRequest, go

PAGE = 30


@signed_in
@never_cache
@require_GET
def notices(request: WebRequest) -> HttpResponse:
    """The notices, newest first, in pages; each leads to its case if the reader may still see it.

    A unit's notices are for all of its people: of a case above their clearance they are not told that it is there.
    """
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    found = notices_for(request.actor, before_id=before_id, limit=PAGE + 1)
    shown = found[:PAGE]
    cases = {notice.case_id for notice in shown if notice.case_id is not None}
    codes = codes_of(request.actor, cases)
    secret = above_clearance(request.actor, cases - codes.keys())
    told = [notice for notice in shown if notice.case_id not in secret]
    context = {
        "notices": [(notice, codes.get(notice.case_id or 0, "")) for notice in told],
        "next": shown[-1].notice_id if len(found) > PAGE else None,
        "has_unread": any(notice.read_at is None for notice in told),
        "notices_base": (DESK if request.actor.grants else RESIDENT).base,
        "case_page": (DESK if request.actor.grants else RESIDENT).case_name,
    }
    return render(request, "web/portal/notices.html", context)


@signed_in
@require_POST
def read(request: WebRequest) -> HttpResponse:
    """Note that the notices on the page were read."""
    ids = [int(text) for text in request.POST.getlist("notice")[:PAGE] if text.isdecimal() and len(text) < 19]
    mark_notices_read(by=request.actor, notice_ids=ids)
    messages.success(request, _("Marked as read."))
    return go(request, "web:notices")
