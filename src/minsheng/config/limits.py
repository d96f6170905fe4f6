"""Refuses a request whose body is too large before any of it is read or written to disk."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _


class BodyLimit:
    """Answers 413 to a request that announces more than ``MAX_BODY_BYTES``; one that announces nothing has no body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or refuse it."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) <= settings.MAX_BODY_BYTES:
            return self.get_response(request)
        limit = settings.MAX_BODY_BYTES // (1024 * 1024)
        text = _("What you send is too large: at most %(limit)s MB at once.") % {"limit": limit}
        return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
