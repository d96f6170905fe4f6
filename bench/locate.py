"""Point to grid on 2,000 grids: the register beside a plain shapely STRtree, on the same points in the same run.

Prints one JSON line for many points at once and one for points one by one; ``peer`` is the tree, asked for the same.
Needs no database. Run: ``python bench/locate.py [--points 200000]``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Callable
from datetime import date
from time import perf_counter

import numpy as np
import shapely
from shapely import Point, Polygon

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.config.settings")  # for the labels of kinds; nothing is read

from minsheng.demo.geography.cells import split
from minsheng.demo.geography.facts import district_facts
from minsheng.demo.geography.partition import weave
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.snapshot import DatedShape, Registry

GRIDS = 2_000
TURNS = 5


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


def report(name: str, value: float, peer: float) -> None:
    """Print one line."""
    print(json.dumps({"name": name, "value": round(value), "unit": "points/s", "peer": round(peer)}))


def main() -> None:
    """Measure both ways of asking, and check that register and tree agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200_000)
    count = parser.parse_args().points
    polygons = grids()
    west, south, east, north = shapely.total_bounds(polygons)
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
    report("locate_many", rate(lambda: areas.locate_many(lons, lats), len(lons)), ask_tree)
    loop = rate(lambda: [tree.query(Point(x, y), predicate="intersects") for x, y in pairs], len(pairs))
    report("locate", rate(lambda: [areas.locate(x, y) for x, y in pairs], len(pairs)), loop)


if __name__ == "__main__":
    main()
