"""Reads of early warnings: those that reach the reader, on cases that go on or ended not long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings.parameters import parameters_on
from minsheng.domains.disputes.warnings.reaching import reached
from minsheng.domains.disputes.warnings.times import months_before
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import visible
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.models import ActText, Case, Content
from minsheng.surface.web.cases.faces import DESK


@dataclass(frozen=True, slots=True)
class PageKey:
    """Behind which warning a page begins."""

    raised_at: datetime
    pk: int


def warnings(
    actor: Actor, *, state: str = "open", reason: str = "", area_id: int | None = None, after: PageKey | None = None
) -> QuerySet[CaseWarning]:
    """Warnings that reach the actor: the open ones with the oldest first, decided ones (or ``all``) newest first.

    ``area_id``: on cases in that area or below. Raises Refusal ``area.unknown``.
    """
    rows = _kept(reached(actor)).select_related("case", "decided_by")
    if reason:
        rows = rows.filter(reason=reason)
    if area_id is not None:
        try:
            rows = rows.filter(case__area_id__in=registry().subtree(area_id))
        except LookupError as error:
            raise Refusal("area.unknown", "area", id=area_id) from error
    if state == "open":
        rows = rows.filter(decided_at__isnull=True).order_by("raised_at", "pk")
        if after is not None:
            rows = rows.filter(Q(raised_at__gt=after.raised_at) | Q(raised_at=after.raised_at, pk__gt=after.pk))
        return rows
    if state == "decided":
        rows = rows.filter(decided_at__isnull=False)
    if after is not None:
        rows = rows.filter(Q(raised_at__lt=after.raised_at) | Q(raised_at=after.raised_at, pk__lt=after.pk))
    return rows.order_by("-raised_at", "-pk")


def warning(actor: Actor, pk: int) -> CaseWarning:
    """One warning with its case. Raises Refusal ``warning.unknown`` (404)."""
    found = _kept(reached(actor)).select_related("case", "decided_by").filter(pk=pk).first()
    if found is None:
        raise Refusal("warning.unknown", status=404)
    return found


def warnings_of(actor: Actor, case: Case) -> list[CaseWarning]:
    """All warnings on a case that reach the actor, open ones first, then the newest."""
    rows = (
        _kept(reached(actor)).filter(case_id=case.pk).select_related("case", "decided_by").order_by("-raised_at", "-pk")
    )
    return sorted(rows, key=lambda row: row.decided_at is not None)


def codes_seen(actor: Actor, rows: list[CaseWarning]) -> dict[int, str]:
    """Codes of the other cases named in warnings, as far as the reader may see those cases."""
    wanted = {pk for row in rows for pk in row.data.get("cases", ())}
    if not wanted:
        return {}
    seen = visible(Case.objects.filter(pk__in=wanted), DESK.eyes(actor))
    return dict(seen.values_list("pk", "code"))


def texts_of(rows: list[CaseWarning]) -> dict[tuple[int, int, str], str]:
    """Texts in which words were found, by case, act and field: what has been erased, or is not the reader's, is absent.

    Run it with the eyes of the reader.
    """
    hits = {(row.case_id, hit["seq"], hit["field"]) for row in rows for hit in row.data.get("hits", ())}
    if not hits:
        return {}
    cases = {case_id for case_id, _seq, _field in hits}
    found = {(row.case_id, 1, "title"): row.case.title for row in rows}
    bodies = Content.objects.filter(pk__in=cases, erased_at__isnull=True).values_list("pk", "body")
    found |= {(pk, 1, "body"): body for pk, body in bodies}
    texts = ActText.objects.filter(case_id__in=cases, erased_at__isnull=True)
    found |= {(pk, seq, name): text for pk, seq, name, text in texts.values_list("case_id", "seq", "field", "text")}
    return {key: text for key, text in found.items() if key in hits}


def _kept(rows: QuerySet[CaseWarning]) -> QuerySet[CaseWarning]:
    now = timezone.now()
    limit = months_before(now, parameters_on(timezone.localdate(now)).retention_months)
    return rows.filter(Q(case__closed_at__isnull=True) | Q(case__closed_at__gte=limit))
