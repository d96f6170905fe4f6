"""Reads of sessions: weeks of a mediator, a unit and a room; the sessions of a case; one session with all it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import Attendance, Room, Session, SessionMediator, SessionState
from minsheng.domains.disputes.reach import require_for_unit
from minsheng.domains.disputes.sessions.rules import LONGEST
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.rules import require
from minsheng.kernel.cases.models import ActText, Case

PERMISSION = "disputes.sessions"
MOST = 500
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """A session in a calendar. ``session`` is None where its case is not for the reader: the time is taken, no more."""

    pk: int
    begins: datetime
    ends: datetime
    state: str
    session: Session | None


def own_slots(by: Actor, first: datetime, last: datetime, *, after: Key | None = None, limit: int = MOST) -> list[Slot]:
    """The sessions that the actor mediates from ``first`` up to ``last``, by time. Two statements."""
    if by.account_id is None:
        return []
    seats = SessionMediator.objects.filter(account_id=by.account_id, **_within(first, last))
    rows = Session.objects.filter(pk__in=seats.values("session_id"))
    return [_open_slot(row) for row in with_people(_behind(rows, after)[:limit])]


def unit_slots(
    by: Actor, unit_id: int, first: datetime, last: datetime, *, after: Key | None = None, limit: int = MOST
) -> list[Slot]:
    """Sessions of the cases that a unit leads. Raises Refusal ``access.denied`` (403) without ``disputes.sessions``."""
    require_for_unit(by, PERMISSION, unit_id)
    return _masked(Q(case__lead_unit_id=unit_id), first, last, after, limit)


def room_slots(
    by: Actor, room_id: int, first: datetime, last: datetime, *, after: Key | None = None, limit: int = MOST
) -> list[Slot]:
    """When a room is taken, for whoever schedules sessions; of cases that are not theirs the time alone.

    Raises Refusal ``access.denied`` (403), ``room.unknown`` (404).
    """
    require(by, PERMISSION)
    if not Room.objects.filter(pk=room_id).exists():
        raise Refusal("room.unknown", "room", status=404)
    return _masked(Q(room_id=room_id), first, last, after, limit)


def _masked(wanted: Q, first: datetime, last: datetime, after: Key | None, limit: int) -> list[Slot]:
    """Times with system eyes, what they are about with the reader's own."""
    with acting_as_system():
        rows = Session.objects.filter(wanted, **_within(first, last)).exclude(state=SessionState.CANCELLED)
        taken = list(_behind(rows, after)[:limit].values_list("pk", "begins", "ends", "state"))
    seen = {row.pk: row for row in with_people(Session.objects.filter(pk__in=[pk for pk, *_ in taken]))}
    return [Slot(pk, begins, ends, state, seen.get(pk)) for pk, begins, ends, state in taken]


def _within(first: datetime, last: datetime) -> dict[str, datetime]:
    """What touches a span; as no session is longer than ``LONGEST``, an index of beginnings finds it."""
    return {"begins__gt": first - LONGEST, "begins__lt": last, "ends__gt": first}


def _behind(rows: QuerySet[Session], after: Key | None) -> QuerySet[Session]:
    ordered = rows.order_by("begins", "pk")
    if after is None:
        return ordered
    return ordered.filter(begins__gte=after[0]).exclude(begins=after[0], pk__lte=after[1])


def _open_slot(row: Session) -> Slot:
    return Slot(row.pk, row.begins, row.ends, row.state, row)


def with_people(rows: QuerySet[Session]) -> list[Session]:
    """Sessions with case, room and mediators (the chief first). Two statements."""
    seats = SessionMediator.objects.select_related("account").order_by("place")
    return list(rows.select_related("case", "room").prefetch_related(Prefetch("mediators", seats)))


def sessions_of(case: Case, *, attendance: bool = False) -> list[Session]:
    """The sessions of a case that the reader may see, the newest first; with attendance when asked."""
    rows = Session.objects.filter(case_id=case.pk).order_by("-begins", "-pk")
    if attendance:
        rows = rows.prefetch_related(Prefetch("attendance", Attendance.objects.order_by("pk")))
    return with_people(rows)


def page_of(case: Case, *, before: Key | None = None, limit: int = MOST) -> list[Slot]:
    """The sessions of a case that the reader may see, the newest first, behind a key. Two statements."""
    rows = Session.objects.filter(case_id=case.pk).order_by("-begins", "-pk")
    if before is not None:
        rows = rows.filter(begins__lte=before[0]).exclude(begins=before[0], pk__gte=before[1])
    return [_open_slot(row) for row in with_people(rows[:limit])]


def session_for(by: Actor, pk: int) -> Session:
    """One session with room and mediators, as far as the database shows it. Raises ``session.unknown`` (404)."""
    found = with_people(Session.objects.filter(pk=pk))
    if not found:
        raise Refusal("session.unknown", status=404)
    return found[0]


def feed_of(by: Actor, now: datetime) -> list[Session]:
    """What a person's calendar feed holds: their sessions of the last month and of all that is to come."""
    if by.account_id is None:
        return []
    seats = SessionMediator.objects.filter(account_id=by.account_id, begins__gt=now - timedelta(days=31))
    return with_people(Session.objects.filter(pk__in=seats.values("session_id")).order_by("begins", "pk")[: 2 * MOST])


def links_of(sessions: Iterable[Session]) -> Mapping[int, str]:
    """The online link of each session that has one: a text of the act that made it. One statement."""
    wanted = {(row.case_id, row.seq): row.pk for row in sessions}
    texts = ActText.objects.filter(case_id__in={case for case, _ in wanted}, field="link").exclude(text="")
    found = texts.values_list("case_id", "seq", "text")
    return {wanted[case, seq]: text for case, seq, text in found if (case, seq) in wanted}


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session that was held, for its printed record (调解记录): mediators by name, the chief first."""

    session: Session
    mediators: tuple[str, ...]
    attendance: tuple[tuple[int, str], ...]
    link: str
    text: str


def record_of(by: Actor, pk: int) -> SessionRecord:
    """Everything that stands in the record of a session: attendance as pairs of party id and presence.

    Raises Refusal ``session.unknown`` (404) for one that the reader may not see or that was not held.
    """
    session = session_for(by, pk)
    if session.held_seq is None:
        raise Refusal("session.unknown", status=404)
    texts = ActText.objects.filter(case_id=session.case_id, seq=session.held_seq, field="record")
    return SessionRecord(
        session=session,
        mediators=tuple(seat.account.display_name for seat in session.mediators.all()),
        attendance=tuple(session.attendance.order_by("pk").values_list("party_id", "presence")),
        link=links_of([session]).get(session.pk, ""),
        text=texts.values_list("text", flat=True).first() or "",
    )


def rooms(*, open_only: bool = False, after: int = 0) -> QuerySet[Room]:
    """Rooms by number behind ``after``, with their units: a register without anything personal."""
    rows = Room.objects.select_related("unit").filter(pk__gt=after).order_by("pk")
    if open_only:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))
    return rows


def room(by: Actor, pk: int) -> Room:
    """One room, for whoever keeps it. Raises Refusal ``access.denied`` (403), ``room.unknown`` (404)."""
    require(by, PERMISSION)
    found = Room.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refusal("room.unknown", status=404)
    require_for_unit(by, PERMISSION, found.unit_id)
    return found
