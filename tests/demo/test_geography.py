"""The simulated geography: nested without gap or overlap, the same every time, loaded once."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon

from minsheng.demo.geography.facts import district_facts
from minsheng.demo.geography.load import load_geography
from minsheng.demo.geography.partition import GRIDS_FEWEST, GRIDS_MOST, SOURCE, partition
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.models import Area, AreaShape, RegistryVersion
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.queries import coverage_gaps, undrawn
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.snapshot import DatedShape, Registry
from tests.kernel.areas.conftest import Clerk

LEVELS = (6, 9, 12, 15)


@pytest.fixture(scope="module")
def polygons() -> dict[str, Polygon]:
    return partition(district_facts())


def at_level(polygons: dict[str, Polygon], size: int) -> list[Polygon]:
    return [polygon for code, polygon in polygons.items() if len(code) == size]


def test_the_facts_are_those_of_the_code_tables() -> None:
    facts = district_facts()
    communities = [it for subdistrict in facts.subdistricts for it in subdistrict.communities]
    assert [row.code for row in facts.subdistricts] == [f"1402130{number}" for number in range(50, 68)]
    assert (facts.name, facts.subdistricts[0].name, len(communities)) == ("平城区", "永泰街道", 202)
    names = {it.code: it.name for it in communities}
    assert names["140213056008"] == "红卫里社区"
    assert names["140213057203"] == "田村"
    assert sum(it.is_village for it in communities) == 47
    assert len(facts.boundary) <= 60


def test_there_are_as_many_grids_as_a_district_has(polygons: dict[str, Polygon]) -> None:
    assert Counter(len(code) for code in polygons) == {6: 1, 9: 18, 12: 202, 15: 1191}
    grids = Counter(code[:12] for code in polygons if len(code) == 15)
    assert set(grids.values()) == set(range(GRIDS_FEWEST, GRIDS_MOST + 1))


@pytest.mark.parametrize("size", LEVELS)
def test_each_level_covers_the_district_without_overlap(polygons: dict[str, Polygon], size: int) -> None:
    level = at_level(polygons, size)
    assert all(isinstance(polygon, Polygon) and polygon.is_valid for polygon in level)
    assert shapely.coverage_is_valid(level)  # borders shared corner by corner, nothing crosses
    assert shapely.coverage_union_all(level).equals(polygons["140213"])


def test_children_make_up_their_parent_exactly(polygons: dict[str, Polygon]) -> None:
    children: dict[str, list[Polygon]] = defaultdict(list)
    for code, polygon in polygons.items():
        if len(code) > 6:
            children[code[:-3]].append(polygon)
    for code, parts in children.items():
        assert shapely.coverage_union_all(parts).equals(polygons[code]), code


def test_the_outline_keeps_to_the_facts(polygons: dict[str, Polygon]) -> None:
    given_outline = Polygon(district_facts().boundary)
    assert polygons["140213"].hausdorff_distance(given_outline) < 2e-6


def test_subdistricts_lie_around_their_seats(polygons: dict[str, Polygon]) -> None:
    for subdistrict in district_facts().subdistricts:
        assert polygons[subdistrict.code].contains(Point(subdistrict.seat)), subdistrict.name


def test_a_seed_gives_the_same_and_another_one_not(polygons: dict[str, Polygon]) -> None:
    again = partition(district_facts())
    assert list(again) == list(polygons)
    assert all(again[code].equals_exact(polygon) for code, polygon in polygons.items())
    other = partition(district_facts(), seed=1)
    assert shapely.coverage_is_valid(at_level(other, 15))
    assert not other["140213050001001"].equals(polygons["140213050001001"])


@pytest.fixture(scope="module")
def areas(polygons: dict[str, Polygon]) -> Registry:
    """A register of the simulated areas, without a database."""
    ids = {code: number for number, code in enumerate(sorted(polygons), 1)}
    kinds = dict(zip(LEVELS, (AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY, AreaKind.GRID), strict=True))
    begin = district_facts().valid_from
    nodes = []
    for code in polygons:
        path = tuple(ids[code[:size]] for size in LEVELS if size <= len(code))
        parent = path[-2] if len(path) > 1 else None
        nodes.append(AreaNode(ids[code], code, kinds[len(code)], code, "", parent, path, begin, None, None))
    shapes = [DatedShape(ids[code], begin, None, shapely.to_wkb(polygon)) for code, polygon in polygons.items()]
    return Registry(nodes, shapes, None)


@settings(deadline=None)  # a busy machine takes its time
@given(st.integers(0, 2**32 - 1))
def test_every_point_of_the_district_lies_in_one_grid_and_in_all_above_it(
    areas: Registry, polygons: dict[str, Polygon], seed: int
) -> None:
    west, south, east, north = polygons["140213"].bounds
    points = np.random.default_rng(seed).uniform((west, south), (east, north), (50, 2))
    tree = shapely.STRtree(at_level(polygons, 15))
    for lon, lat in points.tolist():
        located = areas.locate(lon, lat)
        point = Point(lon, lat)
        assert (located is not None) == polygons["140213"].intersects(point)
        if located is None:
            continue
        assert located.grid_id is not None
        assert all(polygons[areas.node(area_id).code].intersects(point) for area_id in located.path)
        holding = tree.query(point, predicate="intersects")
        # Random points of 53 bits do not hit a border; should one, its grids touch there and the lowest code answers.
        assert len(holding) == 1
    many = areas.locate_many(points[:, 0], points[:, 1]).tolist()
    assert many == [at.area_id if (at := areas.locate(lon, lat)) else 0 for lon, lat in points.tolist()]


def test_corners_of_grids_belong_to_the_lowest_code(areas: Registry, polygons: dict[str, Polygon]) -> None:
    codes = sorted(code for code in polygons if len(code) == 15)
    grids = [polygons[code] for code in codes]
    tree = shapely.STRtree(grids)
    corners = shapely.get_coordinates(grids[:200])
    lowest: dict[int, int] = {}
    for corner, grid in tree.query(shapely.points(corners), predicate="intersects").T.tolist():
        lowest[corner] = min(grid, lowest.get(corner, grid))
    many = areas.locate_many(corners[:, 0], corners[:, 1])
    for number, (lon, lat) in enumerate(corners.tolist()):
        located = areas.locate(lon, lat)
        assert located is not None
        assert areas.node(located.area_id).code == codes[lowest[number]]
        assert many[number] == located.area_id


@pytest.mark.django_db
def test_loading_goes_through_the_services_and_again_changes_nothing() -> None:
    load_geography(Clerk())
    district = Area.objects.get(code="140213")
    assert Area.objects.count() == AreaShape.objects.count() == 1412
    assert set(AreaShape.objects.values_list("simulated", "source")) == {(True, SOURCE)}
    assert not undrawn(district).exists()
    assert coverage_gaps(district) == []
    located = registry().locate(113.294, 40.089)
    assert located is not None
    assert [registry().node(area_id).name for area_id in located.path][:2] == ["平城区", "古城街道"]
    version = RegistryVersion.objects.get().stamp
    load_geography(Clerk())
    assert RegistryVersion.objects.get().stamp == version
    assert AreaShape.objects.count() == 1412
