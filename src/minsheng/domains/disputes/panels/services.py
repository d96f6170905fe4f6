"""Writes of the register of mediators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.days import check_choice, check_day, check_span, overlaps
from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import Mediator, MediatorKind
from minsheng.domains.disputes.reach import require_for_unit
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Unit
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record

PERMISSION = "disputes.panel"
CHANGEABLE = ("kind", "specialities", "languages", "introduction", "open_to_choice")


@transaction.atomic
def add_mediator(
    *,
    by: Actor,
    account_id: int,
    unit_id: int,
    kind: str,
    valid_from: date,
    specialities: Sequence[str] = (),
    languages: str = "",
    introduction: str = "",
    open_to_choice: bool = True,
) -> Mediator:
    """Enter somebody as a mediator of a unit from a day on. Needs ``disputes.panel`` for the unit.

    Raises Refusal ``unit.unknown``, ``mediator.account`` (no such account in use), ``mediator.exists`` (mediates there
    at that time already), ``field.choice``, ``field.range``, or one of ``text.…``.
    """
    require(by, PERMISSION)
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("unit.unknown", "unit", id=unit_id)
    require_for_unit(by, PERMISSION, unit_id)
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise Refusal("mediator.account", "account")
    values = _cleaned(
        kind=kind,
        specialities=specialities,
        languages=languages,
        introduction=introduction,
        open_to_choice=open_to_choice,
    )
    check_day(valid_from, "valid_from")
    spans = Mediator.objects.filter(account=account, unit=unit).values_list("valid_from", "valid_to")
    if any(overlaps(valid_from, None, first, last) for first, last in spans):
        raise Refusal("mediator.exists", "account", name=account.display_name)
    made = Mediator.objects.create(account=account, unit=unit, valid_from=valid_from, **values)
    _record("added", by, made, account=account.pk, unit=unit.code, on=valid_from.isoformat())
    return made


@transaction.atomic
def change_mediator(*, by: Actor, mediator_id: int, **changes: Any) -> Mediator:
    """Change kind, specialities, languages, introduction, or whether parties may choose them.

    Needs ``disputes.panel`` for the unit. Raises Refusal ``mediator.unknown`` (404), ``mediator.ended`` (409), and
    those of `add_mediator` on the values.
    """
    mediator = _locked(by, mediator_id)
    before = {name: getattr(mediator, name) for name in CHANGEABLE}
    values = _cleaned(**{**before, **{name: value for name, value in changes.items() if name in before}})
    changed = sorted(name for name, value in values.items() if before[name] != value)
    for name in changed:
        setattr(mediator, name, values[name])
    if changed:
        mediator.save(update_fields=changed)
        _record("changed", by, mediator, fields=changed)
    return mediator


@transaction.atomic
def end_mediator(*, by: Actor, mediator_id: int, valid_to: date) -> Mediator:
    """Say which day is a mediator's last. Cases that name them go on with them until they are replaced there.

    Needs ``disputes.panel`` for the unit. Raises Refusal ``mediator.unknown`` (404), ``mediator.ended`` (409),
    ``dates.order``, ``field.range``.
    """
    mediator = _locked(by, mediator_id)
    check_span(mediator.valid_from, valid_to)
    mediator.valid_to = valid_to
    mediator.save(update_fields=["valid_to"])
    _record("ended", by, mediator, on=valid_to.isoformat())
    return mediator


def _cleaned(
    *, kind: str, specialities: Sequence[str], languages: str, introduction: str, open_to_choice: bool
) -> dict[str, Any]:
    chosen = {check_choice(value, DisputeType.values, "specialities") for value in specialities}
    return {
        "kind": check_choice(kind, MediatorKind.values, "kind"),
        "specialities": [value for value in DisputeType.values if value in chosen],
        "languages": clean_text(languages, "languages", 100, required=False),
        "introduction": clean_text(introduction, "introduction", 300, required=False),
        "open_to_choice": open_to_choice,
    }


def _locked(by: Actor, mediator_id: int) -> Mediator:
    require(by, PERMISSION)
    rows = Mediator.objects.select_for_update(of=("self",)).select_related("account", "unit")
    mediator = rows.filter(pk=mediator_id).first()
    if mediator is None:
        raise Refusal("mediator.unknown", status=404)
    require_for_unit(by, PERMISSION, mediator.unit_id)
    if mediator.valid_to is not None:
        raise Refusal("mediator.ended", status=409, on=mediator.valid_to.isoformat())
    return mediator


def _record(what: str, by: Actor, mediator: Mediator, **data: Any) -> None:
    record(f"disputes.mediator_{what}", by=by, subject="mediator", subject_id=mediator.pk, data=data)
