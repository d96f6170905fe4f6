"""One level of areas on one day: which polygon holds a point. No database, no Django."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from minsheng.kernel.areas.raster import MIXED, OUTSIDE, Raster, lowest

NOWHERE = OUTSIDE
_NEAR = 0.125  # of a cell: how far around a cell its candidates are looked for


class Layer:
    """Polygons in the order of their codes. A point on a shared border belongs to the one with the lowest code."""

    def __init__(self, polygons: npt.NDArray[np.object_]) -> None:
        """``polygons`` in degrees, at least one, sorted as ties are to be decided."""
        self._polygons = polygons
        shapely.prepare(polygons)
        self._tree = shapely.STRtree(polygons)
        self._raster = Raster(polygons, self._tree)
        self._cells = self._raster.cells.data  # indexing it gives an int at once; the array wraps one first
        self._candidates: dict[int, tuple[int, ...]] = {}
        self._groups: dict[tuple[int, ...], tuple[int, ...]] = {}  # one tuple for all cells along the same border

    def at(self, lon: float, lat: float) -> int:
        """Position of the polygon at a point (degrees), or ``NOWHERE``; also for numbers that are not finite."""
        raster = self._raster
        if not (raster.west <= lon < raster.east and raster.south <= lat < raster.north):
            return NOWHERE
        column = int((lon - raster.west) * raster.per_degree)
        cell = int((lat - raster.south) * raster.per_degree) * raster.columns + column
        try:
            found: int = self._cells[cell]
        except IndexError:  # rounding at the far corner, a cell's width outside of every polygon
            return NOWHERE
        return found if found != MIXED else self._look(cell, lon, lat)

    def at_many(self, lons: npt.NDArray[np.float64], lats: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
        """The same for arrays of equal length."""
        raster = self._raster
        answers = np.full(len(lons), NOWHERE, dtype=np.int32)
        inside = (lons >= raster.west) & (lons < raster.east) & (lats >= raster.south) & (lats < raster.north)
        columns = ((lons[inside] - raster.west) * raster.per_degree).astype(np.intp)
        rows = ((lats[inside] - raster.south) * raster.per_degree).astype(np.intp)
        answers[inside] = raster.cells.take(rows * raster.columns + columns, mode="clip")
        unsure = np.flatnonzero(answers == MIXED)
        if len(unsure):
            points = shapely.points(lons[unsure], lats[unsure])
            answers[unsure] = lowest(self._tree.query(points, predicate="intersects"), len(unsure))
        return answers

    def _look(self, cell: int, lon: float, lat: float) -> int:
        candidates = self._candidates.get(cell)
        if candidates is None:
            candidates = self._candidates[cell] = self._near(cell)
        for position in candidates:
            if shapely.intersects_xy(self._polygons[position], lon, lat):
                return position
        return NOWHERE

    def _near(self, cell: int) -> tuple[int, ...]:
        raster = self._raster
        row, column = divmod(cell, raster.columns)
        west, south = raster.west + (column - _NEAR) * raster.side, raster.south + (row - _NEAR) * raster.side
        span = (1 + 2 * _NEAR) * raster.side
        around = shapely.box(west, south, west + span, south + span)
        group = tuple(sorted(int(position) for position in self._tree.query(around, predicate="intersects")))
        return self._groups.setdefault(group, group)
