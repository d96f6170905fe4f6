"""Registers that modules keep and that acts may name entries of: rooms, mediators, sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case


class EntryRegister(Protocol):
    """What the kernel and the screens ask of a register. ``case`` is None while a case is being filed."""

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        """Those of ``ids`` that exist and that ``by`` may name on ``case``. Called with system eyes."""

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        """What may be named, with what people call it, in the order in which it is offered."""

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        """What people call entries, also those that can be named no longer."""


_registers: dict[str, EntryRegister] = {}


def register_entries(key: str, register: EntryRegister) -> None:
    """Make a register known under the name by which procedure files call it. Another one of that name is an error."""
    if _registers.setdefault(key, register) is not register:
        raise ValueError(f"register of entries named twice: {key}")


def entry_register(key: str) -> EntryRegister:
    """The register of a name. Raises KeyError when no module keeps it."""
    return _registers[key]


@contextmanager
def standing_in(key: str, register: EntryRegister) -> Iterator[None]:
    """Ask another register under a name while the block lasts, in the whole process.

    For histories that are made in memory: entries that acts before have made stand in no table yet.
    """
    own = _registers[key]
    _registers[key] = register
    try:
        yield
    finally:
        _registers[key] = own
