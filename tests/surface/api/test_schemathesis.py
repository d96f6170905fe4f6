"""Random requests made from the OpenAPI document, in process: no fault of ours, and no answer beside the document."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterator
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

from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.surface.api.factory import document
from tests.factories.district import District
from tests.surface.api.calling import Caller, caller_for, filed
from tests.surface.api.test_callers import administrator

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 30
ACTS = sorted({key for folder in procedure_folders() for item in procedure_files(folder) for key in item.procedure.act})
REAL = {"procedure": "hotline.order", "place": {}, "reporter": {}, "files": [], "category": None, "urgent": False, "kind": ""}
"""What makes a random report one that may be filed."""
RARELY_RIGHT: set[str] = set()
"""Operations for which chance seldom finds a request that succeeds."""
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
    from minsheng.config.wsgi import application  # noqa: PLC0415 -- sets Django up

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


@pytest.fixture
def callers(district: District, anonymous: Caller) -> list[Caller]:
    """Give callers of every kind, and a few cases for them."""
    code = filed(anonymous)
    resident = Caller(anonymous.post("/follow", {"code": code, "tail": "7890"}).json()["token"])
    staff = [caller_for(district.accounts[name]) for name in ("dispatcher", "housing", "chief", "triage")]
    return [anonymous, resident, administrator(district), *staff]


def test_no_request_makes_a_fault_of_ours(callers: list[Caller], dispatcher: Caller) -> None:
    codes = [case["code"] for case in dispatcher.get("/cases").json()["items"]]
    assert codes
    found = operations()
    assert len(found) >= 24
    statuses: dict[str, set[int]] = defaultdict(set)
    with connection_stays():
        for operation in found:
            _try(operation, callers, codes, statuses)
    without_success = {name for name, seen in statuses.items() if not any(status < 300 for status in seen)}
    assert without_success <= RARELY_RIGHT, "the requests no longer reach these services"


def _try(operation: Any, callers: list[Caller], codes: list[str], statuses: dict[str, set[int]]) -> None:
    @BOUNDED
    @given(
        case=operation.as_strategy(),
        caller=st.sampled_from(callers),
        code=st.none() | st.sampled_from(codes),
        act=st.none() | st.sampled_from(ACTS),
    )
    def one(case: Any, caller: Caller, code: str | None, act: str | None) -> None:
        for name, value in (("code", code), ("act", act)):
            if value is not None and name in case.path_parameters:
                case.path_parameters[name] = value
        if code is not None and isinstance(case.body, dict) and "procedure" in case.body:
            case.body = {**case.body, **REAL}
        headers = {"Authorization": f"Bearer {caller.token}"} if caller.token else {}
        case.headers = {key: text for key, text in (case.headers or {}).items() if key.lower() != "authorization"}
        response = case.call_and_validate(headers=headers, checks=CHECKS)
        statuses[f"{case.method} {operation.path}"].add(response.status_code)

    one()
