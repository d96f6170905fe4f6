"""One value per process, for registers that are read at every request and changed now and then.

The stamp of the database is asked at most every ``FRESH_SECONDS``. A transaction that has changed the register sees its
own uncommitted state; nobody else does, and nobody sees it after a rollback.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from django.db import connection, transaction

FRESH_SECONDS = 2.0
T = TypeVar("T")


class Remembered(Generic[T]):
    """A value made by ``load``, read anew when ``stamp`` gives something else. Safe to call from many threads."""

    def __init__(self, load: Callable[[], T], stamp: Callable[[], object]) -> None:
        """``load`` reads everything; ``stamp`` costs one small query and changes with every change."""
        self._load = load
        self._stamp = stamp
        self._lock = threading.Lock()
        self._held: tuple[T, object] | None = None
        self._database = ""
        self._checked = 0.0
        self._own = _OwnChanges()

    def current(self) -> T:
        """The value as the caller may see it: its own uncommitted one, or the committed one, at most 2 s old."""
        if self._own.standing(self._expire):
            return self._own.value(self._load)
        held = self._held
        if held is not None and self._is_fresh():
            return held[0]
        with self._lock:
            return self._renewed()

    def changed(self) -> None:
        """Say that the running transaction changes what ``load`` reads. Others learn of it after the commit."""
        self._own.add(self._expire)

    def _expire(self) -> None:
        self._database = ""

    def _is_fresh(self) -> bool:
        # Tests move processes to other databases; clocks under test may run backwards.
        same_database = self._database == connection.settings_dict["NAME"]
        return same_database and 0 <= monotonic() - self._checked < FRESH_SECONDS

    def _renewed(self) -> T:
        if self._held is not None and self._is_fresh():
            return self._held[0]
        began = monotonic()  # before the reading: a change that comes meanwhile is found by the next check
        stamp = self._stamp()
        if self._held is None or self._held[1] != stamp:
            self._held = self._load(), stamp
        self._database, self._checked = str(connection.settings_dict["NAME"]), began
        return self._held[0]


class _OwnChanges(threading.local):
    """What this thread's open transaction has changed. Its hooks vanish from the connection with a rollback."""

    def __init__(self) -> None:
        self._hooks: list[Callable[[], None]] = []
        self._values: list[object] = []

    def add(self, expire: Callable[[], None]) -> None:
        """Remember that the open transaction has changed something just now."""

        def settled() -> None:
            expire()

        self._values.clear()
        self._hooks.append(settled)
        transaction.on_commit(settled)

    def standing(self, expire: Callable[[], None]) -> bool:
        """Whether the open transaction holds changes that are neither committed nor rolled back."""
        if not self._hooks:
            return False
        waiting = {id(entry[1]) for entry in connection.run_on_commit}
        left = [hook for hook in self._hooks if id(hook) in waiting]
        if len(left) < len(self._hooks):  # committed, or rolled back in whole or to a savepoint
            self._hooks = left
            self._values.clear()
            expire()
        return bool(left)

    def value(self, load: Callable[[], T]) -> T:
        """The uncommitted value, read once between two changes."""
        if not self._values:
            self._values.append(load())
        return self._values[0]  # type: ignore[return-value]  # the only value ever put in is one of load's
