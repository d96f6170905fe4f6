"""Point to grid on 2,000 grids: the register beside a plain shapely STRtree, on the same points in the same run.

Needs no database. ``--size`` is the number of points.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter

import numpy as np
import shapely
from shapely import Point, Polygon

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.config.settings")  # for the labels of kinds; nothing is read

from bench.harness import Bench, Line
from minsheng.demo.geography.cells import split
from minsheng.demo.geography.facts import district_facts
from minsheng.demo.geography.partition import weave
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.snapshot import DatedShape, Registry

GRIDS = 2_000
TURNS = 5
POINTS = 200_000
TREE = "shapely.STRtree"


def grids() -> list[Polygon]:
    """2,000 grids that cover the demonstration district without gap or overlap."""
    cells = split(Polygon(district_facts().boundary), GRIDS, random.Random(1), rounds=2)  # noqa: S311 - a landscape
    return list(weave({f"{number:04d}": cell for number, cell in enumerate(cells)}).values())


def register(polygons: list[Polygon]) -> Registry:
    """A register with one district and the grids right below it."""
    begin = date(2020, 1, 1)
    district = AreaNode(1, "140213", AreaKind.DISTRICT, "平城区", "", None, (1,), begin, None, None)
    codes = [f"140213{number:09d}" for number in range(len(polygons))]
    nodes = [
        AreaNode(at, code, AreaKind.GRID, code, "", 1, (1, at), begin, None, None) for at, code in enumerate(codes, 2)
    ]
    shapes = [DatedShape(at, begin, None, shapely.to_wkb(polygon)) for at, polygon in enumerate(polygons, 2)]
    return Registry([district, *nodes], shapes, None)


def rate(ask: Callable[[], object], points: int) -> float:
    """Points answered per second: the best of some turns, the first of which only warms up."""
    seconds = []
    for _ in range(TURNS):
        begin = perf_counter()
        ask()
        seconds.append(perf_counter() - begin)
    return points / min(seconds[1:])


def run(bench: Bench) -> Iterator[Line]:
    """One line for many points at once, one for points one by one. Stops when register and tree disagree."""
    polygons = grids()
    west, south, east, north = shapely.total_bounds(polygons)
    count = bench.size or POINTS
    points = np.random.default_rng(1).uniform((west, south), (east, north), (count * 2, 2))
    points = points[shapely.contains_xy(shapely.union_all(polygons), points)][:count]
    lons, lats = points[:, 0].copy(), points[:, 1].copy()
    pairs = list(zip(lons.tolist(), lats.tolist(), strict=True))[: count // 4]
    areas, tree = register(polygons), shapely.STRtree(polygons)

    many = areas.locate_many(lons, lats)
    asked, held = tree.query(shapely.points(lons, lats), predicate="intersects")
    if not np.array_equal(many[asked], held + 2):
        raise SystemExit("register and tree disagree")

    ask_tree = rate(lambda: tree.query(shapely.points(lons, lats), predicate="intersects"), len(lons))
    ours = rate(lambda: areas.locate_many(lons, lats), len(lons))
    yield Line("point_to_grid_many", ours, "points/s", (TREE, ask_tree, "points/s"), more={"grids": GRIDS})
    loop = rate(lambda: [tree.query(Point(x, y), predicate="intersects") for x, y in pairs], len(pairs))
    ours = rate(lambda: [areas.locate(x, y) for x, y in pairs], len(pairs))
    yield Line("point_to_grid_one_by_one", ours, "points/s", (TREE, loop, "points/s"), more={"grids": GRIDS})
