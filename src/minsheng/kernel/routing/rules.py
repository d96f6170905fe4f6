"""Which unit a matter goes to: ordered rules, the first that fits decides. Pure; no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Matter:
    """What routing may look at. ``category_line`` and ``area_line`` are ids from the root down to the matter's own."""

    realm: str
    kind: str
    category_line: tuple[int, ...]
    area_line: tuple[int, ...]
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as plain values; see ``models.Rule`` for the meaning of each."""

    id: int
    realm: str
    position: int
    name: str
    category_id: int | None
    area_id: int | None
    kinds: frozenset[str]
    text_any: tuple[str, ...]
    months: frozenset[int]
    unit_id: int | None
    unit_of_area: str
    co_units: tuple[int, ...]
    dispatches: bool
    valid_from: date | None
    valid_to: date | None

    def fits(self, matter: Matter) -> bool:
        """Whether every condition of the rule holds for ``matter``."""
        return (
            self.realm == matter.realm
            and (self.category_id is None or self.category_id in matter.category_line)
            and (self.area_id is None or self.area_id in matter.area_line)
            and (not self.kinds or matter.kind in self.kinds)
            and (not self.months or matter.on.month in self.months)
            and (self.valid_from is None or self.valid_from <= matter.on)
            and (self.valid_to is None or matter.on <= self.valid_to)
            and (not self.text_any or any(word in matter.text for word in self.text_any))
        )


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a matter goes, and by which rule."""

    unit_id: int
    co_units: tuple[int, ...]
    rule_id: int
    rule_name: str
    dispatches: bool


UnitFinder = Callable[[int, str], int | None]
"""Finds the unit of a kind that stands exactly at an area, or None."""


def route(matter: Matter, rules: Sequence[RuleView], unit_at: UnitFinder) -> Routed | None:
    """The first rule in order that fits and names a unit that exists; None when none does.

    A rule with ``unit_of_area`` looks at the matter's area first and then upwards; where no such unit stands, the rule
    does not fit and the next one is asked.
    """
    for rule in rules:
        if not rule.fits(matter):
            continue
        unit = rule.unit_id if rule.unit_id is not None else _unit_of(rule.unit_of_area, matter.area_line, unit_at)
        if unit is not None:
            return Routed(unit, rule.co_units, rule.id, rule.name, rule.dispatches)
    return None


def _unit_of(kind: str, area_line: tuple[int, ...], unit_at: UnitFinder) -> int | None:
    for area_id in reversed(area_line):
        unit = unit_at(area_id, kind)
        if unit is not None:
            return unit
    return None
