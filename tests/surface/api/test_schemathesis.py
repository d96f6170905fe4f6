"""Random requests made from the OpenAPI document, in process: no fault of ours, and no answer beside the document."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from minsheng.surface.api.factory import document
from tests.factories.district import District
from tests.surface.api.calling import Caller, caller_for, filed
from tests.surface.api.grids import OWN_TESTS, grid_requests
from tests.surface.api.platform import platform_requests
from tests.surface.api.sessions import session_requests
from tests.surface.api.test_callers import administrator

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 30
RARELY_RIGHT = {
    "POST /api/v1/files",
    "GET /api/v1/cases/{code}/files/{number}",
    "DELETE /api/v1/tokens/{number}",
    "POST /api/v1/parties/{number}/reveal",
    "POST /api/v1/cases/{code}/papers/{kind}",
}
"""Operations for which nothing below makes a request that succeeds: they have tests of their own."""
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations() -> list[Any]:
    """All operations of the document."""
    from minsheng.config.wsgi import application

    schema = schemathesis.openapi.from_dict(json.loads(document()))
    schema.app = application
    return [found.ok() for found in schema.get_all_operations()]


@contextlib.contextmanager
def connection_stays() -> Iterator[None]:
    """Keep the connection of the test open between requests, as Django's own client does for each of its own."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@dataclass(frozen=True)
class Right:
    """Parts that make a random request one that may succeed."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    caller: int | None = None


TOKEN = {"account": "housing", "name": "x", "scopes": ["hotline.read"], "days": 3}
ADMINISTRATOR, DISPATCHER, TRIAGE, GOVERNANCE, WORKER, DIRECTOR = 2, 3, 6, 7, 8, 9
"""Places in the list of callers."""


def right(code: str, other: str) -> dict[str, Right]:
    """Right parts by operation."""
    of_case = Right({"code": code}, caller=DISPATCHER)
    body = {"procedure": "hotline.order", "body": "漏水", "title": "", "kind": ""}
    return {
        "POST /api/v1/cases": Right(body=body),
        "GET /api/v1/cases": Right(query={"realm": "hotline"}),
        **{f"GET /api/v1/cases/{{code}}{part}": of_case for part in ("", "/acts", "/timeline", "/clocks")},
        "GET /api/v1/cases/{code}/similar": Right({"code": code}, caller=DISPATCHER),
        "POST /api/v1/cases/{code}/acts/{act}": Right(
            {"code": code, "act": "classify"}, body={"note": "核对"}, caller=DISPATCHER
        ),
        "POST /api/v1/cases/{code}/links": Right(
            {"code": code}, body={"other": other, "kind": "follows"}, caller=DISPATCHER
        ),
        "POST /api/v1/follow": Right(body={"code": code, "tail": "7890"}),
        "GET /api/v1/tokens": Right(query={"limit": 5}, caller=ADMINISTRATOR),
        "POST /api/v1/tokens": Right(body=TOKEN, caller=ADMINISTRATOR),
        "GET /api/v1/search": Right(query={"q": "漏水"}),
        "GET /api/v1/categories": Right(query={"realm": "hotline"}),
        "GET /api/v1/areas": Right(query={"parent": "140213"}),
        "GET /api/v1/areas/locate": Right(query={"lon": 113.22, "lat": 40.05}),
        "GET /api/v1/areas/{code}": Right({"code": "140213"}),
        "GET /api/v1/units": Right(query={"kind": ""}),
        "GET /api/v1/procedures/{key}": Right({"key": "hotline.order"}),
        "GET /api/v1/procedures/{key}/{version}": Right({"key": "hotline.order", "version": "2026.1"}),
    }


@pytest.fixture
def callers(district: District, anonymous: Caller) -> list[Caller]:
    """Give callers of every kind, and a few cases for them."""
    code = filed(anonymous)
    filed(anonymous, title="另一处漏水")
    resident = Caller(anonymous.post("/follow", {"code": code, "tail": "7890"}).json()["token"])
    staff = [
        caller_for(district.accounts[name])
        for name in ("dispatcher", "housing", "chief", "triage", "governance", "worker", "director")
    ]
    return [anonymous, resident, administrator(district), *staff]


def test_no_request_makes_a_fault_of_ours(district: District, callers: list[Caller], dispatcher: Caller) -> None:
    codes = [case["code"] for case in dispatcher.get("/cases").json()["items"]]
    platform = {label: Right(**parts) for label, parts in platform_requests(district, GOVERNANCE).items()}
    grids = {label: Right(**parts) for label, parts in grid_requests(district, TRIAGE, WORKER).items()}
    sessions = {label: Right(**parts) for label, parts in session_requests(district, DIRECTOR).items()}
    rights = right(*codes) | platform | grids | sessions
    found = operations()
    assert len(found) >= 24
    statuses: dict[str, set[int]] = defaultdict(set)
    with connection_stays():
        for operation in found:
            label = f"{operation.method.upper()} {operation.path}"
            _try(operation, callers, rights.get(label, Right()), statuses[label])
    without_success = {label for label, seen in statuses.items() if not any(status < 300 for status in seen)}
    assert without_success <= RARELY_RIGHT | OWN_TESTS, "the requests no longer reach these services"


def _try(operation: Any, callers: list[Caller], parts: Right, statuses: set[int]) -> None:
    @BOUNDED
    @given(case=operation.as_strategy(), caller=st.sampled_from(callers), is_right=st.booleans())
    def one(case: Any, caller: Caller, is_right: bool) -> None:
        if is_right:
            case.path_parameters = {**(case.path_parameters or {}), **parts.path}
            case.query = parts.query or case.query
            case.body = parts.body if parts.body is not None else case.body
            caller = callers[parts.caller] if parts.caller is not None else caller
        headers = {"Authorization": f"Bearer {caller.token}"} if caller.token else {}
        case.headers = {key: text for key, text in (case.headers or {}).items() if key.lower() != "authorization"}
        statuses.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    one()
