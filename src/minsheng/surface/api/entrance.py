"""The door of the API: what every request passes before its endpoint sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.surface.api.callers import address_of, caller_of
from minsheng.surface.api.failures import told
from minsheng.surface.api.parsing import MOST_BYTES
from minsheng.surface.api.problems import Answering
from minsheng.surface.api.rates import throttle
from minsheng.surface.api.uploads import UPLOAD_SLACK, watch_upload

View = Callable[..., HttpResponseBase]


def entrance(view: View) -> View:
    """Wrap an endpoint: shape and size of the request, who calls, how often; refusals become problem details."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.answering = Answering()  # type: ignore[attr-defined]  # what problems.refused reads
            check_shape(request)
            request.actor = known_caller(request)  # type: ignore[attr-defined]  # what ApiRequest promises
            return view(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the client is told in problem details
            return told(request, error)

    entered.csrf_exempt = True  # type: ignore[attr-defined]  # a session is checked by callers, a token needs no check
    entered.door = "api"  # type: ignore[attr-defined]  # each operation names its own, see doors
    return entered


def known_caller(request: HttpRequest) -> Actor:
    """The caller, counted under its account or else its address. Raises Refusal 401 and 429."""
    address = address_of(request)
    try:
        actor = caller_of(request)
    except Refusal:
        throttle(address, "address")
        raise
    if actor.account_id is not None:
        throttle(str(actor.account_id), "account")
    else:
        throttle(address, "address")
    return actor


def check_shape(request: HttpRequest) -> None:
    """Refuse a body that is too large before it is read, and NUL in address or query, which no text may hold.

    Raises Refusal ``body.too_large`` or ``file.too_large`` (413) and ``text.control`` (400).
    """
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
        raise Refusal("text.control", _field_with_nul(request), status=400)
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.content_type == "multipart/form-data":
        most: int = settings.MAX_UPLOAD_BYTES
        if announced > most + UPLOAD_SLACK:
            raise Refusal("file.too_large", "file", status=413, megabytes=most // (1024 * 1024))
        watch_upload(request)
    elif announced > MOST_BYTES:
        raise Refusal("body.too_large", status=413, kilobytes=MOST_BYTES // 1024)


def _field_with_nul(request: HttpRequest) -> str | None:
    return next((name for name, text in request.GET.items() if "\x00" in text or "\x00" in name), None)
