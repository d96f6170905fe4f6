"""Right requests for mediators, rooms, sessions and the register, for the test with random ones."""

from __future__ import annotations

from typing import Any

from minsheng.kernel.access.context import look_as_system
from tests.domains.disputes.mediations import a_mediation, a_mediator, a_room
from tests.factories.district import District

_YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


def session_requests(district: District, caller: int) -> dict[str, dict[str, Any]]:
    """Path, query and body by operation, for ``caller``; what they name is registered first."""
    look_as_system()
    mediator, leaving = a_mediator(district, "mediator").pk, a_mediator(district, "mediator2").pk
    room, closing = a_room(district, "甲").pk, a_room(district, "乙").pk
    code = a_mediation(district).code
    new = {"unit": "tiaowei", "valid_from": "2024-01-01"}
    parts: dict[str, dict[str, Any]] = {
        "GET /mediators": {"query": {"limit": 5, "unit": "tiaowei"}},
        "GET /mediator-register": {"query": {"limit": 5}},
        "POST /mediator-register": {"body": {**new, "account": district.accounts["director"].pk, "kind": "invited"}},
        "POST /mediator-register/{number}/rules": {"path": {"number": mediator}, "body": {"languages": "大同话"}},
        "POST /mediator-register/{number}/end": {"path": {"number": leaving}, "body": {"valid_to": "2025-12-31"}},
        "GET /sessions": {"query": {"limit": 5, "week": "2026-11-24"}},
        "GET /cases/{code}/sessions": {"path": {"code": code}},
        "GET /mediations/register.xlsx": {"query": _YEAR},
        "GET /mediations/statistics": {"query": _YEAR},
        "GET /mediation-rooms": {"query": {"limit": 5}},
        "POST /mediation-rooms": {"body": {**new, "name": "丙", "address": "康吉路1号", "seats": 4}},
        "POST /mediation-rooms/{number}/rules": {"path": {"number": room}, "body": {"seats": 5}},
        "POST /mediation-rooms/{number}/end": {"path": {"number": closing}, "body": {"valid_to": "2025-12-31"}},
    }
    return {label.replace(" /", " /api/v1/", 1): {**part, "caller": caller} for label, part in parts.items()}
