"""One writer at a time, and a new version of the register with every change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection, transaction

from minsheng.kernel.areas.registry import announce_change

_LOCK = "LOCK TABLE areas_registryversion IN SHARE ROW EXCLUSIVE MODE"
_BUMP = """
INSERT INTO areas_registryversion (id, number, stamp) VALUES (1, 1, %s)
ON CONFLICT (id) DO UPDATE SET number = areas_registryversion.number + 1, stamp = excluded.stamp
"""


@contextmanager
def writing() -> Iterator[None]:
    """A transaction in which no other one changes areas: what it checks still holds when it writes. Readers go on."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        yield


def new_version() -> None:
    """Mark the register as changed, for other processes by the stored version and for this one at once."""
    with connection.cursor() as cursor:
        cursor.execute(_BUMP, [uuid4()])
    announce_change()
