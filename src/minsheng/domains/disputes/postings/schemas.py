"""What goes in and out at the endpoints of branches and postings."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from minsheng.surface.api.schemas.parts import Incoming, Reference


class BranchFilters(Incoming):
    """Which branches are asked for: those in an area (code or number)."""

    area: str = Field("", max_length=20)
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class BranchIn(Incoming):
    """A branch that is to be registered."""

    name: str = Field(max_length=100)
    compound: str = Field(max_length=100)
    area: str = Field(max_length=20, description="code or number of the area in which the compound lies")
    valid_from: date
    due_from: date | None = Field(None, description="since when it is due to have a posted cadre; empty: not")


class BranchDueIn(Incoming):
    """From when to when a branch is due to have a posted cadre; without a first day it never is."""

    due_from: date | None = None
    due_to: date | None = None


class BranchCloseIn(Incoming):
    """The last day of a branch."""

    valid_to: date


class PostingIn(Incoming):
    """A cadre who is to be posted."""

    unit: str = Field(max_length=32, description="code of the unit that sends")
    cadre: str = Field(max_length=64, description="name at work")
    staff_number: str = Field("", max_length=32)
    account: int | None = None
    position: str = Field("", max_length=64)
    full_time: bool
    valid_from: date


class PostingEndIn(Incoming):
    """Last day of a posting, and why it ends."""

    valid_to: date
    reason: Literal["term", "rotation", "transfer", "retired", "recalled", "other"]
    note: str = Field("", max_length=200)


class PostingOut(BaseModel):
    """A posting of a cadre to a branch."""

    id: int
    branch: int
    unit: Reference
    cadre: str
    staff_number: str
    account: int | None
    position: str
    full_time: bool
    valid_from: date
    valid_to: date | None
    end_reason: str
    end_note: str


class BranchOut(BaseModel):
    """A party branch of a compound."""

    id: int
    name: str
    compound: str
    area: Reference
    valid_from: date
    valid_to: date | None
    due_from: date | None
    due_to: date | None


class BranchFull(BranchOut):
    """A branch with its postings, newest first."""

    postings: list[PostingOut]


class BranchPage(BaseModel):
    """Branches by number, each with its postings."""

    items: list[BranchFull]
    next: str | None


class CoverageOut(BaseModel):
    """Branches with a posted cadre among those due to have one, and cadres posted full time."""

    covered: int
    due: int
    full_time: int
    share: float | None = Field(description="per cent to one decimal; empty where no branch is due")


class AreaCoverageOut(CoverageOut):
    """Coverage of one sub-district."""

    area: Reference


class CoverageReport(BaseModel):
    """Coverage on a day, by sub-district and in all."""

    on: date
    areas: list[AreaCoverageOut]
    total: CoverageOut
