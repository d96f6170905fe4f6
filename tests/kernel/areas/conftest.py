"""A small district for the tests of this room: a square of 0.2°, cut straight.

``140213`` has the sub-districts ``050`` (west half) and ``051`` (east half); ``050`` has the communities ``001``
(south) and ``002`` (north); community ``050001`` has the grids ``001`` (west) and ``002`` (east).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from shapely import Polygon, box

from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.services import AreaRow, Drawing, draw_shapes, import_areas

BEGIN = date(2020, 1, 1)
ROWS = (
    AreaRow("140213", "平城区", name_en="Pingcheng District"),
    AreaRow("140213050", "永泰街道"),
    AreaRow("140213051", "古城街道"),
    AreaRow("140213050001", "康吉社区"),
    AreaRow("140213050002", "平和社区"),
    AreaRow("140213050001001", "康吉社区第1网格"),
    AreaRow("140213050001002", "康吉社区第2网格"),
)
BOXES: dict[str, Polygon] = {
    "140213": box(113.2, 40.0, 113.4, 40.2),
    "140213050": box(113.2, 40.0, 113.3, 40.2),
    "140213051": box(113.3, 40.0, 113.4, 40.2),
    "140213050001": box(113.2, 40.0, 113.3, 40.1),
    "140213050002": box(113.2, 40.1, 113.3, 40.2),
    "140213050001001": box(113.2, 40.0, 113.25, 40.1),
    "140213050001002": box(113.25, 40.0, 113.3, 40.1),
}


@dataclass(frozen=True)
class Clerk:
    """Somebody the audit log accepts."""

    account_id: int | None = None
    channel: str = "web"
    is_system: bool = True
    grants: tuple[()] = ()
    permissions: frozenset[str] = frozenset({"areas.manage"})

    def holds(self, permission: str) -> bool:
        return permission in self.permissions


@pytest.fixture
def by() -> Clerk:
    """Whoever does what the tests do."""
    return Clerk()


@pytest.fixture
def district(db: None, by: Clerk) -> dict[str, Area]:
    """The small district, drawn; its areas by code."""
    return settle(by)


@pytest.fixture
def named(db: None, by: Clerk) -> dict[str, Area]:
    """The same areas, not drawn."""
    import_areas(by=by, rows=ROWS, valid_from=BEGIN)
    return {area.code: area for area in Area.objects.all()}


def settle(by: Clerk) -> dict[str, Area]:
    """Enter and draw the small district."""
    import_areas(by=by, rows=ROWS, valid_from=BEGIN)
    areas = {area.code: area for area in Area.objects.all()}
    drawings = [Drawing(areas[code], polygon) for code, polygon in BOXES.items()]
    draw_shapes(by=by, drawings=drawings, valid_from=BEGIN, source="test", simulated=True)
    return areas
