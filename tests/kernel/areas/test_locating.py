"""Which area lies at a point: the layers and the snapshot, without a database."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import numpy as np
import pytest
import shapely
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.layer import NOWHERE, Layer
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.snapshot import DatedShape, Registry
from tests.kernel.areas.conftest import BEGIN, BOXES

DAY = date(2024, 1, 1)
KINDS = {6: AreaKind.DISTRICT, 9: AreaKind.SUBDISTRICT, 12: AreaKind.COMMUNITY, 15: AreaKind.GRID}
IDS = {code: number for number, code in enumerate(BOXES, 1)}


def node_of(code: str) -> AreaNode:
    path = tuple(IDS[code[:size]] for size in (6, 9, 12, 15) if size <= len(code))
    parent = path[-2] if len(path) > 1 else None
    return AreaNode(IDS[code], code, KINDS[len(code)], code, "", parent, path, BEGIN, None, None)


def shape_of(code: str, polygon: Polygon, begin: date = BEGIN, end: date | None = None) -> DatedShape:
    return DatedShape(IDS[code], begin, end, shapely.to_wkb(polygon))


@pytest.fixture(scope="module")
def areas() -> Registry:
    shapes = [shape_of(code, polygon) for code, polygon in BOXES.items()]
    return Registry([node_of(code) for code in reversed(BOXES)], shapes, None)


def found(areas: Registry, lon: float, lat: float, on: date | None = DAY) -> str | None:
    located = areas.locate(lon, lat, on)
    many = areas.locate_many([lon], [lat], on).tolist()
    assert many == [located.area_id if located else 0]
    assert areas.inside_district(lon, lat, on) == (located is not None)
    return areas.node(located.area_id).code if located else None


def test_a_grid_comes_with_all_areas_above(areas: Registry) -> None:
    located = areas.locate(113.22, 40.05, DAY)
    assert located is not None
    assert located.grid_id == located.area_id == IDS["140213050001001"]
    codes = [areas.node(area_id).code for area_id in located.path]
    assert codes == ["140213", "140213050", "140213050001", "140213050001001"]
    assert areas.ancestors(located.area_id) == located.path


def test_without_a_grid_the_smallest_drawn_area_answers(areas: Registry) -> None:
    located = areas.locate(113.35, 40.15, DAY)
    assert located is not None
    assert (located.area_id, located.grid_id) == (IDS["140213051"], None)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (113.0, 40.1),
        (113.3, 41.0),
        (-113.3, -40.1),
        (math.nan, 40.1),
        (113.3, math.inf),
        (-math.inf, 40.1),
        (1e300, 40.1),
    ],
)
def test_outside_is_nowhere(areas: Registry, lon: float, lat: float) -> None:
    assert found(areas, lon, lat) is None


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (113.25, 40.05, "140213050001001"),  # between two grids
        (113.25, 40.1, "140213050001001"),  # between two grids and a community without grids
        (113.3, 40.15, "140213050002"),  # between a community and a sub-district without communities
        (113.2, 40.0, "140213050001001"),  # the corner of the district
        (113.4, 40.2, "140213051"),  # the opposite corner
    ],
)
def test_on_a_border_the_smallest_area_with_the_lowest_code_answers(
    areas: Registry, lon: float, lat: float, code: str
) -> None:
    assert found(areas, lon, lat) == code


def test_an_answer_is_as_of_its_day() -> None:
    west, east = "140213050001001", "140213050001002"
    shapes = [
        shape_of(west, box(113.2, 40.0, 113.25, 40.1), end=date(2023, 5, 31)),
        shape_of(east, box(113.25, 40.0, 113.3, 40.1), end=date(2023, 5, 31)),
        shape_of(west, box(113.2, 40.0, 113.27, 40.1), date(2023, 6, 1)),
        shape_of(east, box(113.27, 40.0, 113.3, 40.1), date(2023, 6, 1)),
    ]
    areas = Registry([node_of(code) for code in BOXES], shapes, None)
    assert found(areas, 113.26, 40.05, date(2019, 12, 31)) is None
    assert found(areas, 113.26, 40.05, date(2023, 5, 31)) == east
    assert found(areas, 113.26, 40.05, date(2023, 6, 1)) == west
    # Midnight is Shanghai's, and a process that runs on into the next day notices.
    with time_machine.travel(datetime(2023, 5, 31, 15, 59, 59, tzinfo=UTC), tick=False) as clock:
        assert found(areas, 113.26, 40.05, None) == east
        clock.shift(1)
        assert found(areas, 113.26, 40.05, None) == west


def test_an_empty_register_has_nothing_anywhere() -> None:
    assert Registry([], [], None).locate(113.3, 40.1) is None
    assert Registry([], [], None).locate_many([113.3], [40.1]).tolist() == [0]


def test_sequences_must_match(areas: Registry) -> None:
    with pytest.raises(ValueError, match="equal length"):
        areas.locate_many([113.3, 113.2], [40.1])
    assert areas.locate_many([], []).tolist() == []


def test_the_tree_in_memory(areas: Registry) -> None:
    district = areas.by_code("140213", DAY)
    assert district is not None
    assert areas.roots(DAY) == (district,)
    assert [node.code for node in areas.children(district.id, DAY)] == ["140213050", "140213051"]
    subtree = [areas.node(area_id).code for area_id in areas.subtree(IDS["140213050"])]
    assert subtree == [
        "140213050",
        "140213050001",
        "140213050002",
        "140213050001001",
        "140213050001002",
    ]
    assert areas.by_code("140213", date(2019, 1, 1)) is None
    with pytest.raises(LookupError):
        areas.node(999)


def stars(seed: int, count: int) -> list[Polygon]:
    """Ragged polygons, some of them overlapping, on a square of one degree."""
    rng = np.random.default_rng(seed)
    polygons = []
    for x, y in rng.uniform(0.1, 0.9, (count, 2)):
        turns = np.sort(rng.uniform(0, 2 * np.pi, 9))
        reach = rng.uniform(0.02, 0.2, 9)
        polygons.append(Polygon(np.column_stack((x + reach * np.cos(turns), y + reach * np.sin(turns)))).buffer(0))
    return polygons


@given(st.integers(0, 10_000), st.integers(1, 30))
def test_a_layer_answers_as_looking_at_every_polygon_does(seed: int, count: int) -> None:
    polygons = stars(seed, count)
    layer = Layer(np.array(polygons, dtype=object))
    corners = shapely.get_coordinates(polygons)
    rng = np.random.default_rng(seed)
    points = np.vstack(
        (rng.uniform(-0.1, 1.1, (60, 2)), corners[:40], corners[:40] + rng.normal(0, 1e-7, (len(corners[:40]), 2)))
    )
    expected = [
        next((at for at, it in enumerate(polygons) if it.intersects(Point(point))), NOWHERE) for point in points
    ]
    assert [layer.at(x, y) for x, y in points.tolist()] == expected
    assert layer.at_many(points[:, 0], points[:, 1]).tolist() == expected
