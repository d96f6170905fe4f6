"""Outlines in and out as GeoJSON (RFC 7946), converted at the edge.

RFC 7946 knows WGS 84 only, which CGCS2000 equals to a few centimetres. Chinese maps want GCJ-02 or BD-09: the ``crs``
says which, and the member ``"datum"`` of what goes out repeats it, so that nobody takes one for the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

from minsheng.base.coordinates import Datum, from_wgs84, to_wgs84
from minsheng.base.errors import Refusal
from minsheng.kernel.areas.geometry import Outline, from_wkb, outline
from minsheng.kernel.areas.models import AreaShape

DECIMALS = 7  # a centimetre
MOST_CORNERS = 50_000
_TYPES = frozenset(("Polygon", "MultiPolygon"))


def parse_crs(crs: str) -> Datum:
    """The datum that a word names: ``gcj02``, ``bd09``, ``cgcs2000``, ``wgs84``. Raises Refusal ``crs.unknown``."""
    try:
        return Datum(crs.strip().lower())
    except ValueError:
        raise Refusal("crs.unknown", "crs", given=crs[:20], known=[datum.value for datum in Datum]) from None


def parse_point(lon: float, lat: float, crs: str = "cgcs2000") -> tuple[float, float]:
    """A point of any datum as CGCS2000 degrees. Raises Refusal ``crs.unknown``."""
    return to_wgs84(lon, lat, parse_crs(crs))


def geometry_of(polygon: Outline, crs: str = "cgcs2000") -> dict[str, Any]:
    """An outline as a GeoJSON geometry in the datum ``crs``, outer rings counter-clockwise, 7 decimals."""
    datum = parse_crs(crs)
    moved = _moved(polygon, lambda lon, lat: from_wgs84(lon, lat, datum))
    geometry: dict[str, Any] = mapping(shapely.orient_polygons(moved))
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def features_of(shapes: Iterable[AreaShape], crs: str = "cgcs2000") -> dict[str, Any]:
    """Stored shapes (with their areas selected) as a GeoJSON FeatureCollection in the datum ``crs``."""
    rows = list(shapes)
    outlines = from_wkb([row.wkb for row in rows]) if rows else ()
    return {
        "type": "FeatureCollection",
        "datum": parse_crs(crs).value,
        "features": [_feature(row, polygon, crs) for row, polygon in zip(rows, outlines, strict=True)],
    }


def parse_polygon(data: str | dict[str, Any], crs: str = "cgcs2000", field: str = "polygon") -> Outline:
    """The outline in a GeoJSON geometry, Feature, or FeatureCollection of one, brought from ``crs`` to CGCS2000.

    ``data`` is the text or what ``json.loads`` made of it. Raises Refusal on ``field``: ``geojson.malformed``,
    ``geojson.too_many_corners`` (limit), ``shape.*`` as in ``geometry.outline``; ``crs.unknown`` on ``crs``.
    """
    datum = parse_crs(crs)
    geometry = _geometry(_loaded(data, field), field)
    try:
        with np.errstate(invalid="ignore"):  # NaN, which json.loads lets in, is told below
            polygon = shape(geometry)
    except (ShapelyError, AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise Refusal("geojson.malformed", field) from error
    if shapely.get_num_coordinates(polygon) > MOST_CORNERS:
        raise Refusal("geojson.too_many_corners", field, limit=MOST_CORNERS)
    # Looked at before it is moved as well: formulas of a datum make nonsense of numbers that are no degrees.
    given = outline(polygon, field)
    return outline(_moved(given, lambda lon, lat: to_wgs84(lon, lat, datum)), field)


def _loaded(data: str | dict[str, Any], field: str) -> Any:
    if not isinstance(data, str):
        return data
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refusal("geojson.malformed", field) from error


def _geometry(data: Any, field: str) -> dict[str, Any]:
    """The geometry inside of what GeoJSON may wrap it in."""
    for _ in range(2):
        if isinstance(data, dict) and data.get("type") == "FeatureCollection":
            features = data.get("features")
            if not isinstance(features, list) or len(features) != 1:
                raise Refusal("geojson.malformed", field)
            data = features[0]
        if isinstance(data, dict) and data.get("type") == "Feature":
            data = data.get("geometry")
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise Refusal("geojson.malformed", field)
    if data["type"] not in _TYPES:
        raise Refusal("shape.not_polygon", field, given=data["type"][:20])
    return data


def _feature(row: AreaShape, polygon: Outline, crs: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.area_id,
        "geometry": geometry_of(polygon, crs),
        "properties": {
            "code": row.area.code,
            "kind": row.area.kind,
            "name": row.area.name,
            "name_en": row.area.name_en,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            "source": row.source,
            "simulated": row.simulated,
        },
    }


def _moved(polygon: Outline, move: Any) -> Outline:
    def each(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(move(corners[:, 0], corners[:, 1]))

    moved: Outline = shapely.transform(polygon, each)
    return moved


def _rounded(numbers: Any) -> Any:
    if isinstance(numbers, float):
        return round(numbers, DECIMALS)
    return [_rounded(number) for number in numbers]
