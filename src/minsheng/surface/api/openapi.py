"""The OpenAPI 3.1 document: what ninja makes of the views, and what every operation has besides."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from minsheng.surface.api.act_schemas import installed_schemas
from minsheng.surface.api.doors import ANYONE
from minsheng.surface.api.problems import MEDIA_TYPE
from minsheng.surface.api.schemas.parts import Fault, Problem

_LANGUAGE = "en"
"""The document is read by programmers; titles of fields follow the caller's language in answers."""
_REF = "#/components/schemas/"
_FAULTS = {
    "400": "Malformed",
    "401": "Credentials needed",
    "403": "Not allowed",
    "404": "Not found",
    "409": "Conflict with the present state",
    "412": "The case has moved on (If-Match)",
    "413": "Too large",
    "415": "Type not taken",
    "422": "Input at fault",
    "429": "Too many requests; see Retry-After",
    "503": "Busy; see Retry-After",
}
_LANGUAGE_HEADER = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "schema": {"type": "string", "enum": ["zh-hans", "en"]},
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "An issued token, or a case token from /follow."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A signed-in browser of ours."},
}


def completed(document: OpenAPISchema) -> OpenAPISchema:
    """Add to ``document`` what stands in no view: problem details, security, headers, bodies of acts."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for model in (Problem, Fault):
        described = model.model_json_schema(ref_template=_REF + "{model}")
        described.pop("$defs", None)
        schemas[model.__name__] = described
    schemas |= installed_schemas(_LANGUAGE)
    schemas["ActInputs"] = {"anyOf": [{"$ref": _REF + name} for name in sorted(schemas) if name.startswith("Act.")]}
    document["components"]["securitySchemes"] = _SECURITY
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, path, method)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _complete(operation: dict[str, Any], path: str, method: str) -> None:
    problem = {"content": {MEDIA_TYPE: {"schema": {"$ref": _REF + "Problem"}}}}
    responses = {str(status): described for status, described in operation["responses"].items()}
    operation["responses"] = responses | {
        status: {"description": text, **problem} for status, text in _FAULTS.items() if status not in responses
    }
    known: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
    operation["security"] = [*known, {}] if operation.get("x-door") == ANYONE else known
    operation["parameters"] = [*operation["parameters"], _LANGUAGE_HEADER]
    if path.endswith("/cases") and method == "post":
        operation["parameters"].append(_header("Idempotency-Key", "printable, at most 100 characters", 100))
    if path.endswith("/acts/{act}"):
        operation["parameters"].append(_header("If-Match", 'the ETag that was seen, such as "7"', 16))
        operation["requestBody"] = {
            "required": False,
            "content": {"application/json": {"schema": {"$ref": _REF + "ActInputs"}}},
        }
    if path.endswith(("/files/{number}", "/papers/{kind}")):
        responses["200"]["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
        operation["responses"]["200"] = responses["200"]


def _header(name: str, description: str, longest: int) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": longest}
    return {"in": "header", "name": name, "required": False, "description": description, "schema": schema}
