"""Guards and effects by name: what a procedure file may call. Modules add theirs at start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.schema import Act, Procedure
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


Guard = Callable[[Question], Refusal | None]
Effect = Callable[[Snapshot, Done], None]


@dataclass(frozen=True, slots=True)
class GuardEntry:
    """A guard, the rule in one sentence (both languages) and the field it speaks of."""

    name: str
    run: Guard
    doc: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectEntry:
    """An effect, and the fields that an act must declare for it to work."""

    name: str
    run: Effect
    doc: str
    fields: tuple[str, ...]


GUARDS: dict[str, GuardEntry] = {}
EFFECTS: dict[str, EffectEntry] = {}


def guard(name: str, *, fields: tuple[str, ...] = ()) -> Callable[[Guard], Guard]:
    """Register a pure function as the guard ``name``. Its docstring is shown on the law page. Twice is an error."""

    def register(function: Guard) -> Guard:
        if name in GUARDS or not function.__doc__:
            raise ValueError(f"guard {name}: registered twice or without a docstring")
        GUARDS[name] = GuardEntry(name, function, function.__doc__.strip(), fields)
        return function

    return register


def effect(name: str, *, fields: tuple[str, ...] = ()) -> Callable[[Effect], Effect]:
    """Register a pure function as the effect ``name``: it changes a snapshot by what the act says alone."""

    def register(function: Effect) -> Effect:
        if name in EFFECTS or not function.__doc__:
            raise ValueError(f"effect {name}: registered twice or without a docstring")
        EFFECTS[name] = EffectEntry(name, function, function.__doc__.strip(), fields)
        return function

    return register
