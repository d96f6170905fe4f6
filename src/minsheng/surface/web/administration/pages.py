"""What the pages of the administration share: the start page, and a form that calls a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal, Refusals
from minsheng.surface.web.administration.menu import entries, menu_for
from minsheng.surface.web.doors import staff
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.requests import WebRequest, go


@staff
@require_GET
def start(request: WebRequest) -> HttpResponse:
    """The pages that this administrator may open. Whoever may open none is refused."""
    shown = menu_for(request.actor)
    if not shown:
        raise Refusal("access.denied", status=403, permission=entries()[0].permission)
    return render(request, "web/admin/start.html", {"entries": shown})


def form_page(
    request: WebRequest,
    form: WebForm,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    back: str,
    done: str,
    note: str = "",
    aliases: Mapping[str, str] | None = None,
    template: str = "web/admin/form_page.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; when it is sent, call ``act`` with what it holds, and go ``back`` with the word ``done``.

    ``more`` may hold a ``verb`` for the button, where "Save" says too little.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_shaped():
            try:
                act(form.cleaned_data)
            except (Refusal, Refusals) as error:
                form.refuse(error, aliases)
            else:
                messages.success(request, done)
                return go(request, back)
    context = {"form": form, "title": title, "back": back, "note": note, **(more or {})}
    return render(request, template, context, status=status)
