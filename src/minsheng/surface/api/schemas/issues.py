"""Cases that are likely the same matter, and hot issues."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from minsheng.surface.api.schemas.parts import Reference, State


class Similar(BaseModel):
    """A case that is likely about the same matter, and why. A person decides whether it is."""

    code: str
    title: str
    state: State
    filed_at: datetime
    metres: int | None = Field(description="null where one of the two has no point")
    days: float = Field(description="between the two filings")
    shared: list[str] = Field(description="what both texts say")
    score: float = Field(description="0 to 1: text × place × time")


class HotIssueFilters(BaseModel):
    """Which hot issues."""

    days: int = Field(90, ge=1, le=90, description="reported again within so many days")
    area: str = Field("", max_length=40, description="code or id; those below count too")
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class HotIssueOut(BaseModel):
    """Recent cases about the same thing. People are counted once; nobody is named."""

    id: int
    title: str
    terms: list[str]
    realm: str
    area: Reference | None
    first_at: datetime
    last_at: datetime
    cases: int
    open: int
    closed: int
    people: int = Field(description="distinct reporters")
    unnamed: int = Field(description="cases without a name")
    per_week: float
    heat: float = Field(description="(people + unnamed / 2) × (1 + span / 90 days) × ½ ^ (quiet days / 14)")
    computed_at: datetime


class HotIssuePage(BaseModel):
    """Hot issues, the hottest first."""

    items: list[HotIssueOut]
    next: str | None
