"""Rows of modules made again from acts: reactions replayed into emptied tables, and compared with what stood there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Field, Model, Q, QuerySet

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Act, ActText, Case, CaseParty
from minsheng.kernel.cases.reactions import Change, react
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure, call_parts
from minsheng.kernel.procedures.snapshot import Done

Scope = Callable[[Procedure], Q]


def _all_rows(procedure: Procedure) -> Q:
    return Q()


@dataclass(frozen=True, slots=True)
class Projection:
    """Tables that hold nothing but what acts with certain effects said. ``scope``: which of a case's rows those are."""

    models: tuple[type[Model], ...]
    effects: frozenset[str]
    scope: Scope = _all_rows


_projections: list[Projection] = []


def register_projection(models: Iterable[type[Model]], effects: Iterable[str], scope: Scope = _all_rows) -> None:
    """Let ``minsheng rebuild`` delete the rows of ``models`` and make them again by the reactions to ``effects``.

    Models come in order, those that others point to first; each has a foreign key ``case``. A column that does not come
    from an act (whether a reminder went out) belongs into another table. Rows that acts name have as their key what
    ``reactions.row_id`` gives. A model twice is a programming error.
    """
    made = Projection(tuple(models), frozenset(effects), scope)
    known = {model for projection in _projections for model in projection.models}
    for model in made.models:
        if model in known:
            raise ValueError(f"projection registered twice: {model.__name__}")
        model._meta.get_field("case")  # noqa: SLF001 -- Django's documented model API; raises FieldDoesNotExist
    _projections.append(made)


def unregister_projection(*models: type[Model]) -> None:
    """Take a projection away again: for tests."""
    _projections[:] = [projection for projection in _projections if projection.models != models]


def remade(case: Case, acts: list[Act], *, write: bool) -> list[str]:
    """What differs between the stored rows of modules and those that the case's acts make; with ``write`` it is mended.

    Needs a transaction with system eyes and a lock on the case. Without ``write`` nothing has changed afterwards.
    """
    procedure = procedure_of(case.procedure_id)
    found = [_one(projection, procedure, case, acts, write=write) for projection in _projections]
    return [line for lines in found for line in lines]


def concerned(cases: Iterable[Case], acts: Mapping[int, list[Act]]) -> list[Case]:
    """Those of the cases of which modules keep rows, or should. One query for each table."""
    found = {case.pk: case for case in cases}
    kept = {
        pk
        for projection in _projections
        for model in projection.models
        for pk in model._default_manager.filter(case_id__in=found).values_list("case_id", flat=True)  # noqa: SLF001 -- documented
    }
    wanted = frozenset().union(*(projection.effects for projection in _projections))
    return [case for pk, case in found.items() if pk in kept or not wanted.isdisjoint(_called(case, acts.get(pk, ())))]


def _called(case: Case, acts: Iterable[Act]) -> set[str]:
    """Names of the effects that the acts had."""
    procedure = procedure_of(case.procedure_id)
    return {call_parts(call)[0] for key in {act.key for act in acts} for call in procedure.act[key].does}


def _one(projection: Projection, procedure: Procedure, case: Case, acts: list[Act], *, write: bool) -> list[str]:
    with transaction.atomic():
        before = _content(projection, procedure, case)
        _delete(projection, procedure, case)
        for change in _changes(case, procedure, acts):
            react(change, projection.effects)
        after = _content(projection, procedure, case)
        found = list(_differences(case, before, after))
        if not (write and found):
            transaction.set_rollback(True)
    return found


def _changes(case: Case, procedure: Procedure, acts: list[Act]) -> Iterator[Change]:
    texts: dict[int, dict[str, str]] = {}
    for row in ActText.objects.filter(case_id=case.pk):
        texts.setdefault(row.seq, {})[row.field] = row.text
    for act in acts:
        done = Done(act.seq, act.key, act.at, act.account_id, act.party_id, act.unit_id, act.data)
        by = Actor(account_id=act.account_id, party_id=act.party_id, channel=act.channel)
        yield Change(case, procedure, procedure.act[act.key], done, texts.get(act.seq, {}), by, is_replay=True)


def _rows(projection: Projection, model: type[Model], procedure: Procedure, case: Case) -> QuerySet[Model]:
    return model._default_manager.filter(projection.scope(procedure), case_id=case.pk)  # noqa: SLF001 -- documented


def _delete(projection: Projection, procedure: Procedure, case: Case) -> None:
    """Delete without a look at who points here: keys are made again, and the database checks them at the end."""
    for model in reversed(projection.models):
        _rows(projection, model, procedure, case)._raw_delete(connection.alias)  # noqa: SLF001 -- no collector wanted


def _content(projection: Projection, procedure: Procedure, case: Case) -> dict[str, Counter[str]]:
    """All rows as texts, by table, without their own keys; a row of the projection that is pointed to in full."""
    known: dict[tuple[type[Model], Any], str] = {}
    found: dict[str, Counter[str]] = {}
    for model in projection.models:
        texts = []
        for row in _rows(projection, model, procedure, case).order_by("pk"):
            known[model, row.pk] = _text(row, known)
            texts.append(known[model, row.pk])
        found[model.__name__] = Counter(texts)
    return found


def _text(row: Model, known: Mapping[tuple[type[Model], Any], str]) -> str:
    fields: Iterable[Field[Any, Any]] = row._meta.concrete_fields  # noqa: SLF001 -- documented
    values = {field.attname: _value(row, field, known) for field in fields if not field.primary_key}
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, default=str)


def _value(row: Model, field: Field[Any, Any], known: Mapping[tuple[type[Model], Any], str]) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field.related_model, type):
        return known.get((field.related_model, value), value)
    return bytes(value).hex() if isinstance(value, memoryview | bytes) else value


def _differences(case: Case, before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> Iterator[str]:
    for name, stored in before.items():
        extra, missing = stored - after[name], after[name] - stored
        if extra or missing:
            yield f"{case.code}: {name}: {extra.total()} rows stored that no act makes, {missing.total()} missing"


register_projection(
    (CaseParty,),
    ("join", "add", "put"),
    scope=lambda procedure: Q(role__in=[key for key, spec in procedure.facts.items() if spec.type == "parties"]),
)
