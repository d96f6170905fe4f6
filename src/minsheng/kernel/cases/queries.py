"""Reads of cases. Every public function starts from what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import visible
from minsheng.kernel.cases.acts import standing_of
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Act, ActText, Attachment, Case
from minsheng.kernel.procedures.interpreter import check, open_acts
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.schema import Act as ActSpec

PAGE = 50
COUNT_LIMIT = 10_000


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor may see. Run it inside ``acting(actor)``: the database applies the same rule again."""
    return visible(Case.objects.all(), actor)


def get_for(actor: Actor, code: str) -> Case:
    """The case with this code. Raises Refusal ``case.unknown`` (404), also when it exists but may not be seen."""
    case = visible_cases(actor).select_related("category", "area", "lead_unit", "handler").filter(code=code).first()
    if case is None:
        raise Refusal("case.unknown", status=404)
    return case


@dataclass(frozen=True, slots=True)
class PageKey:
    """Where a page begins, behind this row: the sort instant (None: rows without one) and the id."""

    at: datetime | None
    case_id: int


def inbox(actor: Actor, *, unit_ids: list[int] | None = None, mine: bool = False) -> QuerySet[Case]:
    """Open cases that wait for the actor's units (or for the actor itself), the nearest deadline first.

    A case without a running clock comes last. Sorted by (due_at, id) so that pages go on by key, never by offset.
    """
    rows = visible_cases(actor).filter(closed_at__isnull=True)
    if mine:
        rows = rows.filter(handler_id=actor.account_id)
    elif unit_ids is not None:
        rows = rows.filter(lead_unit_id__in=unit_ids)
    return rows.order_by("due_at", "id")


def unassigned(actor: Actor, realm: int) -> QuerySet[Case]:
    """Open cases that nobody has: what a dispatcher works on."""
    rows = visible_cases(actor).filter(closed_at__isnull=True, lead_unit_id__isnull=True, realm=realm)
    return rows.order_by("due_at", "id")


def after_due(rows: QuerySet[Case], key: PageKey | None) -> QuerySet[Case]:
    """Rows of an inbox behind ``key``. Rows without a deadline sort last, as PostgreSQL puts NULL last."""
    if key is None:
        return rows
    if key.at is None:
        return rows.filter(due_at__isnull=True, id__gt=key.case_id)
    behind = Q(due_at__gt=key.at) | Q(due_at=key.at, id__gt=key.case_id) | Q(due_at__isnull=True)
    return rows.filter(behind)


def before_filed(rows: QuerySet[Case], key: PageKey | None) -> QuerySet[Case]:
    """Rows sorted newest first, behind ``key``."""
    if key is None or key.at is None:
        return rows
    return rows.filter(Q(filed_at__lt=key.at) | Q(filed_at=key.at, id__lt=key.case_id))


def count_up_to(rows: QuerySet[Any], limit: int = COUNT_LIMIT) -> tuple[int, bool]:
    """How many rows there are, counted to ``limit`` at most, and whether that is exact."""
    found = rows.order_by()[: limit + 1].count()
    return min(found, limit), found <= limit


@dataclass(frozen=True, slots=True)
class Offered:
    """An act that the actor may try now. ``blocked`` is the refusal of a guard that needs no input, or None."""

    key: str
    spec: ActSpec
    blocked: Refusal | None


def acts_offered(actor: Actor, case: Case, at: datetime) -> list[Offered]:
    """Acts that are open to the actor in the case's state, in the procedure's order.

    A guard is asked with no inputs: when it complains about the case and not about a field, the act is shown as blocked
    with the reason.
    """
    procedure = procedure_of(case.procedure_id)
    snapshot = load_snapshot(case)
    standing = standing_of(actor, case)
    functions, party_id = standing.functions(procedure), standing.party_id()
    offered = []
    for key, spec in open_acts(procedure, snapshot, functions).items():
        question = Question(procedure, snapshot, spec, {}, actor.account_id, party_id, functions, at)
        offered.append(Offered(key, spec, _blocked(question)))
    return offered


def _blocked(question: Question) -> Refusal | None:
    try:
        check(question)
    except Refusal as refusal:
        return refusal if refusal.field is None else None
    return None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One act with its texts and files, as far as the reader may see them."""

    act: Act
    texts: list[ActText]
    files: list[Attachment]


def timeline(case: Case, *, public_only: bool) -> list[TimelineEntry]:
    """All acts of a case in order (three queries). ``public_only``: what its reporter is shown."""
    shown = Q(public=True) if public_only else Q()
    texts = _grouped(ActText.objects.filter(shown, case_id=case.pk).order_by("seq", "id"))
    files = _grouped(Attachment.objects.filter(shown, case_id=case.pk).select_related("file").order_by("seq", "id"))
    acts = Act.objects.filter(case_id=case.pk).order_by("seq")
    return [TimelineEntry(act, texts.get(act.seq, []), files.get(act.seq, [])) for act in acts]


def _grouped(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.seq, []).append(row)
    return grouped
