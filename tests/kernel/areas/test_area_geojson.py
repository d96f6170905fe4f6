"""Outlines as GeoJSON, in and out, in every datum."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shapely import MultiPolygon, Polygon, box
from shapely.geometry import mapping, shape

from minsheng.base.errors import Refusal
from minsheng.kernel.areas import geojson
from minsheng.kernel.areas.geojson import features_of, geometry_of, parse_polygon
from minsheng.kernel.areas.models import Area, AreaShape
from tests.kernel.areas.conftest import BOXES

SQUARE = box(113.298, 40.0757, 113.31, 40.09)
SHIFTED = (113.30501194, 40.07689632)  # the same corner in GCJ-02, domain.md 13.10


@pytest.mark.parametrize("crs", ["gcj02", "bd09", "cgcs2000", "wgs84", " GCJ02 "])
def test_there_and_back_is_the_same(crs: str) -> None:
    back = parse_polygon(geometry_of(SQUARE, crs), crs)
    assert back.equals_exact(SQUARE, 2e-7, normalize=True)


def test_the_shift_is_the_one_that_maps_have() -> None:
    west, south, _, _ = shape(
        geometry_of(Polygon([(113.298, 40.0757), (113.31, 40.0757), (113.298, 40.09)]), "gcj02")
    ).bounds
    assert (west, south) == (pytest.approx(SHIFTED[0], abs=2e-6), pytest.approx(SHIFTED[1], abs=2e-5))
    point = geojson.parse_point(*SHIFTED, "gcj02")
    assert point == (pytest.approx(113.298, abs=1e-7), pytest.approx(40.0757, abs=1e-7))


def test_outer_rings_turn_left() -> None:
    geometry = geometry_of(Polygon([(113, 40), (113, 41), (114, 41), (114, 40)]))
    assert shape(geometry).exterior.is_ccw


def test_wrapped_and_written_geometry_is_unwrapped() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": mapping(SQUARE)}
    collection = {"type": "FeatureCollection", "features": [feature]}
    for data in (feature, collection, json.dumps(collection)):
        assert parse_polygon(data).equals(SQUARE)
    pair = MultiPolygon([SQUARE, box(113.4, 40.0, 113.5, 40.1)])
    assert parse_polygon(dict(mapping(pair))).equals(pair)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("no json", "geojson.malformed"),
        ("[" * 100_000, "geojson.malformed"),
        ("null", "geojson.malformed"),
        ({"type": "FeatureCollection", "features": []}, "geojson.malformed"),
        ({"type": "Feature"}, "geojson.malformed"),
        ({"type": "Polygon"}, "geojson.malformed"),
        ({"type": "Polygon", "coordinates": [[1, 2]]}, "geojson.malformed"),
        ({"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["e", "f"]]]}, "geojson.malformed"),
        ({"type": "Polygon", "coordinates": "x"}, "geojson.malformed"),
        ({"type": "Polygon", "coordinates": [[[113, 40], [113, 41]]]}, "geojson.malformed"),
        ({"type": "Polygon", "coordinates": []}, "shape.empty"),
        ({"type": "Point", "coordinates": [113, 40]}, "shape.not_polygon"),
        ('{"type":"Polygon","coordinates":[[[113,40],[NaN,41],[114,41],[113,40]]]}', "shape.not_in_china"),
        ({"type": "Polygon", "coordinates": [[[40, 113], [41, 113], [41, 114], [40, 113]]]}, "shape.not_in_china"),
        (
            {"type": "Polygon", "coordinates": [[[113, 40], [114, 41], [114, 40], [113, 41], [113, 40]]]},
            "shape.invalid",
        ),
    ],
)
def test_broken_geometry_is_refused(data: str | dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_polygon(data, field="area")
    assert (caught.value.code, caught.value.field) == (code, "area")


def test_too_many_corners_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "MOST_CORNERS", 4)
    with pytest.raises(Refusal, match=r"geojson\.too_many_corners"):
        parse_polygon(dict(mapping(SQUARE)))


def test_an_unknown_datum_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        geometry_of(SQUARE, "epsg:3857")
    assert (caught.value.code, caught.value.field) == ("crs.unknown", "crs")


def test_stored_shapes_say_what_they_are(district: dict[str, Area]) -> None:
    shapes = AreaShape.objects.select_related("area").order_by("area__code")
    collection = features_of(shapes, "gcj02")
    assert (collection["datum"], len(collection["features"])) == ("gcj02", len(BOXES))
    first = collection["features"][0]
    assert first["id"] == district["140213"].pk
    assert first["properties"] == {
        "code": "140213",
        "kind": "district",
        "name": "平城区",
        "name_en": "Pingcheng District",
        "valid_from": "2020-01-01",
        "valid_to": None,
        "source": "test",
        "simulated": True,
    }
    json.dumps(collection)
    assert features_of([])["features"] == []
