"""Inputs of acts as clients name things (codes, handles) into what the kernel wants (ids)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry
from minsheng.surface.api.uploads import file_of

_UNKNOWN = {"unit": "unit.unknown", "category": "category.unknown", "area": "area.unknown"}


def translated(procedure: Procedure, act: str, data: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """``data`` with ids for codes and handles. What is no input of the act is left for the kernel to refuse.

    Raises Refusals on every field whose code or handle is not known; codes of cases that ``by`` may not see are
    unknown.
    """
    fields = procedure.act[act].fields if act in procedure.act else {}
    result, refusals = dict(data), []
    for name in fields:
        if name not in data or data[name] is None:
            continue
        try:
            result[name] = _translated(procedure.fields[name].type, name, data[name], by)
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        raise Refusals(refusals)
    return result


def _translated(kind: str, name: str, value: Any, by: Actor) -> Any:
    if kind in _UNKNOWN:
        return id_of(kind, name, value)
    if kind == "units" and isinstance(value, list):
        return [id_of("unit", name, item) for item in value]
    if kind == "files":
        return [file_of(by, item, name) for item in (value if isinstance(value, list) else [value])]
    if kind == "case":
        return _case(name, value, by)
    return value


def id_of(kind: str, name: str, value: Any) -> Any:
    """The id of a unit, category or area named by its code; a whole number is an id already."""
    if not isinstance(value, str):
        return value
    entry: Any = None
    if kind == "unit":
        entry = unit_registry().by_code.get(value)
    elif kind == "category":
        entry = routing_registry().by_code.get(value)
    else:
        entry = area_registry().by_code(value)
    if entry is None:
        raise Refusal(_UNKNOWN[kind], name, id=value[:40])
    return entry.id


def _case(name: str, value: Any, by: Actor) -> int:
    found = visible_cases(by).filter(code=str(value)[:24]).values_list("pk", flat=True).first()
    if found is None:
        raise Refusal("case.unknown", name)
    return int(found)
