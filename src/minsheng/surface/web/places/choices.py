"""Lists of areas to choose from. All from the register in memory."""

from __future__ import annotations

from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.words import node_name

Grouped = list[tuple[str, list[tuple[str, str]]]]


def subdistricts() -> list[AreaNode]:
    """The sub-districts (and towns) of all districts, by code."""
    known = registry()
    return [node for root in known.roots() for node in known.children(root.id)]


def community_choices(language: str) -> Grouped:
    """Communities and villages in groups by sub-district, by code: for a list that needs no script."""
    known = registry()
    return [
        (node_name(street, language), [(node.code, node_name(node, language)) for node in known.children(street.id)])
        for street in subdistricts()
    ]


def subdistrict_choices(language: str) -> list[tuple[str, str]]:
    """Sub-districts by id, for filters."""
    return [(str(node.id), node_name(node, language)) for node in subdistricts()]


def area_choices(current: int | None, language: str) -> Grouped:
    """Areas by id for moving a case: grids of its own community first, then all communities by sub-district."""
    known = registry()
    near = _grids_near(current)
    groups: Grouped = [(_title(near[0], language), _named(near, language))] if near else []
    for street in subdistricts():
        groups.append((node_name(street, language), _named([street, *known.children(street.id)], language)))
    return groups


def _grids_near(current: int | None) -> list[AreaNode]:
    if not current:
        return []
    known = registry()
    node = known.node(current)
    parent = node.parent_id if node.kind in {AreaKind.GRID, AreaKind.SPECIAL_GRID} else node.id
    below = known.children(parent) if parent is not None else ()
    return [child for child in below if child.kind in {AreaKind.GRID, AreaKind.SPECIAL_GRID}]


def _title(node: AreaNode, language: str) -> str:
    parent = node.parent_id
    return node_name(registry().node(parent), language) if parent is not None else ""


def _named(nodes: list[AreaNode], language: str) -> list[tuple[str, str]]:
    return [(str(node.id), node_name(node, language)) for node in nodes]


def root_choices(language: str) -> tuple[str, list[tuple[str, str]]]:
    """The districts as a group of their own."""
    return _kind(AreaKind.DISTRICT), _named(list(registry().roots()), language)


def _kind(kind: AreaKind) -> str:
    return str(kind.label)
