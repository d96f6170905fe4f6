"""Which unit the routing rules name for a case now, and by which rule: offered to whoever dispatches it."""

from __future__ import annotations

from django.utils import timezone

from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Case, Content
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.rules import Matter, Routed
from minsheng.kernel.routing.suggesting import suggest as guess

RULE = "rule"
"""The field in which an act keeps the routing rule that was followed; filled by forms and intake, not by people."""


def rule_name(rule_id: int | None) -> str:
    """Name of a routing rule that is still in use; empty otherwise."""
    return next((rule.name for rule in routing_registry().rules if rule.id == rule_id), "")


def matter_of(case: Case, content: Content | None, procedure: Procedure) -> Matter:
    """What routing may look at of a case."""
    category = routing_registry().categories.get(case.category_id or 0)
    return Matter(
        realm=procedure.realm,
        kind=case.kind,
        category_line=category.line if category else (),
        area_line=area_registry().ancestors(case.area_id),
        text=f"{case.title}\n{content.body if content else ''}",
        on=timezone.localdate(case.filed_at),
    )


def suggested(case: Case, content: Content | None, procedure: Procedure) -> Routed | None:
    """Where the rules of today would send the case, or None when none fits."""
    return routing_registry().route(matter_of(case, content, procedure))


def likely_categories(case: Case, content: Content | None, procedure: Procedure) -> list[int]:
    """Ids of the categories that the text of a case suggests, most probable first."""
    text = f"{case.title}\n{content.body if content else ''}"
    return [found.category_id for found in guess(procedure.realm, text, explaining=0)]
