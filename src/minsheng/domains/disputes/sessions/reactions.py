"""The rows of sessions, as the acts of a case make them: schedule, move, cancel, hold; and another panel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import AHEAD, Attendance, Room, Session, SessionState
from minsheng.domains.disputes.sessions.placing import Appointment, appoint, cancel, move, seat
from minsheng.domains.disputes.sessions.rules import check_begun, check_room, check_times
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.events import CaseActed
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.reactions import Change, reaction
from minsheng.kernel.events import receiver
from minsheng.kernel.procedures.library import procedure_of

MEDIATIONS = ("TJ", "WT", "LT", "ZT", "XT")
"""How the codes begin of cases that have sessions: no other case is asked about after an act."""


def panel_at(case: Case, seq: int) -> tuple[int, ...]:
    """The mediators named when act ``seq`` was done, the chief first: by the last act that named any."""
    acts = Act.objects.filter(case_id=case.pk, seq__lte=seq, data__has_key="mediators").order_by("-seq")
    named = acts.values_list("data__mediators", flat=True).first()
    found = named if isinstance(named, list) else case.facts.get("mediators") or []
    return tuple(dict.fromkeys(int(pk) for pk in found))


@reaction("schedule_session")
def schedule(change: Change) -> None:
    """A session is to be held by the panel of the case.

    Raises Refusal ``session.no_mediator``, those of ``check_times`` and ``check_room``, ``session.no_link_here``,
    ``session.mediator_busy``, ``session.room_busy``.
    """
    data, done = change.done.data, change.done
    begins, ends = _times(data, done.at)
    mediators = panel_at(change.case, done.seq)
    if not mediators:
        raise Refusal("session.no_mediator", status=409)
    room_id = _room(data.get("room"), begins, change.texts.get("link", ""))
    appoint([Appointment(change.case.pk, done.seq, begins, ends, room_id, mediators, done.at)])


@reaction("move_session")
def reschedule(change: Change) -> None:
    """A session is held at another time; without a room in the act it stays in its own."""
    data = change.done.data
    begins, ends = _times(data, change.done.at)
    session = _ahead(change)
    wanted = data.get("room", session.room_id)
    move(session, begins, ends, _room(wanted, begins, change.texts.get("link", "")), change.done.at)


@reaction("cancel_session")
def call_off(change: Change) -> None:
    """A session is called off."""
    cancel(_ahead(change), change.done.at)


@reaction("hold_session")
def hold(change: Change) -> None:
    """A session was held: who came. Raises Refusal ``session.not_begun`` before its day."""
    session = _ahead(change)
    check_begun(session.begins, change.done.at)
    session.state, session.held_seq, session.changed_at = SessionState.HELD, change.done.seq, change.done.at
    session.save(update_fields=["state", "held_seq", "changed_at"])
    Attendance.objects.bulk_create(
        Attendance(session=session, case_id=session.case_id, party_id=line["party"], presence=line["presence"])
        for line in change.done.data.get("attendance") or ()
    )


@reaction("appoint_mediators")
def reseat(change: Change) -> None:
    """Whoever is named now mediates what is still to be held. Raises Refusal ``session.mediator_busy``."""
    panel = panel_at(change.case, change.done.seq)
    rows = Session.objects.select_for_update().filter(case_id=change.case.pk, state__in=AHEAD)
    for session in rows.filter(begins__gt=change.done.at).order_by("begins", "pk"):
        seat(session, panel, change.done.at)


@receiver(CaseActed, name="disputes.call_off_sessions")
def call_off_what_cannot_be(event: CaseActed) -> None:
    """Free rooms and mediators once a case of mediation has gone on to where no session can be held any more."""
    if event.state_before == event.state_after or not event.code.startswith(MEDIATIONS):
        return
    with acting_as_system():
        rows = Session.objects.select_for_update(of=("self",)).select_related("case")
        found = list(rows.filter(case_id=event.case_id, state__in=AHEAD, begins__gt=event.at))
        if found and _is_over(found[0].case):
            for session in found:
                cancel(session, event.at)


def _is_over(case: Case) -> bool:
    """Whether sessions of the case can be held no more. While an agreement is signed people still meet."""
    spec = procedure_of(case.procedure_id).act.get("hold_session")
    return case.closed_at is not None or spec is None or case.state not in {*spec.source, "signing"}


def _times(data: dict[str, Any], at: datetime) -> tuple[datetime, datetime]:
    begins, ends = (datetime.fromisoformat(str(data[name])) for name in ("session_begins", "session_ends"))
    check_times(begins, ends, at)
    return begins, ends


def _room(room_id: Any, begins: datetime, link: str) -> int | None:
    if room_id is None:
        return None
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise Refusal("room.unknown", "room")
    check_room(room.name, room.valid_from, room.valid_to, begins)
    if link and not room.allows_link:
        raise Refusal("session.no_link_here", "link", name=room.name)
    return room.pk


def _ahead(change: Change) -> Session:
    rows = Session.objects.select_for_update().filter(case_id=change.case.pk, pk=change.done.data["session"])
    session = rows.first()
    if session is None or session.state not in AHEAD:
        raise Refusal("session.not_ahead", "session", status=409)
    return session
