"""The tree of matters: reading it, adding one, adding many by lines."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.base.errors import Refusal
from minsheng.kernel.access.permissions import Realm, realms
from minsheng.kernel.routing.services import create_category, load_categories
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.cases.choices import category_choices
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import SearchSelect
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now

_SEPARATORS = re.compile(r"[/\t,，]")


class CategoryForm(WebForm):
    """A new category."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=32)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=150, required=False)
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Below"), required=False, coerce=int, empty_value=None, widget=SearchSelect
    )
    legal_route = forms.CharField(
        label=gettext_lazy("Legal route instead"),
        help_text=gettext_lazy("Only for matters that the law sends elsewhere: what the reporter is told."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, realm: str, data: Any = None) -> None:
        super().__init__(data)
        choices = [("", _("First level")), *category_choices(realm, language_now())]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]


class LinesForm(WebForm):
    """Many categories, one path a line."""

    lines = forms.CharField(
        label=gettext_lazy("One category a line, from the first level down"),
        help_text=gettext_lazy("Levels are separated by / or a tab. What is there already stays."),
        widget=forms.Textarea({"rows": 14}),
    )


def realm_of(request: WebRequest) -> Realm:
    """The realm named in the address, or the first one. Raises Refusal ``realm.unknown`` (404) when there is none."""
    known = realms()
    found = next((realm for realm in known if realm.key == request.GET.get("realm")), known[0] if known else None)
    if found is None:
        raise Refusal("realm.unknown", "realm", status=404)
    return found


@needs("routing.manage")
@require_GET
def categories(request: WebRequest) -> HttpResponse:
    """The tree of one realm."""
    realm = realm_of(request)
    context = {"realms": realms(), "realm": realm, "categories": list(queries.categories(realm.key))}
    return render(request, "web/admin/categories.html", context)


@needs("routing.manage")
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Add one category."""
    realm = realm_of(request)

    def act(data: dict[str, Any]) -> None:
        parent = queries.category(data.pop("parent"))
        create_category(by=request.actor, realm=realm.key, parent=parent, **data)

    return form_page(
        request,
        CategoryForm(realm.key, request.POST or None),
        act,
        title=_("Add a category"),
        back=f"{reverse('web:admin_categories')}?realm={realm.key}",
        done=_("The category is added."),
    )


@needs("routing.manage")
@require_http_methods(["GET", "POST"])
def load(request: WebRequest) -> HttpResponse:
    """Add many categories."""
    realm = realm_of(request)

    def act(data: dict[str, Any]) -> None:
        rows = [_SEPARATORS.split(line) for line in data["lines"].splitlines() if line.strip()]
        load_categories(by=request.actor, rows=rows, realm=realm.key)

    return form_page(
        request,
        LinesForm(request.POST or None),
        act,
        title=_("Add many categories"),
        back=f"{reverse('web:admin_categories')}?realm={realm.key}",
        done=_("The categories are in the tree."),
        aliases={"name": "lines"},
    )
