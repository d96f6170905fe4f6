"""Reads of branches and postings: those that lie where the reader's posts reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.domains.disputes.postings.coverage import BranchRow, Coverage, PostingRow, Span, coverage_on
from minsheng.domains.disputes.reach import areas_reached, require_one
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry

READERS = ("disputes.postings", "disputes.statistics")


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """Coverage of one sub-district, or of whatever stands at that level above the branches."""

    area: AreaNode
    coverage: Coverage


def branches(by: Actor, *, area_id: int | None = None, after: int = 0) -> QuerySet[CompoundBranch]:
    """Branches by id behind ``after`` with their area and postings (newest first); within an area when one is given.

    Raises Refusal ``access.denied`` (403), ``area.unknown``.
    """
    rows = _reached(by).select_related("area").filter(pk__gt=after).order_by("pk")
    if area_id is not None:
        rows = rows.filter(area_id__in=_subtree(area_id))
    return rows.prefetch_related(Prefetch("postings", Posting.objects.select_related("unit")))


def branch(by: Actor, pk: int) -> CompoundBranch:
    """One branch with its postings. Raises Refusal ``access.denied`` (403), ``branch.unknown`` (404)."""
    found = branches(by).filter(pk=pk).first()
    if found is None:
        raise Refusal("branch.unknown", status=404)
    return found


def posting(by: Actor, pk: int) -> Posting:
    """One posting with its branch. Raises Refusal ``access.denied`` (403), ``posting.unknown`` (404)."""
    found = Posting.objects.select_related("branch", "unit").filter(pk=pk, branch__in=_reached(by)).first()
    if found is None:
        raise Refusal("posting.unknown", status=404)
    return found


def coverage_by_subdistrict(by: Actor, day: date) -> list[AreaCoverage]:
    """Coverage on ``day`` of every sub-district in which the reader sees a branch, by code.

    Raises Refusal ``access.denied`` (403).
    """
    rows = list(_reached(by).values_list("pk", "area_id", "valid_from", "valid_to", "due_from", "due_to"))
    seen = [
        BranchRow(pk, area, Span(first, last), Span(due, due_last) if due else None)
        for pk, area, first, last, due, due_last in rows
    ]
    counted = coverage_on(day, seen, _postings_on(day))
    totals: dict[int, Coverage] = {}
    for area_id, one in counted.items():
        top = _subdistrict(area_id)
        totals[top] = totals.get(top, Coverage()) + one
    found = [AreaCoverage(registry().node(pk), one) for pk, one in totals.items()]
    return sorted(found, key=lambda row: row.area.code)


def total(rows: Iterable[AreaCoverage]) -> Coverage:
    """All rows together."""
    return sum((row.coverage for row in rows), Coverage())


def _postings_on(day: date) -> Iterator[PostingRow]:
    rows = Posting.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    for branch_id, first, last, full_time in rows.values_list("branch_id", "valid_from", "valid_to", "full_time"):
        yield PostingRow(branch_id, Span(first, last), full_time)


def _reached(by: Actor) -> QuerySet[CompoundBranch]:
    require_one(by, READERS)
    rows = CompoundBranch.objects.all()
    return rows if by.is_system else rows.filter(area_id__in=areas_reached(by, READERS))


def _subtree(area_id: int) -> tuple[int, ...]:
    try:
        return registry().subtree(area_id)
    except LookupError as error:
        raise Refusal("area.unknown", "area", id=area_id) from error


def _subdistrict(area_id: int) -> int:
    line = registry().ancestors(area_id)
    return next((pk for pk in line if registry().node(pk).kind == AreaKind.SUBDISTRICT), line[0])
