"""Writes of the register of agencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.agencies.rules import cleaned
from minsheng.domains.disputes.days import check_day, check_span, overlaps
from minsheng.domains.disputes.models import Agency
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Unit
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record

PERMISSION = "disputes.agencies"


@transaction.atomic
def register_agency(
    *,
    by: Actor,
    unit_id: int,
    kind: str,
    valid_from: date,
    stationing: str = "on_call",
    weekdays: Sequence[int] = (),
    dispute_types: Sequence[str] = (),
    sign_days: int = 2,
    contact: str = "",
    phone: str = "",
) -> Agency:
    """Let a unit take part in the platform from a day on. Needs ``disputes.agencies``.

    Raises Refusal ``unit.unknown``, ``agency.exists`` (the unit takes part at that time already), ``field.choice``,
    ``agency.weekdays``, ``field.range``, ``phone.format``, or one of ``text.…``.
    """
    require(by, PERMISSION)
    values = cleaned(
        kind=kind,
        stationing=stationing,
        weekdays=weekdays,
        dispute_types=dispute_types,
        sign_days=sign_days,
        contact=contact,
        phone=phone,
    )
    check_day(valid_from, "valid_from")
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("unit.unknown", "unit", id=unit_id)
    spans = Agency.objects.filter(unit=unit).values_list("valid_from", "valid_to")
    if any(overlaps(valid_from, None, first, last) for first, last in spans):
        raise Refusal("agency.exists", "unit", name=unit.name)
    agency = Agency.objects.create(unit=unit, valid_from=valid_from, **values)
    _record("registered", by, agency, unit=unit.code, kind=kind)
    return agency


@transaction.atomic
def change_agency(*, by: Actor, agency_id: int, valid_from: date | None = None, **changes: Any) -> Agency:
    """Change an agency's rules from a day on (today): presence, weekdays, types, days to sign, contact, telephone.

    The entry with the earlier rules stays and ends on the day before; the entry from ``valid_from`` on is returned.
    Rules that begin on that very day are put right in place. Not its kind or unit. Needs ``disputes.agencies``. Raises
    Refusal ``agency.unknown`` (404), ``agency.ended`` (409), ``dates.order``, those of `register_agency`.
    """
    require(by, PERMISSION)
    agency = _locked(agency_id)
    day = valid_from or max(timezone.localdate(), agency.valid_from)
    if check_day(day, "valid_from") < agency.valid_from:
        raise Refusal("dates.order", "valid_from")
    before = {name: getattr(agency, name) for name in cleaned_names()}
    values = cleaned(**{**before, **{name: value for name, value in changes.items() if name in before}})
    changed = sorted(name for name, value in values.items() if before[name] != value)
    if not changed:
        return agency
    if day > agency.valid_from:
        agency = _followed(agency, day)
    for name in changed:
        setattr(agency, name, values[name])
    agency.save()
    _record("changed", by, agency, fields=changed, on=day.isoformat())
    return agency


def _followed(agency: Agency, day: date) -> Agency:
    """End an entry on the day before ``day``; give the one that follows it, not stored yet."""
    agency.valid_to = day - timedelta(days=1)
    agency.save(update_fields=["valid_to"])
    kept = {name: getattr(agency, name) for name in cleaned_names()}
    return Agency(unit=agency.unit, valid_from=day, **kept)


@transaction.atomic
def end_agency(*, by: Actor, agency_id: int, valid_to: date) -> Agency:
    """Let an agency leave the platform; ``valid_to`` is its last day. Needs ``disputes.agencies``.

    Raises Refusal ``agency.unknown`` (404), ``agency.ended`` (409), ``dates.order``, ``field.range``.
    """
    require(by, PERMISSION)
    agency = _locked(agency_id)
    check_span(agency.valid_from, valid_to)
    agency.valid_to = valid_to
    agency.save(update_fields=["valid_to"])
    _record("ended", by, agency, on=valid_to.isoformat())
    return agency


def cleaned_names() -> tuple[str, ...]:
    """What of an agency may be changed and is checked together, the kind included."""
    return ("kind", "stationing", "weekdays", "dispute_types", "sign_days", "contact", "phone")


def _locked(agency_id: int) -> Agency:
    agency = Agency.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=agency_id).first()
    if agency is None:
        raise Refusal("agency.unknown", status=404)
    if agency.valid_to is not None:
        raise Refusal("agency.ended", status=409, on=agency.valid_to.isoformat())
    return agency


def _record(what: str, by: Actor, agency: Agency, **data: Any) -> None:
    record(f"disputes.agency_{what}", by=by, subject="agency", subject_id=agency.pk, data=data)
