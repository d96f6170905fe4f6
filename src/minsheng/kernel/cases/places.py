"""Where something is: a point, an area, or both. Points come in any of the usual coordinate systems."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from minsheng.base.coordinates import Datum, to_wgs84
from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.kernel.areas.registry import registry as area_registry

ADDRESS_LIMIT = 300
LONGEST_ID = 15
"""Digits of an id: a longer number is no id, and would overflow the database."""
_HALF_TURN, _QUARTER_TURN = 180, 90
SYSTEMS = ("cgcs2000", "wgs84", "gcj02", "bd09")
"""CGCS2000 equals WGS-84 to the decimetre (domain reference 11.5)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it was given. ``area`` is an id or a statistical code; degrees are in the system ``crs``."""

    lon: float | None = None
    lat: float | None = None
    crs: str = "cgcs2000"
    area: int | str | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A place as it is kept: the smallest area known, CGCS2000 degrees, the address."""

    area_id: int
    lon: float | None
    lat: float | None
    address: str


def settle_place(place: Place, at: datetime) -> Settled:
    """Find the area of a place as the areas were on the day of ``at``.

    A point decides over a named area; a place without either belongs to the district as a whole. Raises Refusal
    ``place.crs``, ``place.point``, ``place.outside`` (the point is not in the district), ``area.unknown``.
    """
    address = clean_text(place.address, "address", max_length=ADDRESS_LIMIT, required=False) or ""
    registry = area_registry()
    if place.lon is not None or place.lat is not None:
        lon, lat = _point(place)
        found = registry.locate(lon, lat, timezone.localdate(at))
        if found is None:
            raise Refusal("place.outside", "place", lon=round(lon, 6), lat=round(lat, 6))
        return Settled(found.area_id, lon, lat, address)
    if place.area is not None and place.area != "":
        return Settled(_area(place.area), None, None, address)
    roots = registry.roots()
    if not roots:
        raise Refusal("area.none", "place")
    return Settled(roots[0].id, None, None, address)


def _point(place: Place) -> tuple[float, float]:
    if place.crs not in SYSTEMS:
        raise Refusal("place.crs", "crs", value=place.crs[:20], choices=", ".join(SYSTEMS))
    values = (place.lon, place.lat)
    if (
        any(v is None or not math.isfinite(v) for v in values)
        or abs(place.lon or 0) > _HALF_TURN
        or abs(place.lat or 0) > _QUARTER_TURN
    ):
        raise Refusal("place.point", "place")
    return to_wgs84(float(place.lon or 0), float(place.lat or 0), Datum(place.crs))


def _area(wanted: int | str) -> int:
    registry = area_registry()
    text = str(wanted)
    node = registry.by_code(text)
    if node is not None:
        return node.id
    try:
        return registry.node(int(text) if text.isdecimal() and len(text) <= LONGEST_ID else 0).id
    except LookupError:
        raise Refusal("area.unknown", "area", id=text[:40]) from None
