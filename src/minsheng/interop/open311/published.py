"""What everybody may read of cases. README.md of this folder says it in words; no other module here reads cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.text.masking import mask_phones_in
from minsheng.interop.open311.numbers import case_id_of, number_of
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry
from minsheng.surface.api.answers import instant
from minsheng.surface.api.showing.names import category_ref, name_in, unit_ref

MOST = 1000
MOST_NUMBERS = 100
SPAN = timedelta(days=90)
_DECIMALS = 3
_SHOWN = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY, AreaKind.VILLAGE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: by numbers alone, or by services, span of filing and status ("open", "closed" or both)."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    statuses: frozenset[str] = frozenset()
    limit: int = MOST


def published_cases(realm: int) -> QuerySet[Case]:
    """Cases of which everybody may know. Needs system eyes: the rule of what is public is this one, not an actor's."""
    rows = visible_cases(Actor.system("open311")).filter(
        realm=realm, confidentiality=0, category__isnull=False, merged_into__isnull=True
    )
    return rows.exclude(kind__in=settings.OPEN311_KEPT_BACK).select_related("content")


def find(realm: int, wanted: Wanted) -> list[Case]:
    """Published cases, newest first. One query. Raises Refusal ``open311.dates``."""
    rows = published_cases(realm)
    if wanted.numbers:
        ids = [case_id_of(number) for number in wanted.numbers[:MOST_NUMBERS]]
        return list(rows.filter(pk__in=[pk for pk in ids if pk is not None]).order_by("-filed_at", "-id"))
    start, end = _span(wanted)
    rows = rows.filter(filed_at__gte=start, filed_at__lte=end)
    if wanted.services:
        known = routing_registry().by_code
        rows = rows.filter(category_id__in=[known[code].id for code in wanted.services if code in known])
    if len(wanted.statuses) == 1:
        rows = rows.filter(closed_at__isnull="open" in wanted.statuses)
    return list(rows.order_by("-filed_at", "-id")[: min(wanted.limit, MOST)])


def find_one(realm: int, number: str) -> Case:
    """One published case. Raises Refusal ``open311.request`` (404)."""
    found = find(realm, Wanted(numbers=(number,)))
    if not found:
        raise Refusal("open311.request", status=404, value=number[:40])
    return found[0]


def updates(realm: int, start: datetime | None, end: datetime | None) -> list[Act]:
    """Acts in a span that changed the state of published cases, oldest first. One query."""
    first, last = _span(Wanted(start=start, end=end))
    rows = Act.objects.filter(case__in=published_cases(realm).values("pk"), at__gte=first, at__lte=last)
    return list(rows.exclude(state_before="").select_related("case").order_by("at", "id")[:MOST])


def _span(wanted: Wanted) -> tuple[datetime, datetime]:
    """The span that the standard sets: 90 days up to now, or from or to where the client says."""
    end = wanted.end or (wanted.start + SPAN if wanted.start else timezone.now())
    start = wanted.start or end - SPAN
    if not start <= end or end - start > SPAN + timedelta(days=1):
        raise Refusal("open311.dates", "start_date", days=SPAN.days)
    return start, end


def shown(case: Case, language: str) -> dict[str, Any]:
    """A request as everybody sees it."""
    procedure = procedure_of(case.procedure_id)
    category = category_ref(case.category_id, language) or {"code": "", "name": ""}
    unit = unit_ref(case.lead_unit_id, language)
    lat, lon = _rounded_point(case)
    return {
        "service_request_id": number_of(case.pk),
        "status": "closed" if case.closed_at else "open",
        "status_notes": procedure.states[case.state].public(language),
        "service_name": category["name"],
        "service_code": category["code"],
        "description": _description(case, procedure, category["name"], language),
        "agency_responsible": unit["name"] if unit else "",
        "service_notice": "",
        "requested_datetime": instant(case.filed_at),
        "updated_datetime": instant(case.acted_at),
        "expected_datetime": instant(case.due_at),
        "address": _community(case.area_id, language),
        "address_id": "",
        "zipcode": "",
        "lat": lat,
        "long": lon,
        "media_url": "",
    }


def shown_update(act: Act, language: str) -> dict[str, Any]:
    """An act as an update: the sentence that residents are told, never a text that somebody wrote."""
    procedure = procedure_of(act.case.procedure_id)
    spec = procedure.act[act.key]
    says = spec.says(language) if spec.says else procedure.states[act.state_after].public(language)
    return {
        "update_id": f"{number_of(act.case_id)}-{act.seq}",
        "service_request_id": number_of(act.case_id),
        "status": "CLOSED" if act.state_after in procedure.final else "OPEN",
        "updated_datetime": instant(act.at),
        "description": says,
        "media_url": "",
    }


def _description(case: Case, procedure: Procedure, category: str, language: str) -> str:
    if settings.OPEN311_TEXTS and case.content.erased_at is None:
        return mask_phones_in(case.content.body)
    kind = procedure.kinds.get(case.kind)
    return f"{category} · {kind(language)}" if kind else category


def _rounded_point(case: Case) -> tuple[float | None, float | None]:
    content = case.content
    if content.lon is None or content.lat is None:
        return None, None
    return round(content.lat, _DECIMALS), round(content.lon, _DECIMALS)


def _community(area_id: int, language: str) -> str:
    """Names from the district down to the community; the grid would tell the house."""
    registry = area_registry()
    nodes: Iterable[Any] = (registry.node(pk) for pk in registry.ancestors(area_id))
    return " ".join(name_in(language, node) for node in nodes if node.kind in _SHOWN)
