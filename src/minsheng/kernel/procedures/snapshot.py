"""The state of one case between two acts, as plain values. Rows in the database are projections of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from minsheng.kernel.deadlines.clock import Clock


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done: everything that its consequences depend on, and nothing else. Stored as a row for ever."""

    seq: int
    key: str
    at: datetime
    account_id: int | None
    party_id: int | None
    unit_id: int | None
    data: dict[str, Any]


@dataclass(slots=True)
class Assignment:
    """A unit's part in a case. ``role`` is lead or co; ``outcome`` is empty while it lasts."""

    seq: int
    unit_id: int
    role: str
    assigned_at: datetime
    accepted_at: datetime | None = None
    accepted_by_id: int | None = None
    ended_at: datetime | None = None
    outcome: str = ""


@dataclass(slots=True)
class Rating:
    """What the reporter said at the end, by whom it was asked. ``reach``: reached, unreachable or silent."""

    seq: int
    at: datetime
    source: str
    reach: str
    contacted: str = ""
    solved: str = ""
    satisfied: str = ""


@dataclass(slots=True)
class Snapshot:
    """One case. ``seq`` is the number of the last act; times are aware instants; ids are those of the registers.

    ``handled_by_ids`` are all accounts that ever worked on it for a unit: none of them may judge the result. ``facts``
    are what its procedure declares beyond the rest, JSON-able; values are replaced, never changed in place.
    """

    state: str = ""
    seq: int = 0
    kind: str = ""
    category_id: int | None = None
    area_id: int | None = None
    urgent: bool = False
    confidentiality: int = 0
    reporter_id: int | None = None
    filed_at: datetime | None = None
    acted_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    lead_unit_id: int | None = None
    co_unit_ids: list[int] = field(default_factory=list)
    handler_id: int | None = None
    handled_by_ids: list[int] = field(default_factory=list)
    suggested_unit_id: int | None = None
    returns: int = 0
    binding: bool = False
    reopens: int = 0
    contacted_at: datetime | None = None
    answered_at: datetime | None = None
    waiting: bool = False
    exempt: bool = False
    escalation: int = 0
    supervised: int = 0
    merged_into_id: int | None = None
    clocks: list[Clock] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> Snapshot:
        """A copy that later acts on this snapshot do not change."""
        return replace(
            self,
            clocks=list(self.clocks),
            assignments=[replace(part) for part in self.assignments],
            ratings=list(self.ratings),
            facts=dict(self.facts),
        )

    def running(self, key: str) -> int | None:
        """Index of the clock ``key`` that has not been stopped, or None."""
        for index in range(len(self.clocks) - 1, -1, -1):
            clock = self.clocks[index]
            if clock.key == key and clock.stopped_at is None:
                return index
        return None

    def open_assignment(self, unit_id: int | None = None) -> Assignment | None:
        """The open assignment of a unit (of the lead unit when none is named), or None."""
        wanted = unit_id if unit_id is not None else self.lead_unit_id
        for part in reversed(self.assignments):
            if part.ended_at is None and part.unit_id == wanted:
                return part
        return None

    def listed(self, fact: str) -> list[int]:
        """The ids in a list of the case; empty when there is none."""
        value = self.facts.get(fact)
        return value if isinstance(value, list) else []

    def stamped(self, fact: str) -> datetime | None:
        """The instant that a fact holds, or None."""
        value = self.facts.get(fact)
        return datetime.fromisoformat(value) if isinstance(value, str) else None

    @property
    def due_at(self) -> datetime | None:
        """The earliest deadline of the clocks that run now, or None."""
        return min((c.due_at for c in self.clocks if c.stopped_at is None and c.due_at is not None), default=None)

    @property
    def provisional(self) -> bool:
        """Whether a running clock was computed on a calendar that is not announced yet."""
        return any(c.provisional for c in self.clocks if c.stopped_at is None)
