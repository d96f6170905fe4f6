"""Who may call an endpoint. Each says so by one of these marks; it stands in the OpenAPI document as ``x-door``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase
from ninja.operation import Operation

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import acting
from minsheng.kernel.access.rules import require
from minsheng.surface.api.callers import ApiRequest

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

ANYONE = "anyone"
PROVED = "proved"
SIGNED_IN = "signed in"


def anyone(view: V) -> V:
    """Anybody; what is shown does not depend on who asks, or the service asks itself."""
    return _marked(view, ANYONE, lambda _request: None)


def proved(view: V) -> V:
    """Whoever has an account, or has proved a case by its code and telephone."""
    return _marked(view, PROVED, _require_any_proof)


def signed_in(view: V) -> V:
    """Whoever has an account."""
    return _marked(view, SIGNED_IN, _require_account)


def needs(permission: str) -> Callable[[V], V]:
    """Whoever holds ``permission`` somewhere; the service asks again for the very thing."""

    def mark(view: V) -> V:
        return _marked(view, permission, lambda request: _require_permission(request, permission))

    return mark


def reading(view: V) -> V:
    """Run the view in one transaction in which the database shows what the caller may read."""

    @wraps(view)
    def seen(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with acting(request.actor):
            return view(request, *args, **kwargs)

    return _with_types(seen, view)


def _marked(view: V, door: str, check: Callable[[ApiRequest], None]) -> V:
    @wraps(view)
    def opened(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check(request)
        return view(request, *args, **kwargs)

    def describe(operation: Operation) -> None:
        operation.openapi_extra = {**(operation.openapi_extra or {}), "x-door": door}

    opened._ninja_contribute_to_operation = [describe]  # type: ignore[attr-defined]  # noqa: SLF001 -- ninja's hook for decorators
    return _with_types(opened, view)


def _with_types(wrapper: Callable[..., HttpResponseBase], view: V) -> V:
    """Give ``wrapper`` the signature of ``view`` with its annotations resolved, since ninja makes schemas of them."""
    wrapper.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]  # what inspect looks for
    return cast("V", wrapper)


def _require_any_proof(request: ApiRequest) -> None:
    actor = request.actor
    if actor.account_id is None and not actor.case_ids and not actor.party_proofs:
        raise Refusal("auth.required", status=401)


def _require_account(request: ApiRequest) -> None:
    if request.actor.account_id is None:
        raise Refusal("auth.required", status=401)


def _require_permission(request: ApiRequest, permission: str) -> None:
    _require_account(request)
    require(request.actor, permission)
