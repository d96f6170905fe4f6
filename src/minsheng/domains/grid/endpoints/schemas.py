"""What the endpoints of the grids take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from minsheng.surface.api.schemas.parts import Incoming, Person, Reference, State

Key = Annotated[int, Field(ge=1, lt=1 << 53)]
Grid = Annotated[str, Field(max_length=15, description="code of fifteen digits")]
Mark = Annotated[str, Field(max_length=300)]
Limit = Annotated[int, Field(ge=1, le=100)]


class BoardOut(BaseModel):
    """What everybody may know of a grid: names at work, and a telephone of the unit or the duty."""

    grid: Reference
    community: Reference | None
    main: str = Field(description="main worker (A岗); empty while there is none")
    backups: list[str]
    on_duty: str = Field(description="who is there today")
    backup_on_duty: bool
    phone: str


class BoardPage(BaseModel):
    """Grids by code."""

    items: list[BoardOut]
    next: str | None


class AbsenceOut(BaseModel):
    """Days on which somebody is away; why is not kept."""

    id: int
    first_day: date
    last_day: date


class DutyOut(BaseModel):
    """Somebody on duty in a grid. Absences are shown to those of the grid line."""

    id: int
    grid: Reference
    worker: Person
    role: str = Field(description="main or backup")
    valid_from: date
    valid_to: date | None
    absences: list[AbsenceOut]


class DutyIn(Incoming):
    """Put somebody on duty."""

    account: Key = Field(description="id of the account")
    role: str = Field(max_length=20, description="main or backup")
    valid_from: date
    valid_to: date | None = None


class LastDayIn(Incoming):
    """The last day on which something counts."""

    last_day: date


class AbsenceIn(Incoming):
    """Days on which somebody is away, both included."""

    first_day: date
    last_day: date


class ContactIn(Incoming):
    """The telephone on the board."""

    phone: str = Field(max_length=40)
    is_work_number: bool = Field(default=False, description="a mobile number that is one for the duty, not private")


class ContactOut(BaseModel):
    """The telephone as it is shown."""

    grid: Reference
    phone: str


class PointOut(BaseModel):
    """Where a round came through: an area, no coordinates."""

    area: Reference | None
    at: datetime


class RoundOut(BaseModel):
    """A round. ``state``: planned, under_way, finished, cancelled."""

    id: int
    grid: Reference
    worker: Person
    kind: str = Field(description="planned or unplanned")
    state: str
    planned_on: date | None
    begun_at: datetime | None
    finished_at: datetime | None
    findings: int = Field(description="grid events found on it")


class FoundOut(BaseModel):
    """A grid event found on a round."""

    code: str
    title: str
    state: State
    self_handled: bool


class RoundFull(RoundOut):
    """A round with what came of it."""

    note: str
    points: list[PointOut]
    found: list[FoundOut]


class RoundPage(BaseModel):
    """Rounds, newest first."""

    items: list[RoundOut]
    next: str | None


class RoundStarted(RoundOut):
    """A round that has begun."""

    created: bool = Field(description="false when the same was sent before under this Idempotency-Key")


class RoundIn(Incoming):
    """Begin a round, now or at an instant of the last days."""

    grid: Grid
    at: AwareDatetime | None = None


class PlanIn(Incoming):
    """Plan a round, for oneself unless an account is named."""

    grid: Grid
    planned_on: date
    account: Key | None = None


class PointIn(Incoming):
    """Where the round is: a point (of which only the area is kept) or an area."""

    lon: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    crs: str = Field(default="cgcs2000", max_length=10)
    area: str = Field(default="", max_length=15)
    at: AwareDatetime | None = None


class FindingIn(Incoming):
    """A grid event by its code."""

    case: str = Field(max_length=24)


class FinishIn(Incoming):
    """End a round."""

    note: str = Field(default="", max_length=4_000)
    at: AwareDatetime | None = None


class VisitIn(Incoming):
    """A visit. No identity numbers, nothing of health or criminal records, no word on anybody's character."""

    grid: Grid
    visited_on: date
    subject: str = Field(max_length=20, description="household or shop")
    purpose: str = Field(max_length=20, description="comfort, policy, safety, dispute, errand, records or other")
    address: str = Field(max_length=1_000)
    result: str = Field(max_length=4_000)
    follow_up: bool = False
    case: str = Field(default="", max_length=24, description="code of a case that it belongs to")


class VisitOut(BaseModel):
    """A visit; address and result are empty once they were erased."""

    id: int
    grid: Reference
    worker: Person
    visited_on: date
    subject: str
    purpose: str
    address: str
    result: str
    follow_up: bool
    followed_up_on: date | None
    erased: bool


class VisitRecorded(VisitOut):
    """A visit that was recorded."""

    created: bool = Field(description="false when the same was sent before under this Idempotency-Key")


class VisitPage(BaseModel):
    """Visits, newest first."""

    items: list[VisitOut]
    next: str | None


class FollowUpIn(Incoming):
    """The day on which it was followed up."""

    on: date


class WhistleFilter(BaseModel):
    """Which whistles."""

    kind: str = Field("", max_length=12, description="daily, emergency or campaign")
    unit: str = Field("", max_length=32, description="code of the unit that was called")
    area: str = Field("", max_length=15, description="code; those below count too")
    late: bool | None = None
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=300)


class WhistleOut(BaseModel):
    """A unit called to an event. ``due_at`` and ``in_at`` are those of the lead unit."""

    case: str
    title: str
    unit: Reference | None
    role: str = Field(description="lead or co")
    kind: str
    called_at: datetime
    due_at: datetime | None
    in_at: datetime | None
    late: bool
    outcome: str


class WhistlePage(BaseModel):
    """Whistles, newest first."""

    items: list[WhistleOut]
    next: str | None


class RedrawIn(Incoming):
    """Redraw the grids of each community that the outlines name; grids that are not named end the day before."""

    valid_from: date = Field(description="tomorrow or later")
    outlines: dict[str, object] = Field(description="GeoJSON FeatureCollection; code and name as properties")
    crs: str = Field(default="cgcs2000", max_length=10)
    source: str = Field(max_length=400, description="on what decision this rests")
    dry_run: bool = True


class ChangeOut(BaseModel):
    """What becomes of one grid: new, drawn, same or closed. Sizes in m²."""

    code: str
    name: str
    what: str
    before: int
    after: int
    households: int | None
    unusual: bool = Field(description="households known and not 300 to 500")


class RedrawnOut(BaseModel):
    """What a redrawing did, or would do."""

    valid_from: date
    dry_run: bool
    changes: list[ChangeOut]
    moved_cases: int = Field(description="open cases whose place lies in another grid from then on; they keep theirs")
    without_worker: list[str]
