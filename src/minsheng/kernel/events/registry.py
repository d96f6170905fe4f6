"""The receivers of events: named objects, registered at start-up only.

A module registers its receivers while Django starts. Once the first event has been served, the list is closed: a
receiver that came later would have missed events without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, TypeVar

from django.apps import apps

E = TypeVar("E")


class ReceiverError(RuntimeError):
    """A receiver was registered too late, twice under one name, or without saying what it does."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """One function that wants to hear of one type of event (and of its subclasses)."""

    name: str
    event_type: type[Any]
    function: Callable[[Any], None]
    doc: str


class _Registry:
    def __init__(self) -> None:
        self.by_name: dict[str, Receiver] = {}
        self.served = False

    def add(self, new: Receiver) -> None:
        if self.served and apps.ready:
            message = f"receiver {new.name!r} comes too late: events have been served already"
            raise ReceiverError(message)
        self.put(new)

    def put(self, new: Receiver) -> None:
        known = self.by_name.get(new.name)
        if known is not None:
            message = f"receiver {new.name!r} is registered twice: {_where(known.function)} and {_where(new.function)}"
            raise ReceiverError(message)
        self.by_name[new.name] = new


_registry = _Registry()


def receiver(event_type: type[E], *, name: str) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function for ``event_type`` under the unique ``name`` (for example ``messages.on_act``).

    The function must have a docstring: it is the receiver's description. Raises ReceiverError on a double name, a
    missing docstring, or a registration after the first event was served.
    """

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        _registry.add(_made(event_type, name, function))
        return function

    return register


@contextmanager
def receiving(event_type: type[E], function: Callable[[E], None], *, name: str = "test") -> Iterator[None]:
    """Register ``function`` for the length of a with-block only: for one test. A docstring is not asked for."""
    _registry.put(Receiver(name=name, event_type=event_type, function=function, doc=getdoc(function) or ""))
    try:
        yield
    finally:
        del _registry.by_name[name]


def receivers_of(event_type: type[Any]) -> list[Receiver]:
    """Receivers that hear of ``event_type``, in order of registration. From the first call on the list is closed."""
    _registry.served = True
    return [known for known in _registry.by_name.values() if issubclass(event_type, known.event_type)]


def all_receivers() -> list[Receiver]:
    """Every registered receiver, by name: for the documentation page and its test."""
    return [_registry.by_name[name] for name in sorted(_registry.by_name)]


def _made(event_type: type[E], name: str, function: Callable[[E], None]) -> Receiver:
    doc = getdoc(function)
    if not doc:
        message = f"receiver {name!r} needs a docstring: {_where(function)}"
        raise ReceiverError(message)
    return Receiver(name=name, event_type=event_type, function=function, doc=doc)


def _where(function: Callable[..., Any]) -> str:
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', repr(function))}"
