"""Units and the posts in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.services import appoint, close_unit, create_unit, end_post
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.cases.choices import unit_choices
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import DayInput, SearchSelect
from minsheng.surface.web.places.choices import area_choices, root_choices
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now


def _choose() -> tuple[str, str]:
    return "", _("Please choose")


class UnitForm(WebForm):
    """A new unit."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=32)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=150, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=UnitKind.choices)
    parent_id = forms.TypedChoiceField(
        label=gettext_lazy("Belongs to"), required=False, coerce=int, empty_value=None, widget=SearchSelect
    )
    area_id = forms.TypedChoiceField(
        label=gettext_lazy("Stands for the area"), required=False, coerce=int, empty_value=None, widget=SearchSelect
    )
    phone = forms.CharField(label=gettext_lazy("Public telephone"), max_length=32, required=False)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DayInput, initial=timezone.localdate)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        language = language_now()
        self.fields["parent_id"].choices = [_choose(), *unit_choices(language)]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = [_choose(), root_choices(language), *area_choices(None, language)]  # type: ignore[attr-defined]


class PostForm(WebForm):
    """A person's role in a unit."""

    account = forms.CharField(
        label=gettext_lazy("User name"), help_text=gettext_lazy("of the account that gets the post")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    area_id = forms.TypedChoiceField(
        label=gettext_lazy("For the area"),
        help_text=gettext_lazy("Needed for roles that reach by area."),
        required=False,
        coerce=int,
        empty_value=None,
        widget=SearchSelect,
    )
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        language = language_now()
        names = [
            (role.key, role.name_en if language.startswith("en") and role.name_en else role.name)
            for role in queries.roles()
        ]
        self.fields["role"].choices = [_choose(), *names]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = [_choose(), root_choices(language), *area_choices(None, language)]  # type: ignore[attr-defined]


class LastDayForm(WebForm):
    """The last day on which something counts."""

    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, initial=timezone.localdate)


@needs("units.manage")
@require_GET
def units(request: WebRequest) -> HttpResponse:
    """All units with the number of posts held today."""
    text = request.GET.get("q", "")
    return render(request, "web/admin/units.html", {"q": text, "units": list(queries.units(text))})


@needs("units.manage")
@require_GET
def unit(request: WebRequest, pk: int) -> HttpResponse:
    """One unit with its posts."""
    context = {"unit": queries.unit(pk), "posts": queries.posts_of_unit(pk), "today": timezone.localdate()}
    return render(request, "web/admin/unit.html", context)


@needs("units.manage")
@require_http_methods(["GET", "POST"])
def add_unit(request: WebRequest) -> HttpResponse:
    """Register a unit."""
    return form_page(
        request,
        UnitForm(request.POST or None),
        lambda data: create_unit(by=request.actor, **data),
        title=_("Register a unit"),
        more={"verb": _("Register")},
        back=reverse("web:admin_units"),
        done=_("The unit is registered."),
    )


@needs("units.manage")
@require_http_methods(["GET", "POST"])
def end_unit(request: WebRequest, pk: int) -> HttpResponse:
    """Close a unit on a day."""
    found = queries.unit(pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: close_unit(by=request.actor, unit=found, **data),
        title=_("Close %(name)s") % {"name": found.name},
        more={"verb": _("Close the unit")},
        back=reverse("web:admin_unit", args=[pk]),
        done=_("The unit is closed."),
        note=_("All posts in it end on the same day."),
    )


@needs("units.manage")
@require_http_methods(["GET", "POST"])
def add_post(request: WebRequest, pk: int) -> HttpResponse:
    """Give a person a role in a unit."""
    found = queries.unit(pk)

    def act(data: dict[str, Any]) -> None:
        account, role = queries.account_named(data["account"]), queries.role_named(data["role"])
        appoint(
            by=request.actor,
            account=account,
            role=role,
            unit=found,
            valid_from=data["valid_from"],
            area_id=data["area_id"],
        )

    return form_page(
        request,
        PostForm(request.POST or None),
        act,
        title=_("Appoint somebody in %(name)s") % {"name": found.name},
        more={"verb": _("Appoint")},
        back=reverse("web:admin_unit", args=[pk]),
        done=_("The post is given."),
        aliases={"area": "area_id"},
    )


@needs("units.manage")
@require_http_methods(["GET", "POST"])
def remove_post(request: WebRequest, pk: int) -> HttpResponse:
    """End a post on a day."""
    found = queries.post(pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: end_post(by=request.actor, post=found, **data),
        title=_("End the post of %(name)s") % {"name": found.account.display_name},
        more={"verb": _("End the post")},
        back=reverse("web:admin_unit", args=[found.unit_id]),
        done=_("The post ends."),
    )
