"""What somebody wants the grids of a community to be: out of a GeoJSON file, or by splitting and merging. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry import mapping, shape
from shapely.ops import split as cut_by

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.geojson import parse_polygon
from minsheng.kernel.areas.geometry import Outline

CODE_DIGITS, COMMUNITY_DIGITS = 15, 12
MOST_GRIDS = 500
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """One grid as it shall be: code of fifteen digits, name, outline (CGCS2000 degrees), households if known."""

    code: str
    name: str
    outline: Outline
    households: int | None = None
    special: bool = False


def read_geojson(text: str, crs: str = "cgcs2000") -> list[Wanted]:
    """The grids in a FeatureCollection: each feature has ``code``, ``name`` and maybe ``households``, ``kind``.

    Raises Refusal on ``outlines``: ``geojson.malformed``, ``geojson.too_many_corners``, ``grid.too_many``,
    ``grid.code`` (number), ``grid.code_twice``, ``shape.*``; ``crs.unknown``.
    """
    features = _features(text)
    found: dict[str, Wanted] = {}
    for number, feature in enumerate(features, start=1):
        one = _wanted(feature, number, crs)
        if one.code in found:
            raise Refusal("grid.code_twice", "outlines", grid_code=one.code)
        found[one.code] = one
    return list(found.values())


def write_geojson(grids: Sequence[Wanted]) -> str:
    """The same grids as a FeatureCollection: what a dry run shows is what is done afterwards."""
    features = [
        {
            "type": "Feature",
            "geometry": mapping(one.outline),
            "properties": {
                "code": one.code,
                "name": one.name,
                "households": one.households,
                "kind": "special_grid" if one.special else "grid",
            },
        }
        for one in grids
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def merge(grids: Sequence[Wanted], codes: Sequence[str]) -> list[Wanted]:
    """The grids of a community with those of ``codes`` as one, under the first of these codes.

    Raises Refusal ``grid.merge_two`` (fewer than two), ``grid.unknown``, ``grid.merge_apart`` (they do not touch).
    """
    by_code = {one.code: one for one in grids}
    chosen = [_of(by_code, code) for code in dict.fromkeys(codes)]
    if len(chosen) < 2:
        raise Refusal("grid.merge_two", "merge")
    union = shapely.union_all([one.outline for one in chosen], grid_size=1e-7)
    if not isinstance(union, Polygon):
        raise Refusal("grid.merge_apart", "merge", grids=[one.name for one in chosen])
    counts = [one.households for one in chosen]
    known = [count for count in counts if count is not None]
    kept = chosen[0]
    households = sum(known) if len(known) == len(counts) else None
    whole = Wanted(kept.code, kept.name, union, households, kept.special)
    return [whole if one.code == kept.code else one for one in grids if one.code == kept.code or one not in chosen]


def split(
    grids: Sequence[Wanted], code: str, *, new_code: str, new_name: str, line: str = "", crs: str = "cgcs2000"
) -> list[Wanted]:
    """The grids of a community with one cut in two: along a GeoJSON LineString, or else across into equal halves.

    The western part keeps its code; of a grid that is taller than wide, cut into halves, the southern one. Raises
    Refusal ``grid.unknown``, ``grid.code_taken``, ``grid.line`` (no line, or it does not cut the grid in two),
    ``geojson.malformed``.
    """
    by_code = {one.code: one for one in grids}
    whole = _of(by_code, code)
    if new_code in by_code:
        raise Refusal("grid.code_taken", "new_code", grid_code=new_code)
    first, second = _cut(whole.outline, _line(line)) if line.strip() else _halves(whole.outline)
    parts = [
        Wanted(code, whole.name, first, None, whole.special),
        Wanted(new_code, new_name, second, None, whole.special),
    ]
    return [it for one in grids for it in (parts if one.code == code else [one])]


def next_code(grids: Sequence[Wanted], community: str) -> str:
    """The next free code of a community."""
    last = max((int(one.code[COMMUNITY_DIGITS:]) for one in grids), default=0)
    return f"{community}{last + 1:03d}"


def _features(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("geojson.malformed", "outlines") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(it, dict) for it in features):
        raise Refusal("geojson.malformed", "outlines")
    if len(features) > MOST_GRIDS:
        raise Refusal("grid.too_many", "outlines", limit=MOST_GRIDS, count=len(features))
    return features


def _wanted(feature: dict[str, Any], number: int, crs: str) -> Wanted:
    given = feature.get("properties")
    properties: dict[str, Any] = given if isinstance(given, dict) else {}
    code = str(properties.get("code", ""))
    if not (len(code) == CODE_DIGITS and code.isascii() and code.isdecimal()):
        raise Refusal("grid.code", "outlines", number=number, value=code[:20])
    households = properties.get("households")
    whole = households if isinstance(households, int) and not isinstance(households, bool) and households >= 0 else None
    name = properties.get("name")
    outline = parse_polygon({"type": "Feature", "geometry": feature.get("geometry")}, crs, "outlines")
    return Wanted(code, name if isinstance(name, str) else "", outline, whole, properties.get("kind") == "special_grid")


def _of(by_code: dict[str, Wanted], code: str) -> Wanted:
    try:
        return by_code[code]
    except KeyError:
        raise Refusal("grid.unknown", "grid", id=code[:40]) from None


def _line(text: str) -> LineString:
    try:
        data = json.loads(text)
        found = shape(data.get("geometry", data) if isinstance(data, dict) else data)
    except Exception as error:  # shapely raises whatever its parts raise on nonsense
        raise Refusal("geojson.malformed", "line") from error
    if not isinstance(found, LineString) or found.is_empty or not shapely.is_valid(found):
        raise Refusal("grid.line", "line")
    return found


def _cut(whole: Outline, line: LineString) -> tuple[Outline, Outline]:
    if not isinstance(whole, Polygon):
        raise Refusal("grid.line", "line")
    parts = [part for part in cut_by(whole, line).geoms if isinstance(part, Polygon)]
    if len(parts) != 2:
        raise Refusal("grid.line", "line")
    west, other = sorted(parts, key=lambda part: (round(part.centroid.x, 7), -part.centroid.y))
    return west, other


def _halves(whole: Outline) -> tuple[Outline, Outline]:
    """Two parts of equal size, cut straight across the longer side, found by halving."""
    west, south, east, north = whole.bounds
    upright = (east - west) * 0.766 >= north - south  # a degree of longitude at 40° north against one of latitude
    low, high = (west, east) if upright else (south, north)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        box = shapely.box(west, south, middle, north) if upright else shapely.box(west, south, east, middle)
        if shapely.intersection(whole, box).area < whole.area / 2:
            low = middle
        else:
            high = middle
    first = shapely.intersection(whole, box)
    second = shapely.difference(whole, box)
    if not all(isinstance(part, Polygon | MultiPolygon) for part in (first, second)):
        raise Refusal("grid.line", "line")
    return first, second
