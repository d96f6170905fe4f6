"""The register of areas as it stood at one version: immutable, in memory, shared by all threads. No database."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import time
from uuid import UUID

import numpy as np
import numpy.typing as npt

from minsheng.base.time import local_date, start_of_day
from minsheng.kernel.areas.enums import GRID_KINDS, KINDS_BY_LENGTH
from minsheng.kernel.areas.geometry import Outline, from_wkb
from minsheng.kernel.areas.layer import NOWHERE, Layer
from minsheng.kernel.areas.nodes import AreaNode, Located

DAYS_KEPT = 8  # sets of layers kept in memory: one per stretch of days without a change in any shape


@dataclass(frozen=True, slots=True)
class DatedShape:
    """A stored outline: whose, from when to when (both included; no end means for ever), as WKB."""

    area_id: int
    valid_from: date
    valid_to: date | None
    wkb: bytes

    def holds_on(self, day: date) -> bool:
        """Whether the outline is the one of ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of the tree on one day: its layer, and who stands at each of the layer's positions."""

    layer: Layer
    located: tuple[Located, ...]
    ids: npt.NDArray[np.int64]


class Registry:
    """All areas and their shapes. Questions about a place take ``on``, the day asked about; ``None`` means today."""

    def __init__(self, nodes: Iterable[AreaNode], shapes: Sequence[DatedShape], stamp: UUID | None) -> None:
        """``stamp`` names the version; shapes of areas that are not among ``nodes`` are left out."""
        self.stamp = stamp
        self._nodes = {node.id: node for node in sorted(nodes, key=lambda node: (node.code, node.valid_from))}
        self._codes: dict[str, list[AreaNode]] = defaultdict(list)
        self._children: dict[int, list[int]] = defaultdict(list)
        for node in self._nodes.values():
            self._codes[node.code].append(node)
            if node.parent_id is not None:
                self._children[node.parent_id].append(node.id)
        self._shapes: dict[int, list[DatedShape]] = defaultdict(list)
        for shape in shapes:
            if shape.area_id in self._nodes:
                self._shapes[shape.area_id].append(shape)
        self._turns = _turns(shapes)
        self._levels: dict[int, tuple[_Level, ...]] = {}
        self._today: tuple[float, float, tuple[_Level, ...]] = (0.0, 0.0, ())
        self._building = threading.Lock()

    def __len__(self) -> int:
        return len(self._nodes)

    def node(self, area_id: int) -> AreaNode:
        """The area with this id. Raises LookupError when there is none."""
        try:
            return self._nodes[area_id]
        except KeyError:
            raise LookupError(f"no area {area_id}") from None

    def by_code(self, code: str, on: date | None = None) -> AreaNode | None:
        """The area that a code names on a day, or ``None``."""
        day = on or _today()
        return next((node for node in self._codes.get(code, ()) if node.exists_on(day)), None)

    def ancestors(self, area_id: int) -> tuple[int, ...]:
        """Ids from the district down to the area itself. Raises LookupError when there is no such area."""
        return self.node(area_id).path

    def children(self, area_id: int, on: date | None = None) -> tuple[AreaNode, ...]:
        """The areas one level below that exist on the day, by code."""
        day = on or _today()
        below = (self._nodes[child] for child in self._children.get(area_id, ()))
        return tuple(node for node in below if node.exists_on(day))

    def roots(self, on: date | None = None) -> tuple[AreaNode, ...]:
        """The districts that exist on the day, by code."""
        day = on or _today()
        return tuple(node for node in self._nodes.values() if node.parent_id is None and node.exists_on(day))

    def subtree(self, area_id: int) -> tuple[int, ...]:
        """Ids of the area and of everything that was ever below it, parents first, by code within a parent.

        Raises LookupError when there is no such area.
        """
        found = [self.node(area_id).id]
        for above in found:  # grows while it is walked
            found.extend(self._children.get(above, ()))
        return tuple(found)

    def heir(self, area_id: int, on: date | None = None) -> AreaNode:
        """The area itself where it exists on the day, else the successor that does; the last of the line if none."""
        day = on or _today()
        node, seen = self.node(area_id), {area_id}
        while not node.exists_on(day) and node.successor_id is not None and node.successor_id not in seen:
            seen.add(node.successor_id)
            node = self.node(node.successor_id)
        return node

    def shape(self, area_id: int, on: date | None = None) -> Outline | None:
        """The outline of an area on a day (degrees, CGCS2000), or ``None`` where none is drawn."""
        day = on or _today()
        blob = next((row.wkb for row in self._shapes.get(area_id, ()) if row.holds_on(day)), None)
        return None if blob is None else from_wkb([blob])[0]

    def locate(self, lon: float, lat: float, on: date | None = None) -> Located | None:
        """The smallest drawn area at a point (degrees, CGCS2000) on a day, or ``None`` outside every district.

        A point on a shared border belongs to the area with the lowest code. Microseconds once the day's layers stand.
        """
        for level in self._levels_of_today() if on is None else self._levels_on(on):
            position = level.layer.at(lon, lat)
            if position != NOWHERE:
                return level.located[position]
        return None

    def locate_many(self, lons: npt.ArrayLike, lats: npt.ArrayLike, on: date | None = None) -> npt.NDArray[np.int64]:
        """``locate`` for two sequences of equal length: ids of the smallest drawn areas, 0 outside every district.

        Raises ValueError when the sequences are not flat or differ in length.
        """
        xs, ys = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        if xs.ndim != 1 or xs.shape != ys.shape:
            raise ValueError("lons and lats must be flat and of equal length")
        answers = np.zeros(len(xs), dtype=np.int64)
        open_points = np.arange(len(xs))
        for level in self._levels_of_today() if on is None else self._levels_on(on):
            if not len(open_points):
                break
            positions = level.layer.at_many(xs[open_points], ys[open_points])
            found = positions != NOWHERE
            answers[open_points[found]] = level.ids[positions[found]]
            open_points = open_points[~found]
        return answers

    def inside_district(self, lon: float, lat: float, on: date | None = None) -> bool:
        """Whether a point (degrees, CGCS2000) lies within a district or on its border, on a day."""
        return self.locate(lon, lat, on) is not None

    def _levels_of_today(self) -> tuple[_Level, ...]:
        """As ``_levels_on(today)``, without asking a calendar for every point."""
        begin, end, levels = self._today
        if begin <= time() < end:
            return levels
        day = _today()
        levels = self._levels_on(day)
        self._today = (start_of_day(day).timestamp(), start_of_day(day, plus=1).timestamp(), levels)
        return levels

    def _levels_on(self, day: date) -> tuple[_Level, ...]:
        """The levels from grids up to districts as drawn on a day; built at the first question about such a day."""
        turn = bisect_right(self._turns, day)
        levels = self._levels.get(turn)
        if levels is None:
            with self._building:
                levels = self._levels.get(turn) or self._built(day)
                while len(self._levels) >= DAYS_KEPT:
                    del self._levels[next(iter(self._levels))]
                self._levels[turn] = levels
        return levels

    def _built(self, day: date) -> tuple[_Level, ...]:
        drawn: dict[int, list[tuple[AreaNode, bytes]]] = defaultdict(list)
        for area_id, shapes in self._shapes.items():
            node = self._nodes[area_id]
            drawn[len(node.code)].extend((node, shape.wkb) for shape in shapes if shape.holds_on(day))
        return tuple(_level(drawn[size]) for size in sorted(KINDS_BY_LENGTH, reverse=True) if drawn[size])


def _turns(shapes: Iterable[DatedShape]) -> list[date]:
    """The days on which some shape begins or has ended: between two of them nothing changes."""
    begins = {shape.valid_from for shape in shapes}
    return sorted(begins | {shape.valid_to + timedelta(days=1) for shape in shapes if shape.valid_to})


def _level(drawn: list[tuple[AreaNode, bytes]]) -> _Level:
    drawn = sorted(drawn, key=lambda pair: pair[0].code)
    nodes = [node for node, _ in drawn]
    return _Level(
        layer=Layer(from_wkb([wkb for _, wkb in drawn])),
        located=tuple(Located(node.id, node.id if node.kind in GRID_KINDS else None, node.path) for node in nodes),
        ids=np.array([node.id for node in nodes], dtype=np.int64),
    )


def _today() -> date:
    return local_date(datetime.now(UTC))
