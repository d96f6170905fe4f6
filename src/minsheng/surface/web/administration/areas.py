"""Browsing and renaming areas; the history of their outlines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.kernel.areas.queries import find_areas
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.services import rename_area
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.maps import place_svg
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now


class RenameForm(WebForm):
    """The names of an area."""

    name = forms.CharField(label=gettext_lazy("Name"))
    name_en = forms.CharField(label=gettext_lazy("English name"), required=False)


@needs("areas.manage")
@require_GET
def areas(request: WebRequest) -> HttpResponse:
    """The districts, or what was searched for."""
    text = request.GET.get("q", "")
    known = registry()
    found = find_areas(text, limit=100) if text.strip() else []
    return render(request, "web/admin/areas.html", {"q": text, "found": found, "roots": known.roots()})


@needs("areas.manage")
@require_GET
def area(request: WebRequest, pk: int) -> HttpResponse:
    """One area: where it stands in the tree, what is below, how it was drawn over time."""
    found, known, language = queries.area(pk), registry(), language_now()
    context: dict[str, Any] = {
        "area": found,
        "above": [known.node(above) for above in known.ancestors(pk)[:-1]],
        "below": known.children(pk),
        "shapes": queries.outlines_of(found),
        "map": place_svg(known, pk, None, None, language),
    }
    return render(request, "web/admin/area.html", context)


@needs("areas.manage")
@require_http_methods(["GET", "POST"])
def rename(request: WebRequest, pk: int) -> HttpResponse:
    """Give an area another name."""
    found = queries.area(pk)
    form = RenameForm(request.POST or None, initial={"name": found.name, "name_en": found.name_en})
    return form_page(
        request,
        form,
        lambda data: rename_area(by=request.actor, area=found, **data),
        title=_("Rename %(name)s") % {"name": found.name},
        more={"verb": _("Rename")},
        back=reverse("web:admin_area", args=[pk]),
        done=_("The area has its new name."),
        note=_("The name changes for the past too; the old one stays in the audit log."),
    )
