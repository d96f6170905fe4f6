"""Writes of the register of rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.days import check_day, check_span, overlaps
from minsheng.domains.disputes.models import Room
from minsheng.domains.disputes.reach import require_for_unit
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Unit
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record

PERMISSION = "disputes.sessions"
MOST_SEATS = 500
CHANGEABLE = ("address", "seats", "has_video", "allows_link")


@transaction.atomic
def add_room(
    *,
    by: Actor,
    unit_id: int,
    name: str,
    address: str,
    seats: int,
    valid_from: date,
    has_video: bool = False,
    allows_link: bool = False,
) -> Room:
    """Enter a room of a unit from a day on. Needs ``disputes.sessions`` for the unit.

    Raises Refusal ``unit.unknown``, ``room.exists``, ``field.range``, or one of ``text.…``.
    """
    require(by, PERMISSION)
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("unit.unknown", "unit", id=unit_id)
    require_for_unit(by, PERMISSION, unit_id)
    text = clean_text(name, "name", 64)
    values = _cleaned(address=address, seats=seats, has_video=has_video, allows_link=allows_link)
    check_day(valid_from, "valid_from")
    spans = Room.objects.filter(unit=unit, name=text).values_list("valid_from", "valid_to")
    if any(overlaps(valid_from, None, first, last) for first, last in spans):
        raise Refusal("room.exists", "name", name=text)
    room = Room.objects.create(unit=unit, name=text, valid_from=valid_from, **values)
    _record("added", by, room, unit=unit.code, on=valid_from.isoformat())
    return room


@transaction.atomic
def change_room(*, by: Actor, room_id: int, **changes: Any) -> Room:
    """Change address, seats, video, or whether people may take part online. Needs ``disputes.sessions`` for the unit.

    Raises Refusal ``room.unknown`` (404), ``room.ended`` (409), and those of `add_room` on the values.
    """
    room = _locked(by, room_id)
    before = {name: getattr(room, name) for name in CHANGEABLE}
    values = _cleaned(**{**before, **{name: value for name, value in changes.items() if name in before}})
    changed = sorted(name for name, value in values.items() if before[name] != value)
    for name in changed:
        setattr(room, name, values[name])
    if changed:
        room.save(update_fields=changed)
        _record("changed", by, room, fields=changed)
    return room


@transaction.atomic
def end_room(*, by: Actor, room_id: int, valid_to: date) -> Room:
    """Say which day is a room's last. Sessions that stand there already keep it until they are moved.

    Needs ``disputes.sessions`` for the unit. Raises Refusal ``room.unknown`` (404), ``room.ended`` (409),
    ``dates.order``, ``field.range``.
    """
    room = _locked(by, room_id)
    check_span(room.valid_from, valid_to)
    room.valid_to = valid_to
    room.save(update_fields=["valid_to"])
    _record("ended", by, room, on=valid_to.isoformat())
    return room


def _cleaned(*, address: str, seats: int, has_video: bool, allows_link: bool) -> dict[str, Any]:
    if not 1 <= seats <= MOST_SEATS:
        raise Refusal("field.range", "seats", min=1, max=MOST_SEATS, value=seats)
    text = clean_text(address, "address", 200)
    return {"address": text, "seats": seats, "has_video": has_video, "allows_link": allows_link}


def _locked(by: Actor, room_id: int) -> Room:
    require(by, PERMISSION)
    room = Room.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=room_id).first()
    if room is None:
        raise Refusal("room.unknown", status=404)
    require_for_unit(by, PERMISSION, room.unit_id)
    if room.valid_to is not None:
        raise Refusal("room.ended", status=409, on=room.valid_to.isoformat())
    return room


def _record(what: str, by: Actor, room: Room, **data: Any) -> None:
    record(f"disputes.room_{what}", by=by, subject="room", subject_id=room.pk, data=data)
