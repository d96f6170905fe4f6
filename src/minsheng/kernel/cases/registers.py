"""Whether the ids that an act names exist and may be named: units, categories, areas, files, other cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.rules import visible
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Case
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.procedures.inputs import Inputs
from minsheng.kernel.procedures.schema import Act, Procedure
from minsheng.kernel.routing.registry import routing_registry

Checker = Callable[[str, Iterable[int], Actor, Case | None], Refusal | None]


def check_registers(procedure: Procedure, spec: Act, inputs: Inputs, *, by: Actor, case: Case | None) -> None:
    """Raise Refusals naming every field whose id does not exist (``unit.unknown``, ``category.unknown``, …)."""
    refusals = []
    for name in spec.fields:
        checker = _CHECKERS.get(procedure.fields[name].type)
        value = inputs.data.get(name)
        if checker is None or value is None:
            continue
        refusal = checker(name, value if isinstance(value, list) else [value], by, case)
        if refusal is not None:
            refusals.append(refusal)
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
        found = found.filter(pk__in=posts.values("account_id"))
    missing = wanted - set(found.values_list("pk", flat=True))
    return Refusal("account.unknown", name, id=min(missing)) if missing else None


_CHECKERS: dict[str, Checker] = {
    "unit": _units,
    "units": _units,
    "category": _categories,
    "area": _areas,
    "files": _files,
    "case": _cases,
    "account": _accounts,
}
