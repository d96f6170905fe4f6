"""The start page of the platform."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.hub.queries import next_due, standings
from minsheng.domains.disputes.hub.rooms import doors_for, permissions
from minsheng.surface.web.cases.rows import rows_of
from minsheng.surface.web.doors import staff
from minsheng.surface.web.requests import WebRequest


@staff
@require_GET
def hub(request: WebRequest) -> HttpResponse:
    """What is open and late, what is next, and where to go."""
    if not any(request.actor.holds(name) for name in permissions()):
        raise Refusal("access.denied", status=403, permission="disputes.read")
    now = timezone.now()
    found = standings(request.actor, now)
    context = {
        "standings": found,
        "open": sum(standing.open for standing in found),
        "late": sum(standing.late for standing in found),
        "soon": sum(standing.soon for standing in found),
        "rows": rows_of(next_due(request.actor), now),
        "doors": doors_for(request.actor),
    }
    return render(request, "disputes/hub.html", context)
