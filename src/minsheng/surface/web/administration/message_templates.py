"""Reading the message templates."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minsheng.surface.web.administration import queries
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest


@needs("templates.manage")
@require_GET
def templates(request: WebRequest) -> HttpResponse:
    """The newest version of each template."""
    return render(request, "web/admin/templates.html", {"templates": queries.templates()})
