"""Filing cases and reading them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from minsheng.kernel.cases.reports import BODY_LIMIT, TITLE_LIMIT
from minsheng.surface.api.schemas.parts import Incoming, Kind, Person, Reference, State

Degrees = Annotated[float, Field(allow_inf_nan=False)]
IdOrCode = Annotated[int, Field(ge=1, lt=1 << 48)] | Annotated[str, StringConstraints(min_length=1, max_length=40)]
Day = Annotated[date, Field(ge=date(1949, 10, 1), le=date(2200, 1, 1))]


class PlaceIn(Incoming):
    """Where it is: a point, an area, an address, or several of them. A point decides over a named area."""

    lon: Degrees | None = None
    lat: Degrees | None = None
    crs: str = Field("cgcs2000", max_length=20, description="cgcs2000, wgs84, gcj02 or bd09")
    area: IdOrCode | None = None
    address: str = ""


class ReporterIn(Incoming):
    """Who reports. Left out, the report is the caller's own, or anonymous."""

    name: str = ""
    phone: str = ""
    identity: str = Field("", description="citizen identity number (GB 11643), checked by its check digit")


class CaseIn(Incoming):
    """A report. ``urgent`` is for staff; ``files`` are handles of uploads."""

    procedure: str = Field(max_length=64, examples=["hotline.order"])
    body: str = Field(description=f"what happened; at most {BODY_LIMIT} characters")
    title: str = Field("", description=f"at most {TITLE_LIMIT} characters; the beginning of the body where it is empty")
    kind: str = Field("", max_length=48)
    category: IdOrCode | None = None
    urgent: bool = False
    confidentiality: int = Field(0, ge=0, le=3)
    place: PlaceIn = Field(default_factory=PlaceIn)
    reporter: ReporterIn = Field(default_factory=ReporterIn)
    files: list[Annotated[str, StringConstraints(max_length=200)]] = Field(default_factory=list, max_length=10)
    inputs: dict[str, Any] = Field(
        default_factory=dict, description="what the procedure asks besides: see the components Open.*"
    )


class CaseFilters(BaseModel):
    """Which cases, in which order. Codes or ids name a category, area or unit; those below count too."""

    state: list[Annotated[str, StringConstraints(max_length=48)]] = Field(default_factory=list, max_length=20)
    kind: str = Field("", max_length=48)
    realm: str = Field("", max_length=32)
    category: str = Field("", max_length=40)
    area: str = Field("", max_length=40)
    unit: str = Field("", max_length=40)
    open: bool | None = None
    late: bool = Field(False, description="open and past its earliest running deadline")
    filed_from: Day | None = None
    filed_to: Day | None = Field(None, description="last day, included")
    closed_from: Day | None = None
    closed_to: Day | None = None
    mine: bool = Field(False, description="handled by me, or reported by me")
    sort: Literal["filed", "due"] = Field(
        "filed", description="filed: newest first; due: open cases, nearest deadline first"
    )
    count: bool = Field(False, description="count all that match, up to 10,000")
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class Work(BaseModel):
    """What only those see who read the case by a post."""

    handler: Person | None
    co_units: list[Reference]
    suggested_unit: Reference | None
    channel: str
    acted_at: datetime
    returns: int
    binding: bool
    reopens: int
    exempt: bool
    escalation: int
    supervised: int
    provisional: bool


class CaseBrief(BaseModel):
    """A case in a list."""

    code: str
    procedure: str
    version: str
    title: str
    kind: Kind
    state: State
    category: Reference | None
    area: Reference | None
    urgent: bool
    confidentiality: int
    waiting: bool
    filed_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    lead_unit: Reference | None
    seq: int
    work: Work | None


class Point(BaseModel):
    """A point in degrees."""

    lon: float
    lat: float
    crs: str


class MaskedParty(BaseModel):
    """A person or organisation with name and telephone masked."""

    id: int
    kind: str
    name: str
    phone: str
    erased: bool


class LinkOut(BaseModel):
    """A link to another case."""

    kind: str
    code: str
    title: str
    made_at: datetime


class CaseFull(CaseBrief):
    """One case. ``reporter`` is null for its own reporter and for a case reported by nobody known.

    ``facts`` are what its procedure declares beyond the rest; parties get those that it calls public.
    """

    body: str
    address: str
    point: Point | None
    reporter: MaskedParty | None
    facts: dict[str, Any]
    links: list[LinkOut]


class Count(BaseModel):
    """How many there are; ``exact`` is false where counting stopped at its limit."""

    value: int
    exact: bool


class CasePage(BaseModel):
    """A page of cases. ``next`` is null on the last one."""

    items: list[CaseBrief]
    next: str | None
    count: Count | None = None


class FileOut(BaseModel):
    """An attached file."""

    id: int
    field: str
    name: str
    media_type: str
    size: int
    url: str


class Entry(BaseModel):
    """An act in the timeline. The reporter is shown its sentence, its public texts and files; staff everything."""

    seq: int
    at: datetime
    says: str
    unit: Reference | None
    texts: dict[str, str]
    files: list[FileOut]
    data: dict[str, Any]
    key: str | None = None
    name: str | None = None
    law: str | None = None
    account: Person | None = None
    channel: str | None = None
    state_before: str | None = None
    state_after: str | None = None
    recorded_at: datetime | None = None


class ClockOut(BaseModel):
    """A time limit. ``term`` is an ISO 8601 duration in ``days``; ``late`` is reckoned at the time of the answer."""

    key: str
    name: str
    run: int
    term: str
    days: str
    law: str
    started_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    extensions: int
    late: bool
    provisional: bool


class LinkIn(Incoming):
    """A link to another case: its code, and what the two have to do with each other."""

    other: str = Field(max_length=24)
    kind: str = Field(max_length=32)


class LinkMade(BaseModel):
    """A link that stands now."""

    kind: str
    code: str
    other: str
    made_at: datetime
