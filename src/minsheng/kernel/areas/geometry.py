"""Outlines on the ground: what counts as a polygon here, what is wide enough to matter, how large it is.

Coordinates are CGCS2000 longitude and latitude in degrees. No database, no Django.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon
from shapely.validation import explain_validity

from minsheng.base.errors import Refusal

Outline: TypeAlias = Polygon | MultiPolygon

SLIVER = 1e-5
"""Degrees, about a metre: gaps, overlaps and overhangs narrower than this come from drawing and are forgiven."""

# Mainland China and its waters, with room to spare. A point in the sea off Africa is a pair of swapped or lost numbers.
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0

# Metres per degree on the CGCS2000 ellipsoid at 40° north; the second still has to be shrunk by the cosine of latitude.
_METRES_PER_DEGREE_NORTH = 111_036.0
_METRES_PER_DEGREE_EAST = 111_475.0


def outline(geometry: object, field: str) -> Outline:
    """``geometry`` as an outline that may be stored: a valid, finite, flat polygon or multipolygon in China.

    Raises Refusal: ``shape.not_polygon``, ``shape.empty``, ``shape.not_in_china`` (also for numbers that are not
    finite), ``shape.invalid`` (with the reason and place as GEOS gives them), always naming ``field``.
    """
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise Refusal("shape.not_polygon", field, given=getattr(geometry, "geom_type", type(geometry).__name__))
    if geometry.is_empty:
        raise Refusal("shape.empty", field)
    corners = shapely.get_coordinates(geometry)
    if not (np.isfinite(corners).all() and _in_china(geometry.bounds)):
        raise Refusal("shape.not_in_china", field)
    if not geometry.is_valid:
        raise Refusal("shape.invalid", field, reason=explain_validity(geometry))
    flat: Outline = shapely.force_2d(geometry)
    return flat


def _in_china(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH


def matters(remainder: shapely.Geometry) -> bool:
    """Whether what is left over (an overlap, an overhang, a gap) is anywhere wider than ``SLIVER``."""
    return bool(remainder.area > 0 and not remainder.buffer(-SLIVER / 2).is_empty)


def wide_parts(remainder: shapely.Geometry) -> list[Polygon]:
    """The polygons in ``remainder`` that are somewhere wider than ``SLIVER``, largest first."""
    parts = [part for part in shapely.get_parts(remainder) if isinstance(part, Polygon) and matters(part)]
    return sorted(parts, key=lambda part: -part.area)


def square_metres(geometry: shapely.Geometry) -> float:
    """The area on the ground in square metres, good to 0.5 % for districts between 20° and 50° north."""
    if geometry.is_empty:
        return 0.0
    middle = math.radians((geometry.bounds[1] + geometry.bounds[3]) / 2)
    return float(geometry.area) * _METRES_PER_DEGREE_NORTH * _METRES_PER_DEGREE_EAST * math.cos(middle)


def from_wkb(blobs: Sequence[bytes | memoryview]) -> npt.NDArray[np.object_]:
    """Stored outlines as an array of polygons, in order."""
    polygons: npt.NDArray[np.object_] = shapely.from_wkb(np.array([bytes(blob) for blob in blobs], dtype=object))
    return polygons
