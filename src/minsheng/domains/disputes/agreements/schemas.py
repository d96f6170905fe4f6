"""What goes in and out at the endpoints of agreements and their papers."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from minsheng.surface.api.schemas.parts import Incoming


class SignatureOut(BaseModel):
    """Who has to sign (masked, mediators by their name at work) and how they did; empty until then."""

    name: str
    mediator: bool
    method: str | None = Field(description="signature, seal or fingerprint")
    signed_on: date | None


class InstalmentOut(BaseModel):
    """A payment that was agreed. Amounts are yuan as text with two decimals; names are masked."""

    number: int
    due: date
    amount: str
    debtor: str
    creditor: str
    paid: str
    paid_on: date | None
    state: str = Field(description="paid, due or late, as of today")
    days_late: int


class AgreementOut(BaseModel):
    """The agreement that stands in a case."""

    number: str
    form: str = Field(description="written or oral")
    text: str
    amount: str | None
    drafted_at: datetime
    effective_at: datetime | None
    perform_by: date | None
    enforceable_until: date | None = Field(description="only of an agreement that a court has confirmed")
    signatures: list[SignatureOut]
    instalments: list[InstalmentOut]


class PaperOut(BaseModel):
    """A paper that can be had."""

    key: str
    name: str
    url: str


class PaperIn(Incoming):
    """Why a paper must name everybody in full; it is kept in the audit log."""

    reason: str = Field(max_length=200)
