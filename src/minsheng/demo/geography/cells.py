"""Cutting one polygon into connected cells: Voronoi cells of relaxed random seeds, in metres, no database."""

from __future__ import annotations

import random
from collections.abc import Sequence

import shapely
from shapely import MultiPoint, Point, Polygon

SEAM = 0.001  # metres: seams of re-joined pieces are snapped to this grid


def split(parent: Polygon, count: int, rng: random.Random, *, rounds: int = 4) -> list[Polygon]:
    """Cut ``parent`` (coordinates in metres) into ``count`` connected cells of similar size.

    The cells are Voronoi cells of random seeds after ``rounds`` of Lloyd relaxation (S. Lloyd, "Least squares
    quantization in PCM", 1982), cut at the parent's edge. The same ``rng`` state gives the same cells. Edges of
    neighbours agree to floating-point noise only: ``weave`` makes them exact.
    """
    if count == 1:
        return [parent]
    seeds = _random_points(parent, count, rng)
    for _ in range(rounds):
        seeds = [_middle(cell) for cell in split_at(parent, seeds)]
    return split_at(parent, seeds)


def split_at(parent: Polygon, seeds: Sequence[Point]) -> list[Polygon]:
    """The connected cells of ``parent`` around ``seeds`` (points inside it, metres), in the order of the seeds.

    A cell that the parent's outline cuts in two keeps its largest piece; the others join the neighbour with which
    they share the longest border. Raises ValueError when a seed is left without a cell (two equal seeds do that).
    """
    diagram = shapely.voronoi_polygons(MultiPoint(list(seeds)), extend_to=parent.envelope.buffer(1000), ordered=True)
    pieces = [_pieces(shapely.intersection(cell, parent)) for cell in diagram.geoms]
    if len(pieces) != len(seeds) or not all(pieces):
        raise ValueError("every seed must lie inside the parent and differ from the others")
    cells = [piece[0] for piece in pieces]
    for index, piece in enumerate(pieces):
        for stray in piece[1:]:
            _join(cells, stray, not_to=index)
    return cells


def _pieces(geometry: shapely.Geometry) -> list[Polygon]:
    """The polygons in ``geometry``, largest first; lines and points that a cut left over are dropped."""
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and part.area > 0]
    return sorted(polygons, key=lambda part: -part.area)


def _join(cells: list[Polygon], stray: Polygon, *, not_to: int) -> None:
    """Give ``stray`` to the cell that borders on it most."""
    rim = stray.buffer(0.01)
    shared = [0.0 if index == not_to else rim.intersection(cell).area for index, cell in enumerate(cells)]
    host = max(range(len(cells)), key=shared.__getitem__)
    joined = shapely.union(cells[host], stray, grid_size=SEAM)
    cells[host] = _pieces(joined)[0]


def _random_points(parent: Polygon, count: int, rng: random.Random) -> list[Point]:
    west, south, east, north = parent.bounds
    shapely.prepare(parent)
    points: list[Point] = []
    while len(points) < count:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.contains_xy(parent, x, y):
            points.append(Point(x, y))
    return points


def _middle(cell: Polygon) -> Point:
    """The centroid where it lies inside (it does not in a crescent), a point on the surface where it does not."""
    centroid = cell.centroid
    return centroid if cell.contains(centroid) else cell.representative_point()
