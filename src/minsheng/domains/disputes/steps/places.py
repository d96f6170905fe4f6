"""Grids to choose from."""

from __future__ import annotations

from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.places.choices import Grouped, subdistricts
from minsheng.surface.web.words import node_name


def grids_by_community(language: str) -> Grouped:
    """Grids by id in groups by community; communities without grids are left out."""
    known = registry()
    groups: Grouped = []
    for street in subdistricts():
        for community in known.children(street.id):
            grids = [it for it in known.children(community.id) if it.kind in {AreaKind.GRID, AreaKind.SPECIAL_GRID}]
            if grids:
                title = f"{node_name(street, language)} · {node_name(community, language)}"
                groups.append((title, [(str(it.id), node_name(it, language)) for it in grids]))
    return groups
