"""Guards and effects by name: what a procedure file may call. Modules add theirs at start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.schema import Act, Procedure, call_parts
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@dataclass(frozen=True, slots=True)
class Question:
    """What a guard is asked: may this act be done to this case, with these inputs, by this person, now."""

    procedure: Procedure
    snapshot: Snapshot
    act: Act
    data: Mapping[str, Any]
    account_id: int | None
    party_id: int | None
    functions: frozenset[str]
    at: datetime


Guard = Callable[..., Refusal | None]
"""Takes a Question and the arguments that the procedure file gives."""
Effect = Callable[..., None]
"""Takes a Snapshot, a Done and the arguments that the procedure file gives."""
Takes = Literal["clock", "fact", "field", "word"]
"""What an argument names: the checker looks it up."""


@dataclass(frozen=True, slots=True)
class GuardEntry:
    """A guard, the rule in one sentence (both languages), the fields it speaks of, and the arguments it takes."""

    name: str
    run: Guard
    doc: str
    fields: tuple[str, ...]
    takes: tuple[Takes, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectEntry:
    """An effect, the fields that an act must declare for it to work, the arguments, and the facts that it sets."""

    name: str
    run: Effect
    doc: str
    fields: tuple[str, ...]
    takes: tuple[Takes, ...] = ()
    facts: tuple[str, ...] = ()


GUARDS: dict[str, GuardEntry] = {}
EFFECTS: dict[str, EffectEntry] = {}


def ask(call: str, question: Question) -> Refusal | None:
    """Ask the guard that a procedure file calls, with the arguments that the file gives."""
    name, arguments = call_parts(call)
    return GUARDS[name].run(question, *arguments)


def do(call: str, snapshot: Snapshot, done: Done) -> None:
    """Let the effect that a procedure file calls change ``snapshot``."""
    name, arguments = call_parts(call)
    EFFECTS[name].run(snapshot, done, *arguments)


def guard(
    name: str, *, fields: tuple[str, ...] = (), takes: tuple[Takes, ...] = (), facts: tuple[str, ...] = ()
) -> Callable[[Guard], Guard]:
    """Register a pure function as the guard ``name``. Its docstring is shown on the law page. Twice is an error.

    ``facts`` are those that it reads; a procedure that needs the guard must declare them.
    """

    def register(function: Guard) -> Guard:
        if name in GUARDS or not function.__doc__:
            raise ValueError(f"guard {name}: registered twice or without a docstring")
        GUARDS[name] = GuardEntry(name, function, function.__doc__.strip(), fields, takes, facts)
        return function

    return register


def effect(
    name: str, *, fields: tuple[str, ...] = (), takes: tuple[Takes, ...] = (), facts: tuple[str, ...] = ()
) -> Callable[[Effect], Effect]:
    """Register a pure function as the effect ``name``: it changes a snapshot by what the act says alone.

    Values in ``snapshot.facts`` are replaced, never changed in place: copies of a snapshot share them.
    """

    def register(function: Effect) -> Effect:
        if name in EFFECTS or not function.__doc__:
            raise ValueError(f"effect {name}: registered twice or without a docstring")
        EFFECTS[name] = EffectEntry(name, function, function.__doc__.strip(), fields, takes, facts)
        return function

    return register
