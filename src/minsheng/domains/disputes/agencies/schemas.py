"""What goes in and out at the endpoints of the agencies."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from minsheng.surface.api.schemas.parts import Incoming, Reference

Weekday = Annotated[int, Field(ge=1, le=7)]
Choice = Annotated[str, StringConstraints(max_length=24)]


class AgencyFilters(Incoming):
    """Which agencies are asked for: of a kind, and taking part on a day."""

    kind: str = Field("", max_length=16)
    on: date | None = None
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class AgencyRules(Incoming):
    """Rules of an agency; what is left out stays as it is (or as the default)."""

    stationing: Literal["resident", "rotating", "on_call"] | None = None
    weekdays: list[Weekday] | None = Field(None, max_length=7, description="ISO: Monday 1; for rotating agencies")
    dispute_types: list[Choice] | None = Field(None, max_length=20, description="empty: every type")
    sign_days: int | None = Field(None, ge=1, le=30, description="working days to sign for a transfer")
    contact: str | None = Field(None, max_length=64)
    phone: str | None = Field(None, max_length=32)


class AgencyChange(AgencyRules):
    """Rules that hold from a day on; the earlier ones stay with their days."""

    valid_from: date | None = Field(None, description="first day of the new rules; today when left out")


class AgencyIn(AgencyRules):
    """A unit that is to take part."""

    unit: str = Field(max_length=32, description="code of the unit")
    kind: Choice
    valid_from: date


class AgencyEndIn(Incoming):
    """The last day."""

    valid_to: date


class SeatIn(Incoming):
    """A member of a committee."""

    name: str = Field(max_length=64)
    post: Literal["director", "deputy", "member"]
    is_woman: bool
    account: int | None = None


class CompositionIn(Incoming):
    """A committee: three to nine members, one director, at least one woman, for three years at most."""

    members: list[SeatIn] = Field(max_length=40)
    valid_from: date
    valid_to: date | None = None


class AgencyOut(BaseModel):
    """An agency on the platform."""

    id: int
    unit: Reference
    kind: str
    stationing: str
    weekdays: list[int]
    dispute_types: list[str]
    sign_days: int
    contact: str
    phone: str
    valid_from: date
    valid_to: date | None


class MemberOut(BaseModel):
    """A member of a committee."""

    name: str
    post: str
    is_woman: bool
    account: int | None


class CompositionOut(BaseModel):
    """Who made up a committee between two days."""

    valid_from: date
    valid_to: date
    members: list[MemberOut]


class AgencyFull(AgencyOut):
    """An agency with its compositions, newest first."""

    compositions: list[CompositionOut]


class AgencyPage(BaseModel):
    """Agencies by number."""

    items: list[AgencyOut]
    next: str | None
