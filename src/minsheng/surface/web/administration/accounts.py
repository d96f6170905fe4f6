"""Accounts: who may sign in, with which posts."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.kernel.access.enums import Duty
from minsheng.kernel.access.services import create_account
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.requests import WebRequest


class AccountForm(WebForm):
    """A new account."""

    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=gettext_lazy("User name"),
        max_length=64,
        help_text=gettext_lazy("Letters, digits and . @ + - _"),
    )
    display_name = forms.CharField(label=gettext_lazy("Display name"), max_length=64)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        strip=False,
        help_text=gettext_lazy("At least ten characters, no common word, not only digits."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    duty = forms.ChoiceField(
        label=gettext_lazy("Duty"),
        choices=Duty.choices,
        help_text=gettext_lazy("System, security and audit administrators are three different people."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


@needs("accounts.manage")
@require_GET
def accounts(request: WebRequest) -> HttpResponse:
    """Accounts by user name, in pages."""
    text = request.GET.get("q", "")
    found = queries.accounts(text, request.GET.get("after", ""))
    after = found[queries.PAGE - 1].username if len(found) > queries.PAGE else ""
    return render(request, "web/admin/accounts.html", {"q": text, "accounts": found[: queries.PAGE], "after": after})


@needs("accounts.manage")
@require_GET
def account(request: WebRequest, pk: int) -> HttpResponse:
    """One account with its posts."""
    context = {"account": queries.account(pk), "posts": queries.posts_of_account(pk), "today": timezone.localdate()}
    return render(request, "web/admin/account.html", context)


@needs("accounts.manage")
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Open an account."""
    return form_page(
        request,
        AccountForm(request.POST or None),
        lambda data: create_account(by=request.actor, **data),
        title=_("Open an account"),
        more={"verb": _("Open the account")},
        back=reverse("web:admin_accounts"),
        done=_("The account is open."),
    )
