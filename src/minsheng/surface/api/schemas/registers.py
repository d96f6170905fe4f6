"""Registers that anybody may read, and what concerns the caller's own account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from minsheng.surface.api.schemas.parts import Incoming, Reference


class CategoryOut(BaseModel):
    """A category. ``route`` says which legal route the matter takes instead, where there is one."""

    id: int
    code: str
    name: str
    full_name: str
    realm: str
    level: int
    parent: str | None
    active: bool
    route: str


class AreaOut(BaseModel):
    """An area as it is today."""

    id: int
    code: str
    kind: str
    name: str
    parent: str | None
    valid_from: date
    valid_to: date | None


class AreaDetail(AreaOut):
    """An area, those above it from the district down, and those one level below."""

    path: list[Reference]
    children: list[AreaOut]


class LocatedOut(BaseModel):
    """The areas at a point, from the district down, and the smallest of them."""

    area: AreaOut
    path: list[Reference]
    lon: float
    lat: float


class UnitOut(BaseModel):
    """A unit."""

    id: int
    code: str
    name: str
    kind: str
    area: Reference | None
    parents: list[int]


class Page(BaseModel):
    """Base of pages."""

    next: str | None


class CategoryPage(Page):
    """Categories."""

    items: list[CategoryOut]


class AreaPage(Page):
    """Areas."""

    items: list[AreaOut]


class UnitPage(Page):
    """Units."""

    items: list[UnitOut]


class ProcedureOut(BaseModel):
    """A procedure under which new cases begin."""

    key: str
    version: str
    name: str
    summary: str
    realm: str
    kinds: dict[str, str]


class ProcedurePage(Page):
    """Procedures."""

    items: list[ProcedureOut]


class ProcedureFile(BaseModel):
    """A released version: the whole file as JSON."""

    key: str
    version: str
    released_at: datetime
    content_hash: str
    content: dict[str, Any]


class PostOut(BaseModel):
    """What one post gives."""

    role: str
    unit: Reference | None
    area: Reference | None
    clearance: int
    permissions: list[str]


class Me(BaseModel):
    """Who the caller is to this system."""

    signed_in: bool
    account: int | None
    name: str
    party: int | None
    posts: list[PostOut]
    scopes: list[str] | None
    cases: int


class FollowIn(Incoming):
    """A case's code, and the last four digits of the telephone that was given with it."""

    code: str = Field(max_length=64)
    tail: str = Field(max_length=16)


class FollowOut(BaseModel):
    """A token that opens this one case for a while."""

    token: str
    expires_in: int
    code: str
    url: str


class TokenIn(Incoming):
    """A token for an account. It may do no more than the account, and only what its scopes say."""

    account: str = Field(max_length=64, description="user name")
    name: str = Field(min_length=1, max_length=64)
    scopes: list[Annotated[str, StringConstraints(max_length=64)]] = Field(min_length=1, max_length=100)
    days: int = Field(ge=1, le=10_000)


class TokenOut(BaseModel):
    """A token, without its secret."""

    id: int
    account: str
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class TokenIssued(TokenOut):
    """A new token. ``secret`` is shown this once and kept nowhere."""

    secret: str


class TokenPage(Page):
    """Tokens, newest first."""

    items: list[TokenOut]


class RevealIn(Incoming):
    """Which particulars are needed in clear, why, and in which case."""

    fields: list[Annotated[str, StringConstraints(max_length=20)]] = Field(min_length=1, max_length=4)
    reason: str
    case: str = Field("", max_length=24, description="code of the case in which the party is met")


class Revealed(BaseModel):
    """Particulars in clear. Who looked, and why, is in the log."""

    id: int
    particulars: dict[str, str]
