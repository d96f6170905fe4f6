"""What the in-memory register hands out: one area, and the answer to "which areas lie at this point?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.kernel.areas.enums import AreaKind


@dataclass(frozen=True, slots=True)
class AreaNode:
    """One area as it stands in the register. ``path`` holds the ids from the district down to the area itself."""

    id: int
    code: str
    kind: AreaKind
    name: str
    name_en: str
    parent_id: int | None
    path: tuple[int, ...]
    valid_from: date
    valid_to: date | None
    successor_id: int | None

    def exists_on(self, day: date) -> bool:
        """Whether the area exists on ``day`` (first and last day included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Located:
    """The areas at a point: ``area_id`` is the smallest that is drawn there, ``path`` leads down to it.

    ``grid_id`` is ``area_id`` where that is a grid, and ``None`` where the point lies in a part of the district for
    which no grid is drawn.
    """

    area_id: int
    grid_id: int | None
    path: tuple[int, ...]
