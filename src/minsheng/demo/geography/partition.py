"""The simulated polygons: district outline → sub-districts → communities → grids, nested exactly.

Everything below the outline is SIMULATED: no polygons of these sub-districts, communities or grids are public.
Cells are cut top down, then all their borders are woven into one net on a precision grid and every area is put
together from the meshes bottom up: so siblings share their corners, and a parent is exactly the union of its children.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Point, Polygon

from minsheng.demo.geography.cells import split, split_at
from minsheng.demo.geography.facts import DistrictFacts, SubdistrictFacts

SEED = 20231123
PRECISION = 1e-6  # degrees, about a decimetre: every corner lies on this grid
GRIDS_FEWEST, GRIDS_MOST = 4, 8
METRES_PER_DEGREE = 111_320.0
SOURCE = "simulated for demonstration"


def partition(facts: DistrictFacts, seed: int = SEED) -> dict[str, Polygon]:
    """Polygons of every area of the district by code (6, 9, 12 and 15 digits), CGCS2000 degrees, parents first.

    Deterministic by ``seed``: each area draws from its own stream named by its code, so a change to one community
    does not move the grids of another. Takes a few seconds for 202 communities.
    """
    plane = _Plane(facts.boundary)
    grids: dict[str, Polygon] = {}
    for subdistrict, cell in _subdistrict_cells(facts, plane):
        grids |= _grids_of(subdistrict, cell, seed)
    woven = weave({code: plane.to_degrees(cell) for code, cell in grids.items()})
    whole = {code: polygon for size in (6, 9, 12) for code, polygon in _merged(woven, size).items()}
    return whole | woven


def weave(cells: Mapping[str, Polygon]) -> dict[str, Polygon]:
    """The same cells with exactly shared corners: borders noded on the precision grid, meshes dealt out again.

    ``cells`` are polygons in degrees that cover an area up to floating-point noise. Returns them in the same order.
    """
    codes, polygons = list(cells), list(cells.values())
    net = shapely.unary_union([polygon.boundary for polygon in polygons], grid_size=PRECISION)
    meshes = shapely.get_parts(shapely.polygonize([net]))
    owners = shapely.STRtree(polygons).query_nearest(shapely.point_on_surface(meshes), all_matches=False)[1]
    dealt: dict[str, list[Polygon]] = defaultdict(list)
    for mesh, owner in zip(meshes, owners, strict=True):
        dealt[codes[owner]].append(mesh)
    return {code: _one(dealt[code]) for code in codes}


def _subdistrict_cells(facts: DistrictFacts, plane: _Plane) -> Iterable[tuple[SubdistrictFacts, Polygon]]:
    seats = [Point(plane.to_metres(np.array([row.seat]))[0]) for row in facts.subdistricts]
    return zip(facts.subdistricts, split_at(plane.outline, seats), strict=True)


def _grids_of(subdistrict: SubdistrictFacts, cell: Polygon, seed: int) -> dict[str, Polygon]:
    rng = random.Random(f"{seed}:{subdistrict.code}")  # noqa: S311 - a landscape, not a secret
    grids: dict[str, Polygon] = {}
    for community, part in zip(subdistrict.communities, split(cell, len(subdistrict.communities), rng), strict=True):
        own = random.Random(f"{seed}:{community.code}")  # noqa: S311 - as above
        pieces = split(part, own.randint(GRIDS_FEWEST, GRIDS_MOST), own)
        grids |= {f"{community.code}{number:03d}": piece for number, piece in enumerate(pieces, 1)}
    return grids


def _merged(grids: Mapping[str, Polygon], size: int) -> dict[str, Polygon]:
    """Areas with codes of ``size`` digits, each the union of the grids whose codes begin with its code."""
    members: dict[str, list[Polygon]] = defaultdict(list)
    for code, polygon in grids.items():
        members[code[:size]].append(polygon)
    return {code: _one(polygons) for code, polygons in members.items()}


def _one(polygons: list[Polygon]) -> Polygon:
    """The union of polygons that share their corners; ValueError when it falls apart or there is none."""
    union = shapely.coverage_union_all(polygons)
    parts = shapely.get_parts(union)
    if len(parts) != 1:
        raise ValueError(f"an area came out in {len(parts)} pieces")
    polygon: Polygon = shapely.normalize(parts[0])
    return polygon


class _Plane:
    """A flat map of the district in metres: longitudes shrunk by the cosine of the middle latitude.

    Linear, so straight edges stay straight; good to a few metres in a kilometre, plenty for invented borders.
    """

    def __init__(self, boundary: Iterable[tuple[float, float]]) -> None:
        corners = np.array(list(boundary))
        self._origin = corners.mean(axis=0)
        shrink = math.cos(math.radians(self._origin[1]))
        self._scale = np.array([METRES_PER_DEGREE * shrink, METRES_PER_DEGREE])
        self.outline = Polygon(self.to_metres(corners))

    def to_metres(self, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Rows of longitude and latitude as rows of metres east and north of the origin."""
        metres: npt.NDArray[np.float64] = (degrees - self._origin) * self._scale
        return metres

    def to_degrees(self, polygon: Polygon) -> Polygon:
        """A polygon in metres as one in degrees."""
        degrees: Polygon = shapely.transform(polygon, lambda metres: metres / self._scale + self._origin)
        return degrees
