"""Mediators in words and as the API writes them."""

from __future__ import annotations

from typing import Any

from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import Mediator
from minsheng.surface.api.showing.names import name_in


def type_names(mediator: Mediator) -> list[str]:
    """The types of disputes that a mediator knows best, in the reader's language."""
    return [str(DisputeType(value).label) for value in mediator.specialities]


def public_entry(row: Mediator, language: str) -> dict[str, Any]:
    """A mediator as everybody may know them."""
    return {
        "account": row.account_id,
        "name": row.account.display_name,
        "unit": {"id": row.unit_id, "code": row.unit.code, "name": name_in(language, row.unit)},
        "kind": row.kind,
        "specialities": row.specialities,
        "languages": row.languages,
        "introduction": row.introduction,
    }


def kept_entry(row: Mediator, language: str) -> dict[str, Any]:
    """A mediator as whoever keeps the register sees them."""
    return public_entry(row, language) | {
        "id": row.pk,
        "open_to_choice": row.open_to_choice,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
