"""Sessions and rooms as the API writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minsheng.domains.disputes.models import Room
from minsheng.domains.disputes.sessions.queries import Slot
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.api.answers import instant
from minsheng.surface.api.showing.names import kind_ref, name_in


def slot_shown(slot: Slot, links: Mapping[int, str], language: str) -> dict[str, Any]:
    """A session in a calendar; of one that is not the reader's, the time alone."""
    shown: dict[str, Any] = {
        "id": slot.pk,
        "begins": instant(slot.begins),
        "ends": instant(slot.ends),
        "state": slot.state,
        "case": None,
        "room": None,
        "mediators": [],
        "link": "",
    }
    session = slot.session
    if session is not None:
        procedure = procedure_of(session.case.procedure_id)
        shown["case"] = {"code": session.case.code, "kind": kind_ref(procedure, session.case.kind, language)}
        shown["mediators"] = [{"id": it.account_id, "name": it.account.display_name} for it in session.mediators.all()]
        shown["link"] = links.get(session.pk, "")
        if session.room is not None:
            room = session.room
            shown["room"] = {"id": room.pk, "name": room.name, "address": room.address}
    return shown


def room_shown(row: Room, language: str) -> dict[str, Any]:
    """A room."""
    return {
        "id": row.pk,
        "unit": {"id": row.unit_id, "code": row.unit.code, "name": name_in(language, row.unit)},
        "name": row.name,
        "address": row.address,
        "seats": row.seats,
        "has_video": row.has_video,
        "allows_link": row.allows_link,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
