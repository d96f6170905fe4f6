"""The API itself: routers, what becomes of exceptions, and the OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from minsheng import __version__
from minsheng.base.errors import Refusal, Refusals
from minsheng.surface.api.openapi import completed
from minsheng.surface.api.parsing import StrictParser
from minsheng.surface.api.problems import Answering, failed, refusal_of_status, refused
from minsheng.surface.api.routers import callers, cases, content, registers
from minsheng.surface.api.wording_of_inputs import refusal_of

DESCRIPTION = """Cases of the district: file, read, act, follow. Acts and their inputs are what the procedure of a case says.
Errors are problem details (RFC 9457) with a stable `code`; sentences follow Accept-Language (zh-hans, en).
Lists are paged by key: follow `next`. Send `Idempotency-Key` when filing, and `If-Match` with an act."""
PREFIX = "/api/v1/"


class CivicAPI(NinjaAPI):
    """NinjaAPI with short operation ids and the complete OpenAPI document."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the view, which is unique in our routers."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document with everything that ninja does not know: errors, security, headers, bodies of acts."""
        return completed(super().get_openapi_schema(path_prefix=path_prefix or PREFIX, path_params=path_params))


api = CivicAPI(
    title="Minsheng",
    version=__version__,
    description=DESCRIPTION,
    openapi_url=None,  # served by urls, made once
    docs_url=None,  # ninja's page loads scripts from elsewhere; the document is for any reader
    urls_namespace="api",
    parser=StrictParser(),
)
for router in (cases.router, callers.router, content.router, registers.router):
    api.add_router("", router)


def document() -> str:
    """The OpenAPI document as text, the same wherever this code is."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


@api.exception_handler(Refusal)
@api.exception_handler(Refusals)
def _refused(request: HttpRequest, error: Refusal | Refusals) -> HttpResponse:
    return refused(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Shapes that pydantic refused. The pointer of each fault is where it stands in the body."""
    found = [refusal_of(item) for item in error.errors]
    about: Answering = request.answering  # type: ignore[attr-defined]  # set by the entrance
    if error.errors and error.errors[0]["loc"][0] == "body":
        about.pointers = {refusal.field: where for refusal, where in reversed(found) if refusal.field}
    return refused(request, Refusals([refusal for refusal, _ in found]))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own errors; a body that could not be read carries our reason inside."""
    cause = error.__cause__
    if isinstance(cause, Refusal | Refusals):
        return refused(request, cause)
    return refused(request, refusal_of_status(error.status_code))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(request, refusal_of_status(404))


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(UnreadablePostError)
def _malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return refused(request, refusal_of_status(400))


@api.exception_handler(OperationalError)
def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """A statement took too long, or the database is not there: nothing was done, and it may be tried again."""
    failed(request, error)  # recorded like any fault of ours
    return refused(request, Refusal("server.busy", status=503, seconds=5))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return failed(request, error)
