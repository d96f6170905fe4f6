"""Reactions: what a module writes into its own tables because of an act, in the same transaction.

An effect is pure and changes the case alone; the reaction of the same name writes the rows. It may use nothing but the
act as it stands for ever (``change.done``, ``change.texts``) and its own tables, so that its rows can be made again
from the acts: see ``remaking``. What reaches further (a case that is opened, a message) is ``replayed=False``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case, CaseParty
from minsheng.kernel.procedures.schema import Act, Procedure, call_parts
from minsheng.kernel.procedures.snapshot import Done


@dataclass(frozen=True, slots=True)
class Change:
    """An act that has been stored. ``texts`` are its free texts by field, ``by`` whoever did it.

    ``is_replay``: a rebuild does it again. What was possible then is not to be refused now (a room that is taken).
    """

    case: Case
    procedure: Procedure
    spec: Act
    done: Done
    texts: Mapping[str, str]
    by: Actor
    is_replay: bool = False


Reaction = Callable[..., None]
"""Takes a Change and the arguments that the procedure file gives to the effect. A Refusal undoes the act."""

_reactions: dict[str, list[tuple[Reaction, bool]]] = {}
_ACTS_OF_A_CASE = 1 << 12


def reaction(effect: str, *, replayed: bool = True) -> Callable[[Reaction], Reaction]:
    """Register a function to be called for each act that has the effect ``effect``. Twice is a programming error.

    ``replayed`` False: it does more than write rows of its module's tables, so a rebuild does not call it.
    """

    def register(function: Reaction) -> Reaction:
        known = _reactions.setdefault(effect, [])
        if any(other is function for other, _replayed in known):
            raise ValueError(f"reaction to {effect} registered twice: {function.__name__}")
        known.append((function, replayed))
        return function

    return register


def row_id(change: Change) -> int:
    """A primary key for the row that an act makes and that later acts name: the same however often it is made.

    One row to an act and table. Raises OverflowError after the 4095th act of a case.
    """
    return row_key(change.case.pk, change.done.seq)


def row_key(case_id: int, seq: int) -> int:
    """The same, for who knows the case and the number of the act. Raises OverflowError as ``row_id``."""
    if seq >= _ACTS_OF_A_CASE:
        raise OverflowError(f"case {case_id} has too many acts")
    return case_id * _ACTS_OF_A_CASE + seq


def react(change: Change, effects: Collection[str] | None = None) -> None:
    """Call the reactions to every effect of the act, in the order of the procedure file.

    With ``effects`` (a rebuild): only to those, and only what is to be replayed.
    """
    for call in change.spec.does:
        name, arguments = call_parts(call)
        for function, replayed in _reactions.get(name, ()):
            if effects is None or (replayed and name in effects):
                function(change, *arguments)


@reaction("join")
@reaction("add")
@reaction("put")
def add_parties(change: Change, fact: str, field: str) -> None:
    """Enter whoever joined into the register of the case's parties, under the name of the list.

    Who leaves the list stays in the register: the history of the case still names them.
    """
    if change.procedure.facts[fact].type != "parties":
        return
    value = change.done.data.get(field)
    ids = value if isinstance(value, list) else [] if value is None else [value]
    known = set(CaseParty.objects.filter(case_id=change.case.pk, role=fact).values_list("party_id", flat=True))
    CaseParty.objects.bulk_create(
        CaseParty(case_id=change.case.pk, party_id=party, role=fact) for party in ids if party not in known
    )
