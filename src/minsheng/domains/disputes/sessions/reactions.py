"""The rows of sessions, as the acts of a case make them: schedule, move, cancel, hold; and another panel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import AHEAD, Attendance, Room, Session, SessionMediator, SessionState
from minsheng.domains.disputes.sessions.placing import Appointment, appoint, cancel, move, seat
from minsheng.domains.disputes.sessions.rules import check_begun, check_room, check_times
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.events import CaseActed
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.reactions import Change, reaction
from minsheng.kernel.cases.remaking import register_projection
from minsheng.kernel.events import receiver
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure, call_parts

MEDIATIONS = ("TJ", "WT", "LT", "ZT", "XT")
"""How the codes begin of cases that have sessions: no other case is asked about after an act."""
EFFECTS = frozenset({"schedule_session", "move_session", "cancel_session", "hold_session", "appoint_mediators"})
"""Effects of which the rows of sessions are made."""
EXCLUSIONS = ("one_session_of_a_room_at_a_time", "one_session_of_a_mediator_at_a_time")


def panel_at(case: Case, seq: int) -> tuple[int, ...]:
    """The mediators named when act ``seq`` was done, the chief first: by the last act that named any.

    Where the parties' proposals were taken as they stood, the last proposal is what all had agreed on.
    """
    acts = Act.objects.filter(case_id=case.pk, seq__lte=seq, data__has_any_keys=["mediators", "proposed"])
    lines = acts.order_by("-seq").values_list("data__mediators", "data__proposed")
    named = next((first or second for first, second in lines if first or second), None)
    found = named if isinstance(named, list) else case.facts.get("mediators") or []
    return tuple(dict.fromkeys(int(pk) for pk in found))


@reaction("schedule_session")
def schedule(change: Change) -> None:
    """A session is to be held by the panel of the case.

    Raises Refusal ``session.no_mediator``, those of ``check_times`` and ``check_room``, ``session.no_link_here``,
    ``session.mediator_busy``, ``session.room_busy``.
    """
    data, done = change.done.data, change.done
    begins, ends = _times(change)
    mediators = panel_at(change.case, done.seq)
    if not mediators:
        raise Refusal("session.no_mediator", status=409)
    room_id = _room(change, data.get("room"), begins)
    with _again(change):
        appoint([Appointment(change.case.pk, done.seq, begins, ends, room_id, mediators, done.at)])


@reaction("move_session")
def reschedule(change: Change) -> None:
    """A session is held at another time; without a room in the act it stays in its own."""
    begins, ends = _times(change)
    session = _ahead(change)
    wanted = change.done.data.get("room", session.room_id)
    with _again(change):
        move(session, begins, ends, _room(change, wanted, begins), change.done.at)


@reaction("cancel_session")
def call_off(change: Change) -> None:
    """A session is called off."""
    with _again(change):
        cancel(_ahead(change), change.done.at)


@reaction("hold_session")
def hold(change: Change) -> None:
    """A session was held: who came. Raises Refusal ``session.not_begun`` before its day."""
    session = _ahead(change)
    if not change.is_replay:
        check_begun(session.begins, change.done.at)
    session.state, session.held_seq, session.changed_at = SessionState.HELD, change.done.seq, change.done.at
    with _again(change):
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
    with _again(change):
        for session in rows.filter(begins__gt=change.done.at).order_by("begins", "pk"):
            seat(session, panel, change.done.at)


@receiver(CaseActed, name="disputes.call_off_sessions")
def call_off_what_cannot_be(event: CaseActed) -> None:
    """Free rooms and mediators once a case of mediation has gone on to where no session can be held any more."""
    if event.state_before == event.state_after or not event.code.startswith(MEDIATIONS):
        return
    with acting_as_system():
        case = Case.objects.get(pk=event.case_id)
        if _is_over(procedure_of(case.procedure_id), event.state_after):
            _call_off(case.pk, event.at)


def _call_off(case_id: int, at: datetime) -> None:
    rows = Session.objects.select_for_update().filter(case_id=case_id, state__in=AHEAD, begins__gt=at)
    for session in rows.order_by("begins", "pk"):
        cancel(session, at)


def _is_over(procedure: Procedure, state: str) -> bool:
    """Whether no session can be held in a state. While an agreement is signed people still meet."""
    spec = procedure.act.get("hold_session")
    return state in procedure.final or spec is None or state not in {*spec.source, "signing"}


@contextmanager
def _again(change: Change) -> Iterator[None]:
    """When an act is replayed: overlaps are looked at when all is made again, and what ended the mediation counts too.

    A time that was left since may belong to another session now. What the receiver above has called off is found in the
    acts between this one and the next that concerns sessions.
    """
    if not change.is_replay:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {', '.join(EXCLUSIONS)} DEFERRED")
    yield
    later = Act.objects.filter(case_id=change.case.pk, seq__gt=change.done.seq).order_by("seq")
    for act in later:
        if {call_parts(call)[0] for call in change.procedure.act[act.key].does} & EFFECTS:
            return
        if act.state_before != act.state_after and _is_over(change.procedure, act.state_after):
            _call_off(change.case.pk, act.at)


def _times(change: Change) -> tuple[datetime, datetime]:
    data = change.done.data
    begins, ends = (datetime.fromisoformat(str(data[name])) for name in ("session_begins", "session_ends"))
    if not change.is_replay:
        check_times(begins, ends, change.done.at)
    return begins, ends


def _room(change: Change, room_id: Any, begins: datetime) -> int | None:
    if room_id is None or change.is_replay:
        return int(room_id) if room_id is not None else None
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise Refusal("room.unknown", "room")
    check_room(room.name, room.valid_from, room.valid_to, begins)
    if change.texts.get("link") and not room.allows_link:
        raise Refusal("session.no_link_here", "link", name=room.name)
    return room.pk


def _ahead(change: Change) -> Session:
    rows = Session.objects.select_for_update().filter(case_id=change.case.pk, pk=change.done.data["session"])
    session = rows.first()
    if session is None or session.state not in AHEAD:
        raise Refusal("session.not_ahead", "session", status=409)
    return session


register_projection((Session, SessionMediator, Attendance), EFFECTS)
