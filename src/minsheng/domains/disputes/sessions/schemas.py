"""What goes in and out at the endpoints of sessions and rooms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from minsheng.surface.api.schemas.parts import Incoming, Kind, Person, Reference


class SessionFilters(Incoming):
    """Whose calendar, and of which week: one's own, or that of a unit or a room."""

    week: date | None = Field(None, description="any day of the week; today's when left out")
    unit: str = Field("", max_length=32, description="code of the unit that leads the cases")
    room: int | None = Field(None, ge=1, le=2**63 - 1)
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class CaseSessionFilters(Incoming):
    """Which page of a case's sessions."""

    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class RoomFilters(Incoming):
    """Which rooms are asked for."""

    open: bool = Field(default=False, description="only those that are not closed for good")
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class RoomRules(Incoming):
    """What of a room may be changed; what is left out stays."""

    address: str | None = Field(None, max_length=200)
    seats: int | None = Field(None, ge=1, le=500)
    has_video: bool | None = None
    allows_link: bool | None = None


class RoomIn(RoomRules):
    """A room that is to be used."""

    unit: str = Field(max_length=32, description="code of the unit")
    name: str = Field(max_length=64)
    address: str = Field(max_length=200)
    seats: int = Field(ge=1, le=500)
    valid_from: date


class RoomEndIn(Incoming):
    """The last day."""

    valid_to: date


class RoomOut(BaseModel):
    """A room."""

    id: int
    unit: Reference
    name: str
    address: str
    seats: int
    has_video: bool
    allows_link: bool
    valid_from: date
    valid_to: date | None


class RoomPage(BaseModel):
    """Rooms by number."""

    items: list[RoomOut]
    next: str | None


class SessionCase(BaseModel):
    """What a session is about."""

    code: str
    kind: Kind


class SessionRoom(BaseModel):
    """Where it is."""

    id: int
    name: str
    address: str


class SessionOut(BaseModel):
    """A session; ``case`` is null where only the time is for the reader."""

    id: int
    begins: datetime
    ends: datetime
    state: Literal["planned", "moved", "held", "cancelled"]
    case: SessionCase | None
    room: SessionRoom | None
    mediators: list[Person]
    link: str


class SessionPage(BaseModel):
    """Sessions by time."""

    items: list[SessionOut]
    next: str | None
