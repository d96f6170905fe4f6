"""Reads of step templates. They are rules, not cases: whoever composes them reads them all."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import StepAssignment, StepTemplate, StepVersion
from minsheng.domains.disputes.reach import areas_reached, require_one
from minsheng.kernel.access.actors import Actor

READERS = ("disputes.templates", "disputes.statistics")


def templates(by: Actor, *, after: int = 0) -> QuerySet[StepTemplate]:
    """Templates by number behind ``after``, with how many versions and assignments. Raises ``access.denied`` (403)."""
    require_one(by, READERS)
    counts = {
        "released": Count("versions", filter=Q(versions__released_at__isnull=False), distinct=True),
        "assigned": Count("versions__assignments", distinct=True),
    }
    return StepTemplate.objects.filter(pk__gt=after).annotate(**counts).order_by("pk")


def template(by: Actor, pk: int) -> StepTemplate:
    """One template. Raises Refusal ``access.denied`` (403), ``steps.unknown`` (404)."""
    found = templates(by).filter(pk=pk).first()
    if found is None:
        raise Refusal("steps.unknown", status=404)
    return found


def versions(by: Actor, template_id: int) -> list[StepVersion]:
    """Its versions, newest first. Raises Refusal ``access.denied`` (403)."""
    require_one(by, READERS)
    rows = StepVersion.objects.filter(template_id=template_id)
    return list(rows.select_related("template", "procedure", "released_by").order_by("-number"))


def version(by: Actor, pk: int) -> StepVersion:
    """One version with its template. Raises Refusal ``access.denied`` (403), ``steps.unknown`` (404)."""
    require_one(by, READERS)
    found = StepVersion.objects.select_related("template", "procedure").filter(pk=pk).first()
    if found is None:
        raise Refusal("steps.unknown", status=404)
    return found


def before(found: StepVersion) -> StepVersion | None:
    """The version before this one."""
    rows = StepVersion.objects.filter(template_id=found.template_id, number__lt=found.number)
    return rows.order_by("-number").first()


def assignments(
    by: Actor, *, after: int = 0, query: str = "", template_id: int | None = None
) -> QuerySet[StepAssignment]:
    """Assignments where the reader's posts reach, by number behind ``after``; ``query`` is a part of an area's name."""
    require_one(by, READERS)
    rows = StepAssignment.objects.select_related("version__template", "area").filter(pk__gt=after).order_by("pk")
    if not by.is_system:
        rows = rows.filter(area_id__in=areas_reached(by, READERS))
    if query:
        rows = rows.filter(Q(area__name__contains=query) | Q(area__code__startswith=query))
    if template_id is not None:
        rows = rows.filter(version__template_id=template_id)
    return rows


def assignment(by: Actor, pk: int) -> StepAssignment:
    """One assignment. Raises Refusal ``access.denied`` (403), ``steps.assignment_unknown`` (404)."""
    found = assignments(by).filter(pk=pk).first()
    if found is None:
        raise Refusal("steps.assignment_unknown", status=404)
    return found
