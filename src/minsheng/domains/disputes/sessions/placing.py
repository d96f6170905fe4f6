"""Writing sessions with their mediators. Whether two overlap is decided by the database, whoever writes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import Session, SessionMediator, SessionState
from minsheng.domains.disputes.sessions.rules import clock_text
from minsheng.kernel.cases.reactions import row_key

_MEDIATOR, _ROOM = 1, 2


@dataclass(frozen=True, slots=True)
class Appointment:
    """A session that is to be: of which case and act, when, where, with whom (the first presides)."""

    case_id: int
    seq: int
    begins: datetime
    ends: datetime
    room_id: int | None
    mediators: tuple[int, ...]
    at: datetime


def appoint(wanted: Sequence[Appointment]) -> list[Session]:
    """Write sessions that are to be held. Needs system eyes.

    Raises Refusal ``session.mediator_busy`` or ``session.room_busy`` (409) when one of them overlaps another session.
    """
    places = {(it.begins, it.ends, it.room_id, it.mediators) for it in wanted}
    _queue((pk for it in wanted for pk in it.mediators), (it.room_id for it in wanted))
    with _named(places):
        made = Session.objects.bulk_create(
            Session(
                pk=row_key(it.case_id, it.seq),
                case_id=it.case_id,
                seq=it.seq,
                begins=it.begins,
                ends=it.ends,
                room_id=it.room_id,
                changed_at=it.at,
            )
            for it in wanted
        )
        SessionMediator.objects.bulk_create(
            seat for session, it in zip(made, wanted, strict=True) for seat in _seats(session, it.mediators)
        )
    return made


def move(session: Session, begins: datetime, ends: datetime, room_id: int | None, at: datetime) -> None:
    """Give a session another time or room. Raises the Refusals of `appoint`."""
    accounts = tuple(session.mediators.values_list("account_id", flat=True))
    _queue(accounts, [room_id])
    with _named([(begins, ends, room_id, accounts)], session.pk):
        _change(session, at, state=SessionState.MOVED, begins=begins, ends=ends, room_id=room_id)
        session.mediators.update(begins=begins, ends=ends)


def seat(session: Session, mediators: tuple[int, ...], at: datetime) -> None:
    """Let others mediate a session that is still to be held. Raises Refusal ``session.mediator_busy`` (409)."""
    _queue(mediators, [])
    with _named([(session.begins, session.ends, None, mediators)], session.pk):
        session.mediators.all().delete()
        SessionMediator.objects.bulk_create(_seats(session, mediators))
        _change(session, at)


def cancel(session: Session, at: datetime) -> None:
    """Call a session off; its room and mediators are free again."""
    _change(session, at, state=SessionState.CANCELLED)
    session.mediators.update(live=False)


def _change(session: Session, at: datetime, **values: object) -> None:
    session.revision += 1
    session.changed_at = at
    for name, value in values.items():
        setattr(session, name, value)
    session.save(update_fields=["revision", "changed_at", *values])


def _seats(session: Session, mediators: tuple[int, ...]) -> Iterator[SessionMediator]:
    for place, account in enumerate(mediators):
        yield SessionMediator(
            session=session,
            case_id=session.case_id,
            account_id=account,
            place=place,
            begins=session.begins,
            ends=session.ends,
        )


def _queue(accounts: Iterable[int], rooms: Iterable[int | None]) -> None:
    """Let whoever appoints for the same people or rooms wait in one line.

    The constraints alone would do, but two writers that wait for each other's rows are a deadlock, which the database
    finds after a second and ends with an error; in line, the second one is refused at once and with a reason.
    """
    wanted = {(_MEDIATOR, pk) for pk in accounts} | {(_ROOM, pk) for pk in rooms if pk is not None}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(k) FROM (SELECT hashtextextended('session ' || u, 0) AS k "
            "FROM unnest(%s::text[]) AS u ORDER BY 1) AS line",
            [[f"{kind}:{pk}" for kind, pk in wanted]],
        )


Place = tuple[datetime, datetime, "int | None", tuple[int, ...]]


@contextmanager
def _named(places: Iterable[Place], own: int = 0) -> Iterator[None]:
    """Turn the database's refusal of an overlap into ours, which says whose other session is when."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for place in places:
            _find(place, own)
        raise error from None


def _find(place: Place, own: int) -> None:
    """Raise the Refusal for the session that is in the way; ``own`` is the one that is being written (0: a new one)."""
    begins, ends, room_id, accounts = place
    seats = SessionMediator.objects.filter(account_id__in=accounts, live=True, begins__lt=ends, ends__gt=begins)
    taken = seats.exclude(session_id=own).select_related("account").order_by("begins", "place").first()
    if taken is not None:
        name = taken.account.display_name
        raise Refusal("session.mediator_busy", "session_begins", status=409, name=name, **_times(taken))
    if room_id is not None:
        others = Session.objects.filter(room_id=room_id, begins__lt=ends, ends__gt=begins).exclude(pk=own)
        other = others.exclude(state=SessionState.CANCELLED).select_related("room").order_by("begins").first()
        if other is not None and other.room is not None:
            raise Refusal("session.room_busy", "room", status=409, name=other.room.name, **_times(other))


def _times(other: SessionMediator | Session) -> dict[str, str]:
    return {"begins": clock_text(other.begins), "ends": clock_text(other.ends)}
