"""What becomes of an exception, wherever in the API it is raised."""

from __future__ import annotations

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from ninja.errors import HttpError, ValidationError

from minsheng.base.errors import Refusal, Refusals
from minsheng.surface.api.problems import Answering, failed, refusal_of_status, refused
from minsheng.surface.api.wording_of_inputs import refusal_of

MALFORMED = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)
"""What Django raises while it reads a request that nobody can read."""
_RETRY_SECONDS = 5
HANDLED: tuple[type[Exception], ...] = (Exception, Http404, HttpError, ValidationError)
"""Exceptions for which ninja has an answer of its own, which ours replaces."""


def told(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: PLR0911 -- one line for each kind of error
    """The answer to ``error``: a refusal in words, or a fault of ours, recorded and told without its cause."""
    if isinstance(error, Refusal | Refusals):
        return refused(request, error)
    if isinstance(error, ValidationError):
        return _invalid(request, error)
    if isinstance(error, HttpError):
        return _http_error(request, error)
    if isinstance(error, Http404):
        return refused(request, refusal_of_status(404))
    if isinstance(error, MALFORMED):
        return refused(request, refusal_of_status(400))
    if isinstance(error, OperationalError):
        return _busy(request, error)
    return failed(request, error)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Shapes that pydantic refused. The pointer of each fault is where it stands in the body."""
    found = [refusal_of(item) for item in error.errors]
    about: Answering = request.answering  # type: ignore[attr-defined]  # set by the entrance
    if error.errors and error.errors[0]["loc"][0] == "body":
        about.pointers = {refusal.field: where for refusal, where in reversed(found) if refusal.field}
    return refused(request, Refusals([refusal for refusal, _ in found]))


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own errors; a body that could not be read carries our reason inside."""
    cause = error.__cause__
    if isinstance(cause, Refusal | Refusals):
        return refused(request, cause)
    return refused(request, refusal_of_status(error.status_code))


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """A statement took too long, or the database is not there: nothing was done, and it may be tried again."""
    failed(request, error)  # recorded like any fault of ours
    return refused(request, Refusal("server.busy", status=503, seconds=_RETRY_SECONDS))
