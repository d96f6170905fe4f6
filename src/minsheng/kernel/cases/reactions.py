"""Reactions: what a module writes into its own tables because of an act, in the same transaction.

An effect is pure and changes the case alone; the reaction of the same name writes the rows. It may use nothing but the
act as it stands for ever and its own tables, so that its rows can be made again from the acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case, CaseParty
from minsheng.kernel.procedures.schema import Act, Procedure, call_parts
from minsheng.kernel.procedures.snapshot import Done


@dataclass(frozen=True, slots=True)
class Change:
    """An act that has been stored. ``texts`` are its free texts by field, ``by`` whoever did it."""

    case: Case
    procedure: Procedure
    spec: Act
    done: Done
    texts: Mapping[str, str]
    by: Actor


Reaction = Callable[..., None]
"""Takes a Change and the arguments that the procedure file gives to the effect. A Refusal undoes the act."""

_reactions: dict[str, list[Reaction]] = {}


def reaction(effect: str) -> Callable[[Reaction], Reaction]:
    """Register a function to be called for each act that has the effect ``effect``. Twice is a programming error."""

    def register(function: Reaction) -> Reaction:
        known = _reactions.setdefault(effect, [])
        if function in known:
            raise ValueError(f"reaction to {effect} registered twice: {function.__name__}")
        known.append(function)
        return function

    return register


def react(change: Change) -> None:
    """Call the reactions to every effect of the act, in the order of the procedure file."""
    for call in change.spec.does:
        name, arguments = call_parts(call)
        for function in _reactions.get(name, ()):
            function(change, *arguments)


@reaction("join")
def add_parties(change: Change, fact: str, field: str) -> None:
    """Enter whoever joined into the register of the case's parties, under the name of the list."""
    value = change.done.data.get(field)
    ids = value if isinstance(value, list) else [] if value is None else [value]
    known = set(CaseParty.objects.filter(case_id=change.case.pk, role=fact).values_list("party_id", flat=True))
    CaseParty.objects.bulk_create(
        CaseParty(case_id=change.case.pk, party_id=party, role=fact) for party in ids if party not in known
    )
