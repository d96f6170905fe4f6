"""What goes out at the endpoint of chains."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class DateOut(BaseModel):
    """A date that went along with a hand-over."""

    label: str
    day: date


class StepOut(BaseModel):
    """One case of a chain; of one that the caller does not see only the dates that went there."""

    this: bool
    code: str | None
    procedure: str | None
    state: str | None
    unit: str | None
    filed: date | None
    open: bool | None
    way: str | None = Field(description="how it got there")
    dates: list[DateOut]
    law: str | None = Field(description="the source of the last day to apply")
