"""The API itself: routers, what becomes of exceptions, and the OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from minsheng import __version__
from minsheng.surface.api.extensions import registered_routers
from minsheng.surface.api.failures import HANDLED, told
from minsheng.surface.api.openapi import completed
from minsheng.surface.api.parsing import StrictParser
from minsheng.surface.api.routers import callers, cases, content, issues, registers

DESCRIPTION = """Cases of the district: file, read, act, follow. Acts and inputs are what the procedure of a case says.
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
_OWN = (cases.router, issues.router, callers.router, content.router, registers.router)
for router in (*_OWN, *registered_routers()):
    api.add_router("", router)
for handled in HANDLED:
    api.add_exception_handler(handled, told)  # type: ignore[arg-type]  # ninja also means classes


def document() -> str:
    """The OpenAPI document as text, the same wherever this code is."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"
