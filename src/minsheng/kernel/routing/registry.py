"""Categories and rules in memory, as of one version number."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.memory import Remembered
from minsheng.kernel.routing.models import Category, RoutingVersion, Rule
from minsheng.kernel.routing.rules import Matter, Routed, RuleView, route


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category and the ids from the root down to it."""

    id: int
    code: str
    name: str
    name_en: str
    realm: str
    level: int
    active: bool
    parent_id: int | None
    legal_route: str
    line: tuple[int, ...]
    full_name: str


class RoutingRegistry:
    """All categories and active rules. Immutable; a new one is made when something changed."""

    def __init__(self) -> None:
        rows = {row.pk: row for row in Category.objects.all()}
        self.categories = {pk: _category(row, rows) for pk, row in rows.items()}
        self.by_code = {entry.code: entry for entry in self.categories.values()}
        self.by_full_name = {(e.realm, e.full_name): e for e in self.categories.values()}
        self.rules = tuple(_rule(row) for row in Rule.objects.filter(active=True).order_by("realm", "position", "id"))
        units = unit_registry().by_id.values()
        self._unit_at = {(unit.area_id, unit.kind): unit.id for unit in units if unit.area_id is not None}

    def unit_at(self, area_id: int, kind: str) -> int | None:
        """The unit of ``kind`` at exactly this area, or None."""
        return self._unit_at.get((area_id, kind))

    def route(self, matter: Matter) -> Routed | None:
        """Route one matter by the active rules."""
        return route(matter, self.rules, self.unit_at)


def _category(row: Category, rows: dict[int, Category]) -> CategoryEntry:
    chain = [row]
    while chain[-1].parent_id is not None:
        chain.append(rows[chain[-1].parent_id])
    chain.reverse()
    return CategoryEntry(
        id=row.pk,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        realm=row.realm,
        level=row.level,
        active=row.active,
        parent_id=row.parent_id,
        legal_route=row.legal_route,
        line=tuple(node.pk for node in chain),
        full_name="/".join(node.name for node in chain),
    )


def _rule(row: Rule) -> RuleView:
    return RuleView(
        id=row.pk,
        realm=row.realm,
        position=row.position,
        name=row.name,
        category_id=row.category_id,
        area_id=row.area_id,
        kinds=frozenset(row.kinds),
        text_any=tuple(row.text_any),
        months=frozenset(row.months),
        unit_id=row.unit_id,
        unit_of_area=row.unit_of_area,
        co_units=tuple(row.co_units),
        dispatches=row.dispatches,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _stamp() -> tuple[int, int]:
    number = RoutingVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    return number, unit_registry().version


_routing = Remembered(RoutingRegistry, _stamp)


def routing_registry() -> RoutingRegistry:
    """Categories and rules; at most two seconds behind another process, never behind the running transaction."""
    return _routing.current()


def routing_changed() -> None:
    """Raise the version: the running transaction has changed categories or rules."""
    RoutingVersion.objects.get_or_create(pk=1)
    RoutingVersion.objects.filter(pk=1).update(number=F("number") + 1)
    _routing.changed()
