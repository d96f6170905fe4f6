"""Chinese map datums: GCJ-02 and BD-09 from and to WGS-84.

Everything is stored in CGCS2000 (EPSG:4490), which equals WGS-84 to a few centimetres; GCJ-02 (高德, 腾讯)
and BD-09 (百度) come in and go out at the edge only. All functions take degrees, longitude first, as two floats or as
two numpy arrays of one shape, and return the same. Formulas: domain.md 11.5.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

N = TypeVar("N", float, "NDArray[np.float64]")
Shift = Callable[[Any, Any], tuple[Any, Any]]

_AXIS = 6378245.0  # Krasovsky 1940, as the formula wants it
_ECCENTRICITY = 0.00669342162296594323
_BD_TURN = math.pi * 3000.0 / 180.0
_ROUNDS = 12  # each round shrinks the error at least fortyfold: eight would do
_MARGIN = 0.1  # degrees: no shift is longer than a kilometre or two
_ROUNDING = 1e-9  # degrees: a point on the border must not fall outside by the last bit
_SAFE = (105.0, 35.0)

WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
"""The mainland box. Outside of it nothing is shifted."""


class Datum(StrEnum):
    """Datums in which a point may be handed in. CGCS2000 is treated as WGS-84."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def in_mainland_box(lng: N, lat: N) -> Any:
    """Whether points lie in the box within which maps of the mainland are shifted: a bool, or an array of bools."""
    return _in_box(lng, lat, 0.0)


def wgs84_to_gcj02(lng: N, lat: N) -> tuple[N, N]:
    """Shift WGS-84 or CGCS2000 degrees to GCJ-02; unchanged outside the mainland box."""
    return _where_inside(_gcj_shift, lng, lat)


def gcj02_to_wgs84(lng: N, lat: N) -> tuple[N, N]:
    """Undo ``wgs84_to_gcj02`` within 1e-9°, for every point of the box.

    Within a kilometre outside the box's border a GCJ-02 point may come from either side; the inner one is returned.
    """
    return _undone(_gcj_shift, lng, lat)


def gcj02_to_bd09(lng: N, lat: N) -> tuple[N, N]:
    """Shift GCJ-02 degrees to BD-09; unchanged outside the mainland box."""
    return _where_inside(_bd_shift, lng, lat)


def bd09_to_gcj02(lng: N, lat: N) -> tuple[N, N]:
    """Undo ``gcj02_to_bd09`` within 1e-9° (not the usual one-step formula, which is off by up to a metre)."""
    return _undone(_bd_shift, lng, lat)


def wgs84_to_bd09(lng: N, lat: N) -> tuple[N, N]:
    """Shift WGS-84 or CGCS2000 degrees to BD-09 by way of GCJ-02."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lng, lat))


def bd09_to_wgs84(lng: N, lat: N) -> tuple[N, N]:
    """Shift BD-09 degrees back to WGS-84 by way of GCJ-02."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lng, lat))


def to_wgs84(lng: N, lat: N, datum: Datum) -> tuple[N, N]:
    """Bring points of any datum to the one that is stored."""
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(lng, lat)
    return bd09_to_wgs84(lng, lat) if datum is Datum.BD09 else (lng, lat)


def from_wgs84(lng: N, lat: N, datum: Datum) -> tuple[N, N]:
    """Bring stored points to the datum of a map."""
    if datum is Datum.GCJ02:
        return wgs84_to_gcj02(lng, lat)
    return wgs84_to_bd09(lng, lat) if datum is Datum.BD09 else (lng, lat)


def _in_box(lng: Any, lat: Any, margin: float) -> Any:
    return (lng >= WEST - margin) & (lng <= EAST + margin) & (lat >= SOUTH - margin) & (lat <= NORTH + margin)


def _is_number(value: Any) -> bool:
    return isinstance(value, (float, int))


def _where_inside(shift: Shift, lng: N, lat: N) -> tuple[N, N]:
    return _moved(in_mainland_box(lng, lat), shift, lng, lat)


def _undone(shift: Shift, lng: N, lat: N) -> tuple[N, N]:
    back = _moved(_in_box(lng, lat, _MARGIN), lambda x, y: _solved(shift, x, y), lng, lat)
    return _chosen(_in_box(*back, _ROUNDING), back, (lng, lat))


def _solved(shift: Shift, lng: Any, lat: Any) -> tuple[Any, Any]:
    """The point that ``shift`` takes to (lng, lat): it hardly changes from place to place, so rounds converge."""
    back_lng, back_lat = lng, lat
    for _ in range(_ROUNDS):
        there_lng, there_lat = shift(back_lng, back_lat)
        back_lng, back_lat = back_lng + (lng - there_lng), back_lat + (lat - there_lat)
    return back_lng, back_lat


def _moved(chosen: Any, move: Shift, lng: Any, lat: Any) -> tuple[Any, Any]:
    """``move`` applied where ``chosen``; the formulas never see a point far outside, where they would overflow."""
    if _is_number(lng):
        return move(lng, lat) if chosen else (lng, lat)
    import numpy as np  # noqa: PLC0415 -- only for arrays: most processes convert single points

    inner = np.where(chosen, lng, _SAFE[0]), np.where(chosen, lat, _SAFE[1])
    return _chosen(chosen, move(*inner), (lng, lat))


def _chosen(chosen: Any, moved: tuple[Any, Any], same: tuple[Any, Any]) -> tuple[Any, Any]:
    if _is_number(same[0]):
        return moved if chosen else same
    import numpy as np  # noqa: PLC0415 -- only for arrays: most processes convert single points

    return np.where(chosen, moved[0], same[0]), np.where(chosen, moved[1], same[1])


def _functions(value: Any) -> Any:
    """The module whose sin, cos and sqrt fit ``value``; numpy is loaded only when an array comes."""
    if _is_number(value):
        return math
    import numpy as np  # noqa: PLC0415 -- only for arrays: most processes convert single points

    return np


def _gcj_shift(lng: Any, lat: Any) -> tuple[Any, Any]:
    m = _functions(lng)
    x, y = lng - 105.0, lat - 35.0
    waves = 20.0 * m.sin(6.0 * x * m.pi) + 20.0 * m.sin(2.0 * x * m.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * m.sqrt(abs(x))
    north += (waves + 20.0 * m.sin(y * m.pi) + 40.0 * m.sin(y / 3.0 * m.pi)) * 2.0 / 3.0
    north += (160.0 * m.sin(y / 12.0 * m.pi) + 320.0 * m.sin(y * m.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * m.sqrt(abs(x))
    east += (waves + 20.0 * m.sin(x * m.pi) + 40.0 * m.sin(x / 3.0 * m.pi)) * 2.0 / 3.0
    east += (150.0 * m.sin(x / 12.0 * m.pi) + 300.0 * m.sin(x / 30.0 * m.pi)) * 2.0 / 3.0
    return _metres_added(lng, lat, east, north)


def _metres_added(lng: Any, lat: Any, east: Any, north: Any) -> tuple[Any, Any]:
    m = _functions(lng)
    radians = lat / 180.0 * m.pi
    magic = 1.0 - _ECCENTRICITY * m.sin(radians) ** 2
    root = m.sqrt(magic)
    d_lat = north * 180.0 / (_AXIS * (1.0 - _ECCENTRICITY) / (magic * root) * m.pi)
    d_lng = east * 180.0 / (_AXIS / root * m.cos(radians) * m.pi)
    return lng + d_lng, lat + d_lat


def _bd_shift(lng: Any, lat: Any) -> tuple[Any, Any]:
    m = _functions(lng)
    turn = m.atan2 if m is math else m.arctan2
    z = m.sqrt(lng * lng + lat * lat) + 0.00002 * m.sin(lat * _BD_TURN)
    theta = turn(lat, lng) + 0.000003 * m.cos(lng * _BD_TURN)
    return z * m.cos(theta) + 0.0065, z * m.sin(theta) + 0.006
