"""What the API says of early warnings."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from minsheng.surface.api.schemas.parts import Reference

Reason = Literal["same_parties", "same_place", "growing", "threat", "refusals", "missed"]
Decision = Literal["watch", "strengthen", "police", "raise", "false_alarm"]


class WarningFilters(BaseModel):
    """Which warnings, from where on."""

    state: Literal["open", "decided", "all"] = "open"
    reason: Reason | None = None
    area: str = Field("", max_length=24, description="code of an area: cases in it and below")
    cursor: str = Field("", max_length=400)
    limit: int = Field(50, ge=1, le=100)


class Quoted(BaseModel):
    """A word of the list in its place."""

    category: str
    before: str
    word: str
    behind: str


class WarningOut(BaseModel):
    """An early warning on a case. Other cases are named as far as the caller may see them."""

    id: int
    case: str
    area: Reference | None
    reason: Reason
    sentences: list[str]
    quotations: list[Quoted]
    others: list[str]
    unseen: int
    raised_at: datetime
    decided_at: datetime | None
    decision: str
    note: str
    may_decide: bool


class WarningPage(BaseModel):
    """A page of warnings."""

    items: list[WarningOut]
    next: str | None


class DecisionIn(BaseModel):
    """A decision with its reasons."""

    model_config = ConfigDict(extra="forbid")

    decision: Decision
    note: str = Field(max_length=20_000)
