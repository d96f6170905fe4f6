"""Sessions as iCalendar (RFC 5545, by the icalendar library): code, type, place, time; nothing of the matter."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from minsheng.domains.disputes.models import Session, SessionState
from minsheng.kernel.procedures.library import procedure_of

CONTENT_TYPE = "text/calendar; charset=utf-8"
_SPACE = uuid.UUID("6f1a8b52-6f5e-5f0e-9c39-5a2f5f1f7a43")
"""Namespace of the ids of our calendar entries (RFC 9562, version 5)."""
_STATUS = {SessionState.CANCELLED.value: "CANCELLED"}


def calendar_of(sessions: Iterable[Session], language: str, name: str) -> bytes:
    """A calendar called ``name`` with one entry for each session.

    An entry keeps its UID for ever: it is made of the case's code and of the act that made the session. SEQUENCE rises
    with each change; a session that was called off stays, with the status CANCELLED. Times are in UTC, so that no
    reader needs to know a zone.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Minsheng//Disputes//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    for session in sessions:
        calendar.add_component(_event(session, language))
    return bytes(calendar.to_ical())


def _event(session: Session, language: str) -> Event:
    procedure = procedure_of(session.case.procedure_id)
    kind = procedure.kinds[session.case.kind](language)
    event = Event()
    event.add("uid", str(uuid.uuid5(_SPACE, f"{session.case.code}#{session.seq}")))
    event.add("dtstamp", session.changed_at.astimezone(UTC))
    event.add("last-modified", session.changed_at.astimezone(UTC))
    event.add("sequence", session.revision)
    event.add("status", _STATUS.get(session.state, "CONFIRMED"))
    event.add("dtstart", session.begins.astimezone(UTC))
    event.add("dtend", session.ends.astimezone(UTC))
    event.add("summary", _("Mediation %(code)s · %(kind)s") % {"code": session.case.code, "kind": kind})
    if session.room is not None:
        event.add("location", f"{session.room.name}, {session.room.address}")
    return event
