"""What the API says of step templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from minsheng.surface.api.schemas.parts import Reference


class Words(BaseModel):
    """Words in both languages."""

    zh: str
    en: str


class StepOut(BaseModel):
    """One step; ``doer`` is relation and permission."""

    name: Words
    public: Words
    doer: str
    days: int = Field(description="0: no term")
    unit: Literal["working", "calendar", ""]
    law: str
    article: str


class AxisOut(BaseModel):
    """An axis with its values."""

    name: Words
    values: list[Words]


class VersionOut(BaseModel):
    """A version; ``procedure`` is what it was released as, empty for a draft."""

    number: int
    procedure: str
    version: str
    released_at: datetime | None
    steps: list[StepOut]
    axes: list[AxisOut]


class TemplateOut(BaseModel):
    """A template."""

    id: int
    slug: str
    name: Words


class TemplateFull(TemplateOut):
    """A template with all its versions, newest first."""

    versions: list[VersionOut]


class TemplatePage(BaseModel):
    """A page of templates."""

    items: list[TemplateOut]
    next: str | None


class AssignmentOut(BaseModel):
    """In which area which version is used, from when to when."""

    id: int
    template: str
    number: int
    area: Reference
    valid_from: date
    valid_to: date | None


class AssignmentPage(BaseModel):
    """A page of assignments."""

    items: list[AssignmentOut]
    next: str | None


class PageFilters(BaseModel):
    """From where on, and how many."""

    cursor: str = Field("", max_length=400)
    limit: int = Field(50, ge=1, le=100)


class AssignmentFilters(PageFilters):
    """Which assignments: ``q`` is a part of an area's name or the beginning of its code."""

    q: str = Field("", max_length=60)
