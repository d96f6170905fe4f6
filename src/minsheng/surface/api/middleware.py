"""Answers of Django itself under the API's address, said as problem details: no route, no method, too large, failed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from minsheng.base.errors import Refusal
from minsheng.surface.api.problems import MEDIA_TYPE, refusal_of_status, refused

PREFIX = "/api/"
_OF_CONTENT = frozenset({"content-type", "content-length", "content-language", "content-encoding", "etag"})
"""Headers that told of the page which is replaced; all others stay, those that protect among them."""


class ProblemDetails:
    """Puts problem details in place of any error page under ``/api/``; stands outside of all that may answer early."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; an error in other words is said again in ours."""
        response = self.get_response(request)
        if response.status_code < 400 or not request.path_info.startswith(PREFIX):
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        told = refused(request, _refusal(request, response.status_code))
        for name, value in response.headers.items():
            if name.lower() not in _OF_CONTENT:
                told.headers.setdefault(name, value)
        return told


def _refusal(request: HttpRequest, status: int) -> Refusal:
    if status == 413 and request.content_type == "multipart/form-data":
        return Refusal("file.too_large", "file", status=413, megabytes=settings.MAX_UPLOAD_BYTES // (1024 * 1024))
    return refusal_of_status(status)
