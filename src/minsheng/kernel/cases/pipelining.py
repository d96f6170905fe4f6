"""Writing ahead: the server works on one statement while the next one is being made."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def pipelined() -> Iterator[Callable[[], None]]:
    """Inside, statements are sent and not waited for; yields a function that pushes out what has not left yet.

    What a statement raises is raised by a later one or at the end of the block, so the block belongs into a transaction
    that fails as a whole. A statement whose result is asked for is waited for, with all before it. A block inside
    another one is a part of it.
    """
    connection.ensure_connection()
    if connection.connection.pgconn.pipeline_status:
        yield _push
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield _push


def _push() -> None:
    """Hand everything to the system's socket: libpq keeps the tail of a long statement until it is called again."""
    libpq = connection.connection.pgconn
    while libpq.flush():
        select.select([], [libpq.socket], [], 1)
