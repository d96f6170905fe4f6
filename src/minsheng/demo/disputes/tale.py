"""What one simulated dispute is about, and what its story needs at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from minsheng.base.time import SHANGHAI, local_date
from minsheng.demo.disputes.diary import Diary
from minsheng.demo.disputes.people import Cast
from minsheng.demo.disputes.texts import Speech
from minsheng.demo.simulation.chance import Dice
from minsheng.demo.simulation.hours import Hours
from minsheng.demo.simulation.places import Spot
from minsheng.demo.simulation.stage import CLOCKWORK, Stage, Step
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.snapshot import Snapshot

_BLINK = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Plot:
    """One dispute to come. ``unit`` is the code of the unit that will have it (empty: the story finds one).

    ``fate`` names what must happen. With ``stop_in`` the case is left there: a state, or ``state:act`` when that act
    has just been done; it is then filed as late as brings it there ``lag`` before now, beginning ``age`` before. A case
    that follows from this one is left in ``then``. ``live``: every act goes through the database.
    """

    number: int
    procedure: str
    filed_at: datetime
    kind: str
    story: dict[str, Any]
    spot: Spot
    unit: str = ""
    fate: frozenset[str] = frozenset()
    stop_in: str = ""
    age: timedelta = timedelta()
    lag: timedelta = timedelta()
    then: str = ""
    live: bool = False


@dataclass(slots=True)
class Tale:
    """Everything that a story draws on. ``stage`` is set when the case has been opened.

    ``filed`` is when it begins. ``about`` is another case that this one is about, ``about_at`` the instant of its
    last act.
    """

    plot: Plot
    seed: int
    dice: Dice
    cast: Cast
    diary: Diary
    filed: datetime
    about: int = 0
    about_at: datetime = field(default_factory=lambda: datetime.min.replace(tzinfo=SHANGHAI))
    stage: Stage | None = None
    reporter: Actor = field(default_factory=Actor.anonymous)
    hours: Hours = field(init=False)
    words: Speech = field(init=False)

    def __post_init__(self) -> None:
        """Draw what stays the same for the whole story."""
        self.hours = Hours(self.dice, current_calendar().with_fallback())
        self.words = Speech(self.dice, self.plot.story, self.plot.spot, self.filed.month)

    @property
    def case(self) -> Snapshot:
        """The case as it is now."""
        if self.stage is None:
            raise RuntimeError("the case is not opened yet")
        return self.stage.snapshot

    @property
    def case_id(self) -> int:
        """The case's id."""
        if self.stage is None:
            raise RuntimeError("the case is not opened yet")
        return self.stage.case_id

    @property
    def now(self) -> datetime:
        """The instant of the last act."""
        at = self.case.acted_at
        if at is None:
            raise RuntimeError("nothing has been done yet")
        return at

    @property
    def lead(self) -> int:
        """The unit that has the case; the one that will have it while nobody does."""
        return self.case.lead_unit_id or self.cast.unit(self.plot.unit)

    @property
    def parties(self) -> list[int]:
        """All parties, applicants first."""
        sides = (*self.case.listed("applicants"), *self.case.listed("respondents"))
        return list(dict.fromkeys(sides))

    def step(self, at: datetime, by: Actor, act: str, **data: Any) -> Step:
        """A step that is not before the last act; what is None or empty is left out."""
        given = {name: value for name, value in data.items() if value is not None and value not in ("", [])}
        return Step(max(at, self.now + _BLINK), by, act, given)

    def wait(self, at: datetime) -> Step:
        """Nobody does anything until an instant; what time brings about meanwhile comes about."""
        return Step(at, CLOCKWORK, "")

    def due(self, clock: str) -> datetime:
        """When a running clock is due. Raises LookupError when it does not run."""
        index = self.case.running(clock)
        at = self.case.clocks[index].due_at if index is not None else None
        if at is None:
            raise LookupError(f"{clock} does not run in {self.case.state}")
        return at

    def office(self, low: float, high: float) -> datetime:
        """So many working hours after the last act."""
        return self.hours.office(self.now, low, high)

    def days(self, low: float, high: float) -> datetime:
        """So many working days of eight hours after the last act."""
        return self.hours.office(self.now, 8 * low, 8 * high)

    def after_day(self, day: date, low: float, high: float) -> datetime:
        """In working hours, so many days after a day."""
        gone = timedelta(days=max(0, (day - local_date(self.now)).days))
        return self.hours.office(self.now + gone, 8 * low, 8 * high)

    def of_unit(self, *roles: str, avoid: int | None = None) -> Actor:
        """Somebody of the unit that has the case, in one of the roles."""
        return self.cast.of_unit(self.dice, self.lead, *roles, avoid=avoid)

    def of_area(self, role: str) -> Actor:
        """Somebody in a role whose post reaches the place."""
        return self.cast.staff.for_area(self.dice, role, self.case.area_id or 0)

    def account(self, account_id: int) -> Actor:
        """The actor that an account is."""
        return self.cast.staff.named(account_id)

    def party(self, party_id: int) -> Actor:
        """A party to the case, acting by itself."""
        return Actor(account_id=None, party_id=party_id)
