"""The rooms that the start page leads to. Each is named by its own module, at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from minsheng.kernel.access.actors import Actor
from minsheng.surface.web.words import language_now


@dataclass(frozen=True, slots=True)
class Room:
    """One way in. Shown to whoever holds one of ``permissions``; names and hints are Chinese, English."""

    url: str
    name: tuple[str, str]
    hint: tuple[str, str]
    permissions: tuple[str, ...]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Door:
    """A room as the page shows it."""

    href: str
    name: str
    hint: str


READING = ("disputes.read", "petitions.read", "awards.read")
"""Whoever reads cases of the platform finds them on the page."""
_rooms: dict[str, Room] = {}


def register_rooms(*rooms: Room) -> None:
    """Add rooms at start-up. Two different ones under one address are a programming error."""
    for room in rooms:
        if _rooms.setdefault(room.url, room) != room:
            raise ValueError(f"room registered twice: {room.url}")


def permissions() -> tuple[str, ...]:
    """Whoever holds one of these has something to find on the page."""
    return tuple(dict.fromkeys([*READING, *(name for room in _rooms.values() for name in room.permissions)]))


def doors_for(actor: Actor) -> list[Door]:
    """The rooms that the actor may open, in their order."""
    at = int(language_now().startswith("en"))
    open_to = [room for room in _rooms.values() if any(actor.holds(name) for name in room.permissions)]
    return [
        Door(reverse(room.url), room.name[at], room.hint[at])
        for room in sorted(open_to, key=lambda room: (room.order, room.url))
    ]
