"""Finding a grid: by its place, by the name of a community or grid. Out of the register in memory."""

from __future__ import annotations

from minsheng.kernel.areas.enums import GRID_KINDS, AreaKind
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.queries import find_areas
from minsheng.kernel.areas.registry import registry

_KINDS = (AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.GRID, AreaKind.SPECIAL_GRID, AreaKind.SUBDISTRICT)
MOST_NAMES = 20


def grids_below(area_id: int) -> list[AreaNode]:
    """The grids of today in an area, by code; the area itself when it is one. Raises LookupError."""
    known = registry()
    todo, found = [known.node(area_id)], []
    while todo:
        node = todo.pop()
        if node.kind in GRID_KINDS:
            found.append(node)
        todo.extend(known.children(node.id))
    return sorted(found, key=lambda node: (node.code, node.id))


def grids_called(text: str) -> list[AreaNode]:
    """The grids in the areas whose name or code has ``text``, the closest first, each once. One statement."""
    found: dict[int, AreaNode] = {}
    for area in find_areas(text, kinds=_KINDS, limit=MOST_NAMES):
        for node in grids_below(area.pk):
            found.setdefault(node.id, node)
    return list(found.values())
