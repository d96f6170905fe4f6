"""One writer at a time, one who may write, and a new version of the register with every change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import uuid4

from django.db import connection, transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.registry import announce_change
from minsheng.kernel.audit.services import Doer

PERMISSION = "areas.manage"

_LOCK = "LOCK TABLE areas_registryversion IN SHARE ROW EXCLUSIVE MODE"
_BUMP = """
INSERT INTO areas_registryversion (id, number, stamp) VALUES (1, 1, %s)
ON CONFLICT (id) DO UPDATE SET number = areas_registryversion.number + 1, stamp = excluded.stamp
"""


class Manager(Doer, Protocol):
    """Who changes areas. ``access.actors.Actor`` fits; the room of access stands above this one and is not named."""

    def holds(self, permission: str) -> bool:
        """Whether some post carries ``permission``."""


@contextmanager
def writing(by: Manager) -> Iterator[None]:
    """A transaction in which no other one changes areas: what it checks still holds when it writes. Readers go on.

    Raises Refusal ``access.denied`` (403) when ``by`` does not hold ``areas.manage``.
    """
    if not by.holds(PERMISSION):
        raise Refusal("access.denied", status=403, permission=PERMISSION)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        yield


def new_version() -> None:
    """Mark the register as changed, for other processes by the stored version and for this one at once."""
    with connection.cursor() as cursor:
        cursor.execute(_BUMP, [uuid4()])
    announce_change()
