"""API tokens: issuing one, whose secret is shown once, and revoking it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.permissions import permissions
from minsheng.kernel.access.services import MAX_TOKEN_DAYS, issue_token, revoke_token
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.roles import words
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CheckList
from minsheng.surface.web.requests import WebRequest, go


class TokenForm(WebForm):
    """A new token."""

    account = forms.CharField(
        label=gettext_lazy("User name"), help_text=gettext_lazy("The token may do no more than this account.")
    )
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=64)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("Permissions"), widget=CheckList)
    days = forms.IntegerField(
        label=gettext_lazy("Valid for so many days"), min_value=1, max_value=MAX_TOKEN_DAYS, initial=90
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["scopes"].choices = [(p.key, words(p)) for p in permissions()]  # type: ignore[attr-defined]


@needs("tokens.manage")
@require_GET
def tokens(request: WebRequest) -> HttpResponse:
    """All tokens."""
    return render(request, "web/admin/tokens.html", {"tokens": queries.tokens(), "now": timezone.now()})


@needs("tokens.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: WebRequest) -> HttpResponse:
    """Issue a token and show its secret, this once."""
    form = TokenForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_shaped():
            try:
                account = queries.account_named(form.cleaned_data.pop("account"))
                token, secret = issue_token(by=request.actor, account=account, **form.cleaned_data)
            except (Refusal, Refusals) as error:
                form.refuse(error)
            else:
                return render(request, "web/admin/token.html", {"token": token, "secret": secret})
    context = {"form": form, "title": _("Issue an API token"), "back": "..", "verb": _("Issue the token")}
    return render(request, "web/admin/form_page.html", context, status=status)


@needs("tokens.manage")
@require_POST
def revoke(request: WebRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    token = queries.token(pk)
    revoke_token(by=request.actor, token=token)
    messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return go(request, "web:admin_tokens")
