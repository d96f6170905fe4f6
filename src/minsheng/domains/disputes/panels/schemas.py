"""What goes in and out at the endpoints of the mediators."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from minsheng.surface.api.schemas.parts import Incoming, Reference

Kind = Literal["full_time", "part_time", "invited", "expert"]
Type = Annotated[str, StringConstraints(max_length=24)]


class MediatorFilters(Incoming):
    """Which mediators are asked for."""

    speciality: str = Field("", max_length=24)
    unit: str = Field("", max_length=32, description="code of the unit")
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class KeptFilters(Incoming):
    """A page of the register."""

    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class MediatorRules(Incoming):
    """What of a mediator may be changed; what is left out stays (or is the default)."""

    kind: Kind | None = None
    specialities: list[Type] | None = Field(None, max_length=20, description="empty: every type")
    languages: str | None = Field(None, max_length=100)
    introduction: str | None = Field(None, max_length=300)
    open_to_choice: bool | None = None


class MediatorIn(MediatorRules):
    """Somebody who is to mediate."""

    account: int = Field(ge=1, le=2**63 - 1)
    unit: str = Field(max_length=32, description="code of the unit")
    kind: Kind
    valid_from: date


class MediatorEndIn(Incoming):
    """The last day."""

    valid_to: date


class PublicMediator(BaseModel):
    """A mediator whom parties may choose."""

    account: int
    name: str
    unit: Reference
    kind: str
    specialities: list[str]
    languages: str
    introduction: str


class MediatorOut(PublicMediator):
    """An entry of the register."""

    id: int
    open_to_choice: bool
    valid_from: date
    valid_to: date | None


class PublicMediatorPage(BaseModel):
    """Mediators by number."""

    items: list[PublicMediator]
    next: str | None


class MediatorPage(BaseModel):
    """Entries by number."""

    items: list[MediatorOut]
    next: str | None
