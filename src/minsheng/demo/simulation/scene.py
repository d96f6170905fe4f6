"""What one simulated case is about, and what its story needs at hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from minsheng.demo.matters.catalogue import Matter, Topic
from minsheng.demo.simulation.chance import Dice
from minsheng.demo.simulation.hours import Hours
from minsheng.demo.simulation.names import Resident
from minsheng.demo.simulation.pictures import VARIANTS, paper, photo
from minsheng.demo.simulation.places import Spot
from minsheng.demo.simulation.staff import HANDLERS, Staff
from minsheng.demo.simulation.stage import CLOCKWORK, Stage, Step
from minsheng.demo.simulation.wording import Wording
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.procedures.snapshot import Snapshot
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.rules import Routed

_BLINK = timedelta(seconds=20)
_BLAMED = frozenset({UnitKind.DEPARTMENT, UnitKind.UTILITY})
_NEVER_BLAMED = frozenset({"supervision", "data", "petition"})


Uploads = Callable[[], list[int]]
"""Takes files in and gives their ids."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One case to come: when it is filed, about what, where, by whom.

    ``fate`` names what must happen to it. With ``stop_in`` it is left in that state (a case that is open now); it is
    then filed as late as brings it there before now, beginning ``age`` before.
    """

    number: int
    filed_at: datetime
    topic: Topic
    matter: Matter
    spot: Spot
    reporter: Resident | None
    fate: frozenset[str] = frozenset()
    stop_in: str = ""
    age: timedelta = timedelta()

    @property
    def realm(self) -> str:
        """The realm of its procedure."""
        return self.topic.realm


class Scene:
    """Everything that a story draws on: chance, hours, people, words. One for each case."""

    def __init__(self, spec: Spec, dice: Dice, staff: Staff, reporter_id: int | None) -> None:
        """``routed`` and ``stage`` are set when the case has been opened."""
        self.spec = spec
        self.dice = dice
        self.staff = staff
        self.hours = Hours(dice, current_calendar().with_fallback())
        self.words = Wording(dice, spec.topic, spec.matter, spec.spot)
        self.reporter = Actor(account_id=None, party_id=reporter_id) if reporter_id is not None else None
        self.routed: Routed | None = None
        self.stage: Stage | None = None

    @property
    def case(self) -> Snapshot:
        """The case as it is now."""
        if self.stage is None:
            raise RuntimeError("the case is not opened yet")
        return self.stage.snapshot

    @property
    def now(self) -> datetime:
        """The instant of the last act."""
        at = self.case.acted_at
        if at is None:
            raise RuntimeError("nothing has been done yet")
        return at

    def step(self, at: datetime, by: Actor, act: str, **data: Any) -> Step:
        """A step that is not before the last act; empty texts are left out."""
        given = {name: value for name, value in data.items() if value is not None and value != ""}
        return Step(max(at, self.now + _BLINK), by, act, given)

    def by_system(self, at: datetime, act: str) -> Step:
        """A step of the system itself, when a deadline has passed."""
        return self.step(at + timedelta(minutes=self.dice.uniform(1, 5)), CLOCKWORK, act)

    def for_area(self, role: str) -> Actor:
        """Somebody in a role for the case's place."""
        return self.staff.for_area(self.dice, role, self.case.area_id or 0)

    def clerk(self) -> Actor:
        """The handler of the case, or somebody of the lead unit when nobody has it yet."""
        if self.case.handler_id is not None:
            return self.staff.named(self.case.handler_id)
        return self.staff.of_unit(self.dice, HANDLERS, self.case.lead_unit_id or 0)

    def other_unit(self, right: int) -> int:
        """A department or utility that is not the right one."""
        units = [it.id for it in unit_registry().by_id.values() if it.kind in _BLAMED and it.code not in _NEVER_BLAMED]
        return self.dice.choice([unit for unit in sorted(units) if unit != right])

    def right_unit(self) -> int:
        """The unit that is responsible: the one that routing suggests, else the topic's own."""
        return self.routed.unit_id if self.routed else unit_of(self.spec.topic, self.case.area_id or 0)

    def unit_name(self, unit_id: int | None) -> str:
        """A unit's name."""
        entry = unit_registry().by_id.get(unit_id or 0)
        return entry.name if entry else ""

    def due(self, clock: str) -> datetime | None:
        """When a running clock is due, or None."""
        index = self.case.running(clock)
        return self.case.clocks[index].due_at if index is not None else None

    def photo(self, by: Actor, *, tidy: bool) -> Uploads:
        """A picture to be taken in when the act is done, before or after the work."""
        number = self.dice.randrange(VARIANTS)
        name = f"{'after' if tidy else 'before'}-{self.spec.number}.png"
        return lambda: [_stored(by, photo(number, tidy=tidy), name, "image/png")]

    def evidence(self, by: Actor) -> Uploads:
        """A record of an inspection and a picture."""
        picture, number = self.photo(by, tidy=True), self.dice.randrange(VARIANTS)
        name = f"record-{self.spec.number}.pdf"
        return lambda: [_stored(by, paper(number), name, "application/pdf"), *picture()]


def _stored(by: Actor, content: bytes, name: str, media_type: str) -> int:
    return store_upload(by=by, stream=io.BytesIO(content), name=name, declared_type=media_type).pk


def unit_of(topic: Topic, area_id: int) -> int:
    """The unit in charge of a topic at a place. Raises KeyError or LookupError when there is none."""
    if not topic.to.startswith("@"):
        return unit_registry().by_code[topic.to].id
    for area in reversed(registry().ancestors(area_id)):
        unit = routing_registry().unit_at(area, topic.to[1:])
        if unit is not None:
            return unit
    raise LookupError(f"no unit for {topic.name}")
