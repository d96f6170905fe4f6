"""What stands at the top of the start page: open cases of the platform, and what is late or due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from minsheng.domains.disputes.module import REALMS
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure

SOON = timedelta(days=3)
NEXT = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Open cases of one procedure: how many, how many late, how many due soon."""

    procedure: Procedure
    open: int
    late: int
    soon: int


def standings(actor: Actor, now: datetime) -> list[Standing]:
    """By procedure, over what the actor may see: one statement. Versions of one procedure are added up."""
    realms = [realm.number for realm in REALMS]
    rows = (
        visible_cases(actor)
        .filter(closed_at__isnull=True, realm__in=realms)
        .values("procedure_id")
        .annotate(
            all=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            soon=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + SOON)),
        )
        .order_by("procedure_id")
    )
    found: dict[str, Standing] = {}
    for row in rows:
        procedure = procedure_of(row["procedure_id"])
        known = found.get(procedure.key, Standing(procedure, 0, 0, 0))
        found[procedure.key] = Standing(
            procedure, known.open + row["all"], known.late + row["late"], known.soon + row["soon"]
        )
    return sorted(found.values(), key=lambda standing: (-standing.late, -standing.open, standing.procedure.key))


def next_due(actor: Actor) -> list[Case]:
    """The open cases whose deadline is nearest, the late ones first. One statement."""
    realms = [realm.number for realm in REALMS]
    rows = visible_cases(actor).filter(closed_at__isnull=True, realm__in=realms, due_at__isnull=False)
    return list(rows.order_by("due_at", "id")[:NEXT])
