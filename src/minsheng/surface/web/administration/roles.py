"""Roles: the matrix of permissions, and defining one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.kernel.access.enums import Duty, Reach
from minsheng.kernel.access.permissions import Permission, permissions
from minsheng.kernel.access.services import define_role
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CheckList
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, levels


class RoleForm(WebForm):
    """A bundle of permissions."""

    key = forms.RegexField(
        r"^[a-z][a-z0-9_]*$",
        label=gettext_lazy("Key"),
        max_length=48,
        help_text=gettext_lazy("Small letters, digits and underscores. An existing key changes that role."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=64)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=64, required=False)
    reach = forms.ChoiceField(label=gettext_lazy("Reach"), choices=Reach.choices)
    clearance = forms.TypedChoiceField(label=gettext_lazy("Opens cases up to"), coerce=int)
    duty = forms.ChoiceField(label=gettext_lazy("Duty"), choices=Duty.choices)
    permissions = forms.MultipleChoiceField(label=gettext_lazy("Permissions"), widget=CheckList)

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["permissions"].choices = [(p.key, words(p)) for p in permissions()]  # type: ignore[attr-defined]
        self.fields["clearance"].choices = levels()  # type: ignore[attr-defined]


def words(permission: Permission) -> str:
    """A permission for an administrator: what it allows, then its key."""
    text = permission.en if language_now().startswith("en") else permission.zh
    return f"{text} ({permission.key})"


@needs("roles.manage")
@require_GET
def roles(request: WebRequest) -> HttpResponse:
    """Roles across, permissions down."""
    known = queries.roles()
    matrix = [(p.key, words(p), [p.key in role.permissions for role in known]) for p in permissions()]
    return render(request, "web/admin/roles.html", {"roles": known, "matrix": matrix})


@needs("roles.manage")
@require_http_methods(["GET", "POST"])
def define(request: WebRequest, key: str = "") -> HttpResponse:
    """Create a role, or change what it bundles."""
    known = queries.role(key) if key else None
    names = ("key", "name", "name_en", "reach", "clearance", "duty", "permissions")
    initial = {name: getattr(known, name) for name in names} if known else {}
    return form_page(
        request,
        RoleForm(request.POST or None, initial),
        lambda data: define_role(by=request.actor, **data),
        title=_("Change the role %(name)s") % {"name": known.name} if known else _("Define a role"),
        back=reverse("web:admin_roles"),
        done=_("The role is defined."),
        note=_("Whoever holds the role has the new permissions from the next page on."),
    )
