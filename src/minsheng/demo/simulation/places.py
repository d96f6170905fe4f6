"""Where things happen: a random point of a simulated grid, and an address that fits its community."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import shapely

from minsheng.demo.simulation.chance import stream
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.geometry import Outline
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.snapshot import Registry
from minsheng.kernel.cases.places import Place

_ENDINGS = ("小区", "家园", "北区", "南区", "住宅院", "佳苑")
_COMPOUND_WORDS = ("园", "苑", "花都", "城", "里", "居", "院", "庭", "世家", "帝景")
_SPOTS = (
    "东门外", "南门口", "西侧便道", "北门路口", "主干道", "菜市场旁", "幼儿园门前", "公交站旁", "十字路口东北角",
    "健身广场", "停车场入口", "后巷", "小学围墙外", "桥下",
)  # fmt: skip
_NEARBY = 0.0003  # degrees, some thirty metres


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the names that a caller would use. ``community`` is the code of its community."""

    lon: float
    lat: float
    community: str
    community_name: str
    subdistrict_name: str
    compound: str
    building: str
    entrance: str
    spot: str

    @property
    def address(self) -> str:
        """The address as it is written down."""
        return f"{self.subdistrict_name}{self.community_name}{self.compound}{self.building}"

    def as_place(self) -> Place:
        """What a report says of it."""
        return Place(lon=self.lon, lat=self.lat, address=self.address)


class Gazetteer:
    """Draws places from the grids of the register on one day."""

    def __init__(self, on: date) -> None:
        areas = registry()
        self._areas, self._on = areas, on
        self._grids = _grids(areas, on)
        # Some communities call more than others; the same ones every time.
        weights = {code: stream("people", code).uniform(0.4, 1.8) for code in {grid.code[:12] for grid in self._grids}}
        self._reached = list(accumulate(weights[grid.code[:12]] for grid in self._grids))

    def draw(self, rng: random.Random, within: str = "") -> Spot:
        """A place anywhere in the district, or in the community ``within`` (a code)."""
        grid = rng.choices(self._grids, cum_weights=self._reached)[0]
        if within:
            grid = rng.choice([it for it in self._grids if it.code.startswith(within)])
        lon, lat = _point(rng, self._outline(grid))
        community = self._areas.node(grid.path[-2])
        compound = rng.choice(compounds(community))
        return Spot(
            lon=lon,
            lat=lat,
            community=community.code,
            community_name=community.name,
            subdistrict_name=self._areas.node(grid.path[-3]).name,
            compound=compound,
            building=f"{rng.randint(1, 18)}号楼",
            entrance=f"{rng.randint(1, 5)}单元",
            spot=rng.choice(_SPOTS),
        )

    def near(self, rng: random.Random, spot: Spot) -> Spot:
        """A place next to another one, in the same grid, as another caller would give it."""
        grid = self._areas.locate(spot.lon, spot.lat, self._on)
        if grid is None:
            raise ValueError("the spot lies outside the district")
        outline = self._outline(self._areas.node(grid.area_id))
        for _ in range(8):
            lon, lat = spot.lon + rng.uniform(-1, 1) * _NEARBY, spot.lat + rng.uniform(-1, 1) * _NEARBY
            if shapely.contains_xy(outline, lon, lat):
                break
        else:
            lon, lat = spot.lon, spot.lat
        values = {name: getattr(spot, name) for name in ("community", "community_name", "subdistrict_name", "compound")}
        building = spot.building if rng.random() < 0.6 else f"{rng.randint(1, 18)}号楼"
        return Spot(lon=lon, lat=lat, **values, building=building, entrance=f"{rng.randint(1, 5)}单元", spot=spot.spot)

    def _outline(self, grid: AreaNode) -> Outline:
        outline = self._areas.shape(grid.id, self._on)
        if outline is None:
            raise ValueError(f"grid {grid.code} is not drawn")
        return outline


def compounds(community: AreaNode) -> tuple[str, ...]:
    """Names of the compounds of a community: its own, and two invented ones."""
    stem = community.name.removesuffix("社区").removesuffix("村")
    rng = stream("compounds", community.code)
    own = stem if stem.endswith(_COMPOUND_WORDS) else f"{stem}小区"
    if community.name.endswith("村"):
        return community.name, f"{stem}村东区", f"{stem}新村"
    return own, f"{stem}{rng.choice(_ENDINGS[1:])}", f"{stem}{rng.randint(2, 28)}号院"


def _grids(areas: Registry, on: date) -> list[AreaNode]:
    nodes = (areas.node(pk) for root in areas.roots(on) for pk in areas.subtree(root.id))
    return sorted((node for node in nodes if node.kind == AreaKind.GRID and node.exists_on(on)), key=lambda it: it.code)


def _point(rng: random.Random, outline: Outline) -> tuple[float, float]:
    west, south, east, north = outline.bounds
    while True:
        lon, lat = round(rng.uniform(west, east), 6), round(rng.uniform(south, north), 6)
        if shapely.contains_xy(outline, lon, lat):
            return lon, lat
