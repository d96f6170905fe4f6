"""Which unit the routing rules name for a case now, and by which rule: offered to whoever dispatches it."""

from __future__ import annotations

from django.utils import timezone

from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Case, Content
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.rules import Matter, Routed


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
