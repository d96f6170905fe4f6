"""The OpenAPI document: the one in git is the one that the code makes, and every operation says who may call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from minsheng.kernel.access.permissions import is_permission
from minsheng.surface.api.doors import ANYONE, PROVED, SIGNED_IN
from minsheng.surface.api.factory import document
from tests.surface.api.calling import Caller

KEPT = Path(__file__).resolve().parents[3] / "docs" / "api" / "openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """Give the document that the code makes."""
    return dict(json.loads(document()))


def operations(made: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    return [
        (path, method, it) for path, all_ in made["paths"].items() for method, it in all_.items() if method in METHODS
    ]


def test_the_document_in_git_is_the_one_that_the_code_makes() -> None:
    assert KEPT.read_text(encoding="utf-8") == document(), "run: minsheng openapi --write"


def test_the_command_writes_it(tmp_path: Path) -> None:
    call_command("openapi", "--write", str(tmp_path / "api" / "openapi.json"))
    assert (tmp_path / "api" / "openapi.json").read_text(encoding="utf-8") == document()


def test_every_operation_says_who_may_call_it(made: dict[str, Any]) -> None:
    for path, method, operation in operations(made):
        door = operation.get("x-door", "")
        assert door in {ANYONE, PROVED, SIGNED_IN} or is_permission(door), f"{method} {path} names no door"


def test_operations_are_named_once(made: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(made)]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere(made: dict[str, Any]) -> None:
    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*map(references, value.values())) if value else own
        return set().union(*map(references, value)) if isinstance(value, list) and value else set()

    for reference in references(made):
        assert reference.removeprefix("#/components/schemas/") in made["components"]["schemas"], reference


def test_acts_of_every_procedure_have_their_inputs(made: dict[str, Any]) -> None:
    schema = made["components"]["schemas"]["Act.hotline.order.dispatch"]
    assert schema["required"] == ["unit"]
    assert "Act.grid.event.triage" in made["components"]["schemas"]
    assert "Act.hotline.order.escalate" not in made["components"]["schemas"]  # the system alone does it


def test_it_is_served(anonymous: Caller, made: dict[str, Any]) -> None:
    response = anonymous.get("/openapi.json")
    assert response.status_code == 200
    assert response.json()["paths"].keys() == made["paths"].keys()
    assert response.json()["openapi"].startswith("3.1")
