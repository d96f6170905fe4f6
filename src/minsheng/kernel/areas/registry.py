"""The register of this process: one immutable snapshot for all threads, renewed when the tables have changed.

``registry()`` may be called per request or per point: it costs a microsecond. Every ``FRESH_SECONDS`` one caller asks
the database for the version (one row) and reads everything anew when it has changed: by this process or by another.
Within a transaction that has changed areas itself, the caller sees its own uncommitted state, and nobody else does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from uuid import UUID

from django.db import connection, connections, transaction

from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.models import Area, AreaShape, RegistryVersion
from minsheng.kernel.areas.nodes import AreaNode, Located
from minsheng.kernel.areas.snapshot import DatedShape, Registry

__all__ = ["FRESH_SECONDS", "AreaNode", "Located", "Registry", "announce_change", "registry"]

FRESH_SECONDS = 2.0


def registry() -> Registry:
    """The register as this caller may see it: at most ``FRESH_SECONDS`` behind what others have committed."""
    return _own.view() or _shared.current()


def announce_change() -> None:
    """Tell this process that the running transaction changes the tables of this room.

    The services call it, in the transaction that also writes the new version. Others learn of it after the commit.
    """
    _own.changed()


class _Shared:
    """The snapshot of what is committed, for all threads of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._registry: Registry | None = None
        self._checked = 0.0
        # Tokens of what has happened: the last change that this process committed, and the one that was looked at.
        self._change = self._seen = object()
        self._database = ""

    def current(self) -> Registry:
        present = self._registry
        if present is not None and self._knows_all() and self._is_young():
            return present
        # When only time has run out, one caller asks the database and the others go on with what is here.
        spare = present is not None and self._knows_all()
        if not self._lock.acquire(blocking=not spare):
            return present or self.current()
        try:
            return self._renewed()
        finally:
            self._lock.release()

    def expire(self) -> None:
        """Let every caller from now on see what has been committed up to now."""
        self._change = object()

    def _knows_all(self) -> bool:
        return self._seen is self._change and self._database == _database()  # tests move from database to database

    def _is_young(self) -> bool:
        return 0 <= monotonic() - self._checked < FRESH_SECONDS  # clocks of tests may run backwards

    def _renewed(self) -> Registry:
        present = self._registry
        if present is not None and self._knows_all() and self._is_young():
            return present  # another thread was quicker
        # Taken before reading: what comes meanwhile is found by the next check.
        change, name, began = self._change, _database(), monotonic()
        if present is None or present.stamp != _stamp():
            present = self._registry = _load()
        self._seen, self._database, self._checked = change, name, began
        return present


class _Own(threading.local):
    """What this thread's open transaction has changed. Its hooks vanish from the connection with a rollback."""

    def __init__(self) -> None:
        self._hooks: list[Callable[[], None]] = []
        self._registry: Registry | None = None

    def changed(self) -> None:
        """Remember that the open transaction has changed something just now."""

        def settled() -> None:
            _shared.expire()

        self._registry = None
        self._hooks.append(settled)
        transaction.on_commit(settled)

    def view(self) -> Registry | None:
        """The state inside the open transaction, or ``None`` when it has changed nothing (any more)."""
        if not self._hooks:
            return None
        waiting = {id(entry[1]) for entry in connection.run_on_commit}
        standing = [hook for hook in self._hooks if id(hook) in waiting]
        if len(standing) < len(self._hooks):  # committed, or rolled back in whole or to a savepoint
            self._hooks, self._registry = standing, None
        if not standing:
            _shared.expire()
            return None
        if self._registry is None:
            self._registry = _load()
        return self._registry


_shared = _Shared()
_own = _Own()


def _database() -> str:
    return str(connections.settings["default"]["NAME"])  # the open connection knows it too, but takes longer to say it


def _stamp() -> UUID | None:
    return RegistryVersion.objects.values_list("stamp", flat=True).first()


def _load() -> Registry:
    # The version first: should others commit in between, it is older than what is read, and the next check reads again.
    stamp = _stamp()
    paths: dict[int, tuple[int, ...]] = {}
    nodes: list[AreaNode] = []
    for area in Area.objects.order_by("path", "id"):  # by path: parents come before their children
        paths[area.pk] = (*(paths[area.parent_id] if area.parent_id else ()), area.pk)
        nodes.append(_node(area, paths[area.pk]))
    shapes = AreaShape.objects.values_list("area_id", "valid_from", "valid_to", "wkb")
    dated = [DatedShape(area_id, begin, end, bytes(wkb)) for area_id, begin, end, wkb in shapes]
    return Registry(nodes, dated, stamp)


def _node(area: Area, path: tuple[int, ...]) -> AreaNode:
    return AreaNode(
        id=area.pk,
        code=area.code,
        kind=AreaKind(area.kind),
        name=area.name,
        name_en=area.name_en,
        parent_id=area.parent_id,
        path=path,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        successor_id=area.successor_id,
    )
