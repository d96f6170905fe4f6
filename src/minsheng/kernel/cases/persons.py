"""Persons and organisations that an act names by their particulars: registered, so that the act holds ids alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from minsheng.kernel.procedures.inputs import Inputs
from minsheng.kernel.procedures.interpreter import check
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.schema import Act, Procedure


def identified(procedure: Procedure, spec: Act, inputs: Inputs, *, by: Actor, question: Question) -> Inputs:
    """``inputs`` with ids in place of particulars, and the guards of ``question`` asked again where ids came in.

    Who was given by particulars may be a party already, and stand on the other side: only the id tells. Raises what
    ``register_persons`` and the guards raise; the caller's transaction takes back what was registered.
    """
    named = register_persons(procedure, spec, inputs, by=by)
    if named is not inputs:
        check(replace(question, data={**question.data, **named.data}))
    return named


def register_persons(procedure: Procedure, spec: Act, inputs: Inputs, *, by: Actor) -> Inputs:
    """``inputs`` with ids in place of particulars. Raises Refusals on ``<field>.<particular>``.

    Part of an act or a filing that has passed its checks; needs their transaction and system eyes.
    """
    named = [name for name in spec.fields if procedure.fields[name].type == "person"]
    given = [name for name in named if isinstance(inputs.data.get(name), Mapping)]
    if not given:
        return inputs
    data = dict(inputs.data)
    for name in given:
        data[name] = _registered(name, data[name], by)
    return Inputs(data, inputs.texts)


def _registered(name: str, given: Mapping[str, Any], by: Actor) -> int:
    kind = PartyKind(given.get("kind", PartyKind.PERSON.value))
    words = {key: str(given.get(key, "")) for key in ("phone", "identity", "address")}
    try:
        party = register_party(
            by=by,
            kind=kind,
            name=str(given["name"]),
            phone=words["phone"],
            identity=words["identity"],
            address=words["address"],
        )
    except Refusals as faults:
        raise Refusals([_inside(name, fault) for fault in faults.refusals]) from faults
    return party.pk


def _inside(name: str, fault: Refusal) -> Refusal:
    return Refusal(fault.code, f"{name}.{fault.field}", status=fault.status, **fault.params)
