"""Whether the ids that an act names exist and may be named: units, categories, areas, files, other cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.rules import visible
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.entries import entry_register
from minsheng.kernel.cases.models import Case
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.parties.models import Party
from minsheng.kernel.procedures.inputs import Inputs
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure
from minsheng.kernel.routing.registry import routing_registry

Checker = Callable[[str, Iterable[int], Actor, Case | None], Refusal | None]


def check_registers(procedure: Procedure, spec: Act, inputs: Inputs, *, by: Actor, case: Case | None) -> None:
    """Raise Refusals naming every field whose id does not exist (``unit.unknown``, ``category.unknown``, …)."""
    refusals: list[Refusal] = []
    for name in spec.fields:
        value = inputs.data.get(name)
        if value is not None:
            refusals += _of_type(procedure.fields[name], name, value, by, case)
    if refusals:
        raise Refusals(refusals)


def _units(name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    known = unit_registry().by_id
    missing = [unit for unit in ids if unit not in known]
    return Refusal("unit.unknown", name, id=missing[0]) if missing else None


def _categories(name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    known = routing_registry().categories
    missing = [pk for pk in ids if pk not in known or not known[pk].active]
    return Refusal("category.unknown", name, id=missing[0]) if missing else None


def _areas(name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    known = area_registry()
    for pk in ids:
        try:
            known.node(pk)
        except LookupError:
            return Refusal("area.unknown", name, id=pk)
    return None


def _files(name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    wanted = set(ids)
    owned = StoredFile.objects.filter(pk__in=wanted, attached_at__isnull=True)
    if not by.is_system:
        owned = owned.filter(by_account_id=by.account_id)
    missing = wanted - set(owned.values_list("pk", flat=True))
    return Refusal("file.unknown", name, id=min(missing)) if missing else None


def _cases(name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    wanted = set(ids)
    found = visible(Case.objects.filter(pk__in=wanted), by)
    if case is not None:
        found = found.filter(realm=case.realm)
    missing = wanted - set(found.values_list("pk", flat=True))
    return Refusal("case.unknown", name, id=min(missing)) if missing else None


def _accounts(name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    unit = case.lead_unit_id if case is not None else None
    wanted = set(ids)
    found = Account.objects.filter(pk__in=wanted, is_active=True)
    if unit is not None:
        today = timezone.localdate()
        posts = Post.objects.filter(unit_id=unit, valid_from__lte=today)
        posts = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        named = named_accounts(case) if case is not None else set()
        found = found.filter(Q(pk__in=posts.values("account_id")) | Q(pk__in=named))
    missing = wanted - set(found.values_list("pk", flat=True))
    return Refusal("account.unknown", name, id=min(missing)) if missing else None


def named_accounts(case: Case) -> set[int]:
    """Accounts that the case names among those who see it: a mediator may come from another unit than the lead one."""
    procedure = procedure_of(case.procedure_id)
    lists = (key for key, spec in procedure.facts.items() if spec.type == "accounts" and spec.sees)
    return {int(account) for key in lists for account in case.facts.get(key) or ()}


def parties_of_case(case: Case, fact: str | None = None) -> set[int]:
    """Ids of the parties to a case: those of one list, or all of them with its reporter."""
    procedure = procedure_of(case.procedure_id)
    lists = [fact] if fact else [k for k, spec in procedure.facts.items() if spec.type == "parties" and not spec.bars]
    found = {int(party) for key in lists for party in case.facts.get(key) or ()}
    if fact is None and case.reporter_id is not None:
        found.add(case.reporter_id)
    return found


def _party(spec: FieldSpec, name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    if case is None and by.is_system:  # a case that goes on at another agency keeps its parties
        known = set(Party.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))
    else:
        known = parties_of_case(case, spec.of) if case is not None else set()
    missing = [party for party in ids if party not in known]
    return Refusal("party.not_of_case", name, status=422, id=missing[0]) if missing else None


def _entry(spec: FieldSpec, name: str, ids: Iterable[int], by: Actor, case: Case | None) -> Refusal | None:
    if spec.of is None:
        return _accounts(name, ids, by, None)
    wanted = list(ids)
    missing = set(wanted) - entry_register(spec.of).known(wanted, by, case)
    return Refusal("entry.unknown", name, id=min(missing), name=spec.zh, name_en=spec.en) if missing else None


def _of_type(spec: FieldSpec, name: str, value: Any, by: Actor, case: Case | None) -> list[Refusal]:
    """Faults of one input: of its own ids, or of those in its lines."""
    if spec.type == "rows":
        return [
            fault
            for number, line in enumerate(value, start=1)
            for key, item in line.items()
            for fault in _of_type((spec.columns or {})[key], f"{name}.{number}.{key}", item, by, case)
        ]
    ids = value if isinstance(value, list) else [value]
    if spec.type in {"party", "parties"} or (spec.type == "person" and isinstance(value, int)):
        found = _party(spec, name, ids, by, case)
    elif spec.type in {"entry", "entries", "accounts"}:
        found = _entry(spec, name, ids, by, case)
    else:
        checker = _CHECKERS.get(spec.type)
        found = checker(name, ids, by, case) if checker is not None else None
    return [found] if found is not None else []


_CHECKERS: dict[str, Checker] = {
    "unit": _units,
    "units": _units,
    "category": _categories,
    "area": _areas,
    "files": _files,
    "case": _cases,
    "account": _accounts,
}
