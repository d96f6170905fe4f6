"""Who may open a page. Each view says so by one of these marks; a test fails on a view without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realm_number
from minsheng.kernel.access.rules import require
from minsheng.surface.web.intakes import works_by_name
from minsheng.surface.web.requests import WebRequest, go

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

DOOR = "door"
OWN_TRANSACTIONS = "opens_own_transactions"


def public(view: V) -> V:
    """Anybody may open it; the view itself shows only what its actor may see."""
    setattr(view, DOOR, "public")
    return view


def signed_in(view: V) -> V:
    """Somebody with an account; others are asked to sign in and come back."""
    return _guarded(view, "signed in", lambda _request: None)


def staff(view: V) -> V:
    """Somebody who holds a post today."""
    return _guarded(view, "staff", _require_post)


def needs(*permissions: str) -> Callable[[V], V]:
    """Somebody who holds one of these permissions somewhere; the services ask again for the very thing."""

    def mark(view: V) -> V:
        return _guarded(view, " | ".join(permissions), lambda request: _require_any(request, permissions))

    return mark


def reads_cases(actor: Actor) -> bool:
    """Whether some post opens cases of some realm, or cases may name the actor; administrators' posts do neither."""
    keys = {key for grant in actor.grants for key in grant.permissions if key.endswith(".read")}
    return any(realm_number(key) for key in keys) or works_by_name(actor)


def own_transactions(view: V) -> V:
    """The view must not run inside the request's transaction (a check of the whole log opens its own)."""
    setattr(view, OWN_TRANSACTIONS, True)
    return view


def _guarded(view: V, door: str, check: Callable[[WebRequest], None]) -> V:
    @wraps(view)
    def opened(request: WebRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.account_id is None:
            return _to_sign_in(request)
        check(request)
        return view(request, *args, **kwargs)

    setattr(opened, DOOR, door)
    return opened  # type: ignore[return-value]  # the same signature, which no type says


def _to_sign_in(request: WebRequest) -> HttpResponseBase:
    back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    target = f"{reverse('web:sign_in')}?{urlencode({'next': back})}"
    return go(request, target) if request.method == "GET" else redirect(target)


def _require_post(request: WebRequest) -> None:
    if not request.actor.grants:
        raise Refusal("access.denied", status=403, permission="")


def _require_any(request: WebRequest, permissions: tuple[str, ...]) -> None:
    if not any(request.actor.holds(name) for name in permissions):
        require(request.actor, permissions[0])
