"""Units and categories to choose from, out of the registers in memory."""

from __future__ import annotations

from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.routing.registry import CategoryEntry, routing_registry
from minsheng.surface.web.words import node_name

Grouped = list[tuple[str, list[tuple[str, str]]]]


def unit_choices(language: str) -> Grouped:
    """Units by id, in groups by kind."""
    groups: dict[str, list[tuple[str, str]]] = {kind.value: [] for kind in UnitKind}
    for unit in sorted(unit_registry().by_id.values(), key=lambda entry: entry.code):
        groups.setdefault(unit.kind, []).append((str(unit.id), node_name(unit, language)))
    return [(str(UnitKind(kind).label), units) for kind, units in groups.items() if units]


def category_choices(realm: str, language: str) -> Grouped:
    """Active categories of a realm by id: groups by the first level, deeper levels as ``a / b``."""
    entries = routing_registry().categories
    groups: dict[int, list[tuple[str, str]]] = {}
    for entry in active_categories(realm):
        below = " / ".join(node_name(entries[pk], language) for pk in entry.line[1:])
        groups.setdefault(entry.line[0], []).append((str(entry.id), below or node_name(entry, language)))
    return [(node_name(entries[root], language), choices) for root, choices in groups.items()]


def active_categories(realm: str) -> list[CategoryEntry]:
    """Active categories of a realm in the order of the tree."""
    entries = routing_registry().categories
    mine = [entry for entry in entries.values() if entry.realm == realm and entry.active]
    return sorted(mine, key=lambda entry: [entries[pk].code for pk in entry.line])


def children_of(realm: str, parent: int | None) -> list[CategoryEntry]:
    """Active categories directly below another one, or those of the first level."""
    return [entry for entry in active_categories(realm) if entry.parent_id == parent]


def matching(realm: str, text: str, language: str, limit: int = 12) -> list[CategoryEntry]:
    """Active categories whose name, or the name of one above, contains the text; those of the own name first."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    entries = routing_registry().categories
    found = []
    for entry in active_categories(realm):
        own = wanted in node_name(entry, language).lower() or wanted in entry.name
        above = any(wanted in node_name(entries[pk], language).lower() for pk in entry.line)
        if own or above:
            found.append((not own, entry))
    return [entry for _rank, entry in sorted(found, key=lambda pair: pair[0])[:limit]]
