"""A dry run of routing rules over past cases: which rule takes how many, and how many would go to another unit.

Nothing is written, and only counts leave this module: it looks at all cases of a realm, whoever may see them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.permissions import realm as realm_of
from minsheng.kernel.access.rules import require
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Case
from minsheng.kernel.routing.registry import RoutingRegistry, routing_registry
from minsheng.kernel.routing.rules import Matter, RuleView, route

MOST = 5000


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one rule does: cases that it takes, and those of them that another unit has had."""

    rule_id: int
    name: str
    position: int
    taken: int
    moved: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """The outcome. ``decided``: cases that some unit has had; only of these it can be said that they would move."""

    cases: int
    decided: int
    unrouted: int
    moved: int
    first: datetime | None
    last: datetime | None
    rules: list[Coverage]


def dry_run(*, by: Actor, realm: str, change: RuleView | None = None, last: int = 1000) -> DryRun:
    """Route the ``last`` cases of a realm by the active rules, or by these with ``change`` put in.

    ``change`` replaces the rule of the same id; with the id 0 it comes in at its position. Needs ``routing.manage``;
    only counts leave this function, so it looks at all cases. One query.
    """
    require(by, "routing.manage")
    registry = routing_registry()
    rules = with_change([rule for rule in registry.rules if rule.realm == realm], change)
    with acting_as_system():
        rows = Case.objects.filter(realm=realm_of(realm).number).select_related("content").order_by("-filed_at", "-id")
        cases = list(rows[: min(max(last, 1), MOST)])
    return _counted(cases, realm, rules, registry)


def with_change(rules: Sequence[RuleView], change: RuleView | None) -> list[RuleView]:
    """The rules in order with ``change`` among them: in the place of the rule with its id, or else at its position."""
    if change is None:
        return list(rules)
    if any(rule.id == change.id for rule in rules):
        return [change if rule.id == change.id else rule for rule in rules]
    before = [rule for rule in rules if rule.position < change.position]
    return [*before, change, *rules[len(before) :]]


def _counted(cases: Sequence[Case], realm: str, rules: Sequence[RuleView], registry: RoutingRegistry) -> DryRun:
    taken: Counter[int] = Counter()
    moved: Counter[int] = Counter()
    decided = unrouted = 0
    for case in cases:
        decided += case.lead_unit_id is not None
        routed = route(_matter(case, realm, registry), rules, registry.unit_at)
        if routed is None:
            unrouted += 1
            continue
        taken[routed.rule_id] += 1
        moved[routed.rule_id] += case.lead_unit_id is not None and case.lead_unit_id != routed.unit_id
    coverage = [Coverage(rule.id, rule.name, rule.position, taken[rule.id], moved[rule.id]) for rule in rules]
    first, last = (cases[-1].filed_at, cases[0].filed_at) if cases else (None, None)
    return DryRun(len(cases), decided, unrouted, moved.total(), first, last, coverage)


def _matter(case: Case, realm: str, registry: RoutingRegistry) -> Matter:
    category = registry.categories.get(case.category_id or 0)
    return Matter(
        realm=realm,
        kind=case.kind,
        category_line=category.line if category else (),
        area_line=area_registry().ancestors(case.area_id),
        text=f"{case.title}\n{case.content.body}",
        on=timezone.localdate(case.filed_at),
    )
