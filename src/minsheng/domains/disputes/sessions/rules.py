"""What the time and place of a session must be like. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI, local_date

LONGEST = timedelta(hours=12)


def check_times(begins: datetime, ends: datetime, at: datetime) -> None:
    """Refuse a session, appointed at ``at``, that does not lie ahead, or does not end within twelve hours of beginning.

    Raises Refusal ``session.past``, ``session.order``, ``session.too_long``.
    """
    if begins < at:
        raise Refusal("session.past", "session_begins")
    if ends <= begins:
        raise Refusal("session.order", "session_ends")
    if ends - begins > LONGEST:
        raise Refusal("session.too_long", "session_ends", most=int(LONGEST.total_seconds() // 3600))


def check_room(name: str, first: date, last: date | None, begins: datetime) -> None:
    """Raise Refusal ``session.room_closed`` unless the room is open on the day on which the session begins."""
    day = local_date(begins)
    if day < first or (last is not None and last < day):
        raise Refusal("session.room_closed", "room", name=name, on=day.isoformat())


def check_begun(begins: datetime, at: datetime) -> None:
    """Raise Refusal ``session.not_begun`` when a session is recorded before the day on which it was to begin."""
    if local_date(at) < local_date(begins):
        raise Refusal("session.not_begun", "session", begins=clock_text(begins))


def clock_text(instant: datetime) -> str:
    """An instant as refusals write it, in the district's zone."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
