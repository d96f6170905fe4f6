"""Refuses what cannot be read, before anything reads it: a body that is too large, an encoding that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

_OURS = frozenset({"utf-8", "utf8"})
_PLAIN = "text/plain; charset=utf-8"


class BodyLimit:
    """Answers 413 to a request that announces more than ``MAX_BODY_BYTES``, 411 to one in pieces of unknown length.

    A request that announces nothing has no body: Django would not read one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or refuse it."""
        if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
            text = _("Say beforehand how long the request is (Content-Length).")
            return HttpResponse(text, status=411, content_type=_PLAIN)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) <= settings.MAX_BODY_BYTES:
            return self.get_response(request)
        limit = settings.MAX_BODY_BYTES // (1024 * 1024)
        text = _("What you send is too large: at most %(limit)s MB at once.") % {"limit": limit}
        return HttpResponse(text, status=413, content_type=_PLAIN)


class PlainRequest(WSGIRequest):
    """A request whose address and form are UTF-8, whatever its Content-Type says.

    Django would decode them by any codec of Python, ``hex`` and ``idna`` among them, and fail before any middleware.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Take note of the type and of its parameters, and change no encoding for them."""
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Readable:
    """Answers 415 to a request that names another encoding than UTF-8, and forgets cookies that hold NUL.

    A session key with NUL, which a quoted cookie may hold, is no text for PostgreSQL.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or refuse it."""
        charset = (request.content_params or {}).get("charset", "").strip().lower()
        if charset and charset not in _OURS:
            text = f"{_('The request could not be read')}: Content-Type, charset ≠ UTF-8"
            return HttpResponse(text, status=415, content_type=_PLAIN)
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)
