"""Reads of the register of agencies, for whoever works on the platform."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import Agency, AgencyKind, Composition
from minsheng.domains.disputes.reach import require_one
from minsheng.kernel.access.actors import Actor

READERS = (
    "disputes.agencies",
    "disputes.panel",
    "disputes.read",
    "disputes.mediate",
    "disputes.statistics",
    "petitions.read",
)
"""Whoever holds one of these may look into the register: it says whom one may turn to."""


def agencies(
    by: Actor, *, kind: str = "", on: date | None = None, after: int = 0, replaced: bool = True
) -> QuerySet[Agency]:
    """Agencies by id behind ``after``, with their units; of one kind, and those that take part on a day, when given.

    An entry whose rules have been followed by others is among them, unless ``replaced`` is False.

    Raises Refusal ``access.denied`` (403), ``field.choice``.
    """
    require_one(by, READERS)
    rows = Agency.objects.select_related("unit", "unit__area").filter(pk__gt=after).order_by("pk")
    if kind:
        if kind not in AgencyKind.values:
            raise Refusal("field.choice", "kind", value=kind[:40], choices=list(AgencyKind.values))
        rows = rows.filter(kind=kind)
    if not replaced:
        later = Agency.objects.filter(unit_id=OuterRef("unit_id"), valid_from__gt=OuterRef("valid_from"))
        rows = rows.exclude(Exists(later.filter(valid_from__lte=timezone.localdate())))
    return rows.filter(taking_part(on)) if on is not None else rows


def taking_part(day: date) -> Q:
    """The condition that an agency takes part on ``day``."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def agency(by: Actor, pk: int) -> Agency:
    """One agency. Raises Refusal ``access.denied`` (403), ``agency.unknown`` (404)."""
    require_one(by, READERS)
    found = Agency.objects.select_related("unit", "unit__area").filter(pk=pk).first()
    if found is None:
        raise Refusal("agency.unknown", status=404)
    return found


def compositions(by: Actor, found: Agency) -> list[Composition]:
    """All compositions of a committee with their members, newest first, under whichever rules it took part."""
    require_one(by, READERS)
    rows = Composition.objects.filter(agency__unit_id=found.unit_id).order_by("-valid_from")
    return list(rows.prefetch_related("members__account"))


def rules_over_time(by: Actor, found: Agency) -> list[Agency]:
    """All entries of an agency's unit, each with the rules of its time, newest first."""
    require_one(by, READERS)
    return list(Agency.objects.filter(unit_id=found.unit_id).order_by("-valid_from"))


def agency_on(unit_id: int, day: date) -> Agency | None:
    """The agency that a unit is on a day, or None: for procedures that pass a case on."""
    return Agency.objects.filter(taking_part(day), unit_id=unit_id).first()


def takes(found: Agency, dispute_type: str) -> bool:
    """Whether an agency's rules let it take disputes of a type; without rules it takes every type."""
    return not found.dispute_types or dispute_type in found.dispute_types


def sits_on(found: Agency, day: date) -> bool:
    """Whether an agency has its desk in the centre on the weekday of ``day`` (rotating ones on theirs alone)."""
    if found.stationing == "rotating":
        return day.isoweekday() in found.weekdays
    return found.stationing == "resident"
