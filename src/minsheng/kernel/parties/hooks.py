"""What other rooms add to the care of personal data: who may see a party, what else is known of it, what must be kept.

A hook is a named object with a docstring, registered at start-up. A room above this one registers its own; this room
never learns of it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from inspect import getdoc
from typing import Any, Generic, TypeVar

from minsheng.kernel.access.actors import Actor

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Retention:
    """A reason why a party's data may not be erased yet. ``code`` names the rule, ``until`` its last day if known."""

    code: str
    until: date | None = None


Reach = Callable[[Actor, int, int | None], bool]
"""(actor, party id, case id) → whether the actor meets this party in its work, in that case if one is given."""
Source = Callable[[int], Any]
"""party id → everything a room holds about the party, as lists, dicts, texts and numbers for JSON."""
Holds = Callable[[int], Iterable[Retention]]
"""party id → what forbids to erase its data now; empty when nothing does."""
Eraser = Callable[[int], None]
"""party id → blanks what the room holds about the party; runs in the transaction of the erasure."""


class HookError(RuntimeError):
    """A hook was registered twice under one name, or does not say what it does."""


class Hooks(Generic[F]):
    """The functions registered for one purpose, by name."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        self._functions: dict[str, F] = {}

    def register(self, name: str, function: F) -> None:
        """Add ``function`` under ``name``. Raises HookError on a name that is taken or a missing docstring."""
        if name in self._functions:
            raise HookError(f"{self.purpose}: {name!r} is registered twice")
        if not getdoc(function):
            raise HookError(f"{self.purpose}: {name!r} needs a docstring")
        self._functions[name] = function

    def unregister(self, name: str) -> None:
        """Take a hook away again: for tests."""
        del self._functions[name]

    def named(self) -> list[tuple[str, F]]:
        """Every hook with its name, in order of names."""
        return sorted(self._functions.items())


reaches: Hooks[Reach] = Hooks("reach of an actor to a party")
personal_data_sources: Hooks[Source] = Hooks("source of personal data")
retention_holds: Hooks[Holds] = Hooks("legal retention")
erasers: Hooks[Eraser] = Hooks("eraser of personal data")


def meets(by: Actor, party_id: int, case_id: int | None) -> bool:
    """Whether ``by`` has to do with the party: it is the party, or the system, or some room says so. Default is no."""
    if by.is_system or by.party_id == party_id:
        return True
    return any(function(by, party_id, case_id) for _, function in reaches.named())
