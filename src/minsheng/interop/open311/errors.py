"""Errors as the standard wants them: a list of code and description, in the format that was asked for."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse

from minsheng.base.errors import Refusal, Refusals
from minsheng.interop.open311.formats import listing
from minsheng.surface.api.problems import headers_for, language_of
from minsheng.surface.wording import say

logger = structlog.get_logger("minsheng.open311")
_FIELDS = {
    "body": "description",
    "address": "address_string",
    "lon": "long",
    "place": "lat",
    "category": "service_code",
}
"""What the standard calls our fields."""
_STATUSES = {422: 400, 401: 403}
"""GeoReport v2 knows 400 for any fault of input and 403 for a missing or wrong api_key."""


def refused(request: HttpRequest, error: Refusal | Refusals, form: str) -> HttpResponse:
    """The answer to a Refusal or Refusals; its status is that of the first."""
    refusals = [error] if isinstance(error, Refusal) else error.refusals
    first = refusals[0]
    status = _STATUSES.get(first.status, first.status)
    response = listing(form, "errors", "error", [_error(refusal, language_of(request)) for refusal in refusals], status)
    for name, value in headers_for(first).items():
        if name != "WWW-Authenticate":
            response.headers[name] = value
    return response


def failed(request: HttpRequest, error: Exception, form: str) -> HttpResponse:
    """The answer to an unexpected exception: recorded, and told without any of it."""
    logger.error("open311.failed", exc_info=error)
    return refused(request, Refusal("server.failed", status=500), form)


def _error(refusal: Refusal, language: str) -> dict[str, object]:
    field = _FIELDS.get(refusal.field or "", refusal.field)
    sentence = say(refusal, language)
    status = _STATUSES.get(refusal.status, refusal.status)
    return {"code": status, "description": f"{field}: {sentence}" if field else sentence}
