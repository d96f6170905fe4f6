"""Signing in with user name and password, and out again."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from minsheng.base.errors import Refusal
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import grants_of
from minsheng.kernel.access.services import sign_in as check_sign_in
from minsheng.surface.web.doors import public
from minsheng.surface.web.forms.base import WebForm, at_field
from minsheng.surface.web.forms.widgets import TextField
from minsheng.surface.web.requests import WebRequest, go, safe_target

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(WebForm):
    """User name and password."""

    username = TextField(
        label=gettext_lazy("User name"), widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"})
    )
    password = TextField(
        label=gettext_lazy("Password"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: WebRequest) -> HttpResponse:
    """The page on which somebody signs in; afterwards back to where they wanted to go."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_shaped():
        try:
            account = check_sign_in(username=form.cleaned_data["username"], password=form.cleaned_data["password"])
        except Refusal as refusal:
            form.refuse(at_field(refusal, "password"))
            return render(request, "web/session/sign_in.html", {"form": form, "next": wanted}, status=refusal.status)
        return _entered(request, account, wanted)
    return render(request, "web/session/sign_in.html", {"form": form, "next": wanted})


def _entered(request: WebRequest, account: Account, wanted: str) -> HttpResponse:
    login(request, account, backend=_BACKEND)
    home = reverse("web:desk") if grants_of(account.pk) else reverse("web:mine")
    response = go(request, safe_target(request, wanted, home))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, account.language, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax"
        )
    return response


@public
@require_POST
def sign_out(request: WebRequest) -> HttpResponse:
    """End the session with everything in it."""
    logout(request)
    return go(request, "web:home")
