"""What the API says of the register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field

from minsheng.surface.api.schemas.cases import Day


class RegisterFilters(BaseModel):
    """Which part: a period, both days counted; an area and a committee by code; a type."""

    first: Day
    last: Day
    area: str = Field("", max_length=40)
    unit: str = Field("", max_length=40)
    kind: str = Field("", max_length=48)


class ShareOut(BaseModel):
    """A share with its parts; ``percent`` is null of nothing."""

    part: int
    whole: int
    percent: Decimal | None


class TallyOut(BaseModel):
    """The figures of one type, or of all."""

    kind: str
    name: str
    accepted: int
    settled: int
    agreed: int
    written: int
    oral: int
    failed: int
    terminated: int
    due: int
    performed: int
    applied: int
    confirmed: int
    late: int
    people: int
    amount: Decimal
    agreed_amount: Decimal
    risks: int
    handed_over: int
    success: ShareOut
    performance: ShareOut
    confirmation: ShareOut
    lateness: ShareOut


class StatisticsOut(BaseModel):
    """The statistics of a period, by type and in all."""

    first: date
    last: date
    lines: list[TallyOut]
    total: TallyOut
