"""吹哨报到: which units were called to which events, when they were due, when they reported in. No ranking of anybody.

A whistle is a unit's part in a grid event that began with the act ``whistle`` or ``rule_on``; its deadline is the run
of the clock ``report_in`` that this act has started. Law: 北京市接诉即办工作条例 arts. 16, 33 (as an example).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Now

from minsheng.domains.grid.enums import WhistleKind
from minsheng.domains.grid.module import PROCEDURE
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.models import Act, AssignmentRow, Case, ClockRow
from minsheng.kernel.cases.queries import visible_cases

ACTS = ("whistle", "rule_on")
CLOCK, FIELD = "report_in", "whistle"


@dataclass(frozen=True, slots=True)
class WhistleFilters:
    """Which whistles. ``late``: True only late ones, False only those in time (or not due yet), None all."""

    kind: str = ""
    unit_id: int | None = None
    area_id: int | None = None
    late: bool | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whistle:
    """A unit called to an event. ``due_at`` and ``in_at`` are the lead unit's; a co-unit reports its part instead."""

    pk: int
    case: Case
    unit_id: int
    role: str
    kind: str
    called_at: datetime
    due_at: datetime | None
    in_at: datetime | None
    ended_at: datetime | None
    outcome: str

    def is_late(self, now: datetime) -> bool:
        """Whether it reported in after the deadline, or has not and the deadline is over."""
        return self.due_at is not None and (self.in_at or self.ended_at or now) > self.due_at


def whistles(actor: Actor, wanted: WhistleFilters, after: tuple[datetime, int] | None, limit: int) -> list[Whistle]:
    """Whistles of events that the actor may see, newest first, behind a key; at most ``limit``. One statement.

    Raises LookupError for an area that is not in the register.
    """
    rows = _filtered(_rows(actor), wanted)
    if after is not None:
        at, pk = after
        rows = rows.filter(Q(assigned_at__lt=at) | Q(assigned_at=at, id__lt=pk))
    return [_whistle(row) for row in rows.order_by("-assigned_at", "-id")[:limit]]


def _rows(actor: Actor) -> QuerySet[AssignmentRow]:
    act = Act.objects.filter(case_id=OuterRef("case_id"), seq=OuterRef("seq"), key__in=ACTS)
    clock = ClockRow.objects.filter(case_id=OuterRef("case_id"), key=CLOCK, started_at=OuterRef("assigned_at"))
    kind = Subquery(act.annotate(kind=KeyTextTransform(FIELD, "data")).values("kind")[:1], output_field=CharField())
    seen = visible_cases(actor).filter(procedure__key=PROCEDURE)
    return (
        AssignmentRow.objects.filter(Exists(act), case__in=seen)
        .select_related("case")
        .annotate(
            whistle=Coalesce(kind, Value(WhistleKind.DAILY.value)),
            due=Subquery(clock.order_by("-run").values("due_at")[:1]),
        )
    )


def _filtered(rows: QuerySet[AssignmentRow], wanted: WhistleFilters) -> QuerySet[AssignmentRow]:
    if wanted.kind:
        rows = rows.filter(Q(whistle=wanted.kind))
    if wanted.unit_id is not None:
        rows = rows.filter(unit_id=wanted.unit_id)
    if wanted.area_id is not None:
        rows = rows.filter(case__area_id__in=registry().subtree(wanted.area_id))
    if wanted.since is not None:
        rows = rows.filter(assigned_at__gte=wanted.since)
    if wanted.late is not None:
        is_late = Q(role="lead", due__lt=Coalesce(F("accepted_at"), F("ended_at"), Now()))
        rows = rows.filter(is_late) if wanted.late else rows.exclude(is_late)
    return rows


def _whistle(row: AssignmentRow) -> Whistle:
    is_lead = row.role == "lead"
    return Whistle(
        pk=row.pk,
        case=row.case,
        unit_id=row.unit_id,
        role=row.role,
        kind=row.whistle,  # type: ignore[attr-defined]  # annotated
        called_at=row.assigned_at,
        due_at=row.due if is_lead else None,  # type: ignore[attr-defined]  # annotated
        in_at=row.accepted_at if is_lead else None,
        ended_at=row.ended_at,
        outcome=row.outcome,
    )
