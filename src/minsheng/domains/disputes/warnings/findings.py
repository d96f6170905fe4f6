"""What the rules of early warning are given, and what they answer. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a dispute as ids of parties; empty where they are not known."""

    one: frozenset[int] = frozenset()
    other: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another dispute: its number, sides, point (degrees), and whether it is open. ``filed_at`` with a zone."""

    case_id: int
    filed_at: datetime
    is_open: bool
    sides: Sides = Sides()
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How large a dispute was said to be by one act. None: not said."""

    seq: int
    people: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the case: with which act (1: the report), in which field."""

    seq: int
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A run of a clock that was late, and the unit that had the case when it was due."""

    clock: str
    run: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about one case that the rules may ask. ``failures`` are other cases of the matter that failed."""

    case_id: int
    seq: int
    filed_at: datetime
    sides: Sides = Sides()
    lon: float | None = None
    lat: float | None = None
    with_same_parties: Sequence[Neighbour] = ()
    nearby: Sequence[Neighbour] = ()
    sizes: Sequence[Size] = ()
    texts: Sequence[Written] = ()
    refusals: int = 0
    failures: Sequence[int] = ()
    missed: Sequence[Missed] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign: its reason, the marks that it rests on, and numbers to explain it by.

    ``new_enough`` is how many marks must be new when a warning for the same reason was decided on before.
    """

    reason: str
    causes: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    new_enough: int = 1

    def is_new(self, known: frozenset[str]) -> bool:
        """Whether enough of it was in no earlier warning."""
        return not known or len(set(self.causes) - known) >= self.new_enough
