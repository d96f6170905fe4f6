"""A chessboard over a set of polygons: which cells lie wholly in one polygon, which outside all, which need a look.

Most points fall into cells that no border crosses; for these the answer is one array access. No database, no Django.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import shapely

OUTSIDE = -1
MIXED = -2

CELLS_PER_SHAPE = 400
FEWEST_CELLS, MOST_CELLS = 4_096, 1_048_576
_STEP = 0.25  # cells between two samples along a border
_MARGIN = 0.25  # cells by which a sample is widened; twice the distance that any border point has from a sample


class Raster:
    """Square-ish cells over the extent of the polygons.

    ``cells`` (row by row from the south-west) holds for each cell the position of the first polygon that covers it
    wholly, ``OUTSIDE`` when none touches it, ``MIXED`` when a border runs through it or near by. "Near" spans an eighth
    of a cell at least, so rounding of a point's cell number cannot give a wrong answer.
    """

    def __init__(self, polygons: npt.NDArray[np.object_], tree: shapely.STRtree) -> None:
        """``polygons`` (at least one) in degrees; ``tree`` is an STRtree over the same array."""
        west, south, east, north = shapely.total_bounds(polygons)
        wanted = min(max(len(polygons) * CELLS_PER_SHAPE, FEWEST_CELLS), MOST_CELLS)
        side = math.sqrt(max((east - west) * (north - south), 1e-12) / wanted)
        self.west, self.south = float(west) - side, float(south) - side
        self.columns = int((east - west) / side) + 3
        self.rows = int((north - south) / side) + 3
        self.east = self.west + self.columns * side
        self.north = self.south + self.rows * side
        self.side = side
        self.per_degree = 1.0 / side
        board = np.full((self.rows, self.columns), OUTSIDE, dtype=np.int32)
        self._mark_borders(board, polygons)
        self._fill(board, tree)
        self.cells: npt.NDArray[np.int32] = board.ravel()

    def _mark_borders(self, board: npt.NDArray[np.int32], polygons: npt.NDArray[np.object_]) -> None:
        xs, ys = self._border_samples(polygons)
        for right in (-_MARGIN, _MARGIN):
            for up in (-_MARGIN, _MARGIN):
                board[(ys + up).astype(np.intp), (xs + right).astype(np.intp)] = MIXED

    def _border_samples(
        self, polygons: npt.NDArray[np.object_]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Points along all borders, at most ``_STEP`` apart, in cell units."""
        corners, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(polygons)), return_index=True)
        corners = (corners - (self.west, self.south)) * self.per_degree
        same_ring = ring[1:] == ring[:-1]
        start, end = corners[:-1][same_ring], corners[1:][same_ring]
        steps = (np.abs(end - start).max(axis=1) / _STEP).astype(np.intp) + 1
        segment = np.repeat(np.arange(len(steps)), steps + 1)
        first = np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
        share = (np.arange(len(segment)) - first) / steps[segment]
        points = start[segment] + (end - start)[segment] * share[:, np.newaxis]
        return points[:, 0], points[:, 1]

    def _fill(self, board: npt.NDArray[np.int32], tree: shapely.STRtree) -> None:
        """Ask the tree once for each run of unmarked cells in a row: no border lies between them, one answer fits."""
        flat = board.ravel()
        unmarked = flat != MIXED
        begins = unmarked.copy()
        begins[1:] &= ~unmarked[:-1]
        begins[:: self.columns] = unmarked[:: self.columns]
        first = np.flatnonzero(begins)
        rows, columns = np.divmod(first, self.columns)
        middles = shapely.points(self.west + (columns + 0.5) * self.side, self.south + (rows + 0.5) * self.side)
        answers = lowest(tree.query(middles, predicate="intersects"), len(first))
        flat[unmarked] = answers[np.cumsum(begins)[unmarked] - 1]


def lowest(pairs: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int32]:
    """The lowest tree position for each of ``count`` asked points from a tree's (point, position) pairs, or OUTSIDE."""
    answers = np.full(count, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(answers, pairs[0], pairs[1].astype(np.int32))
    answers[answers == np.iinfo(np.int32).max] = OUTSIDE
    return answers
