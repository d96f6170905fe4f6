"""Who uses the embedded server: the first user starts it, the last one stops it, and a killed user leaves no trace.

Each user holds a shared lock on ``users.lock`` for as long as it needs the server. The system drops a lock when its
process ends, however it ends, so a user killed by SIGKILL never keeps the server up for ever. ``change.lock`` makes
starting and stopping one at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from minsheng.config.database.server import EmbeddedServer


@contextlib.contextmanager
def leased(server: EmbeddedServer) -> Iterator[EmbeddedServer]:
    """Keep ``server`` running for the block; stop it then unless somebody else uses it. Raises ``ServerError``."""
    locks = server.places.locks
    locks.mkdir(parents=True, exist_ok=True)
    with _opened(locks / "users.lock") as users:
        with _held(locks / "change.lock"):
            server.start()
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield server
        finally:
            with _held(locks / "change.lock"):
                if _last(users):
                    server.stop()


def stop_if_unused(server: EmbeddedServer) -> bool:
    """Stop a server that nobody holds and return True; return False, changing nothing, while somebody does."""
    locks = server.places.locks
    locks.mkdir(parents=True, exist_ok=True)
    with _held(locks / "change.lock"), _opened(locks / "users.lock") as users:
        if not _last(users):
            return False
        server.stop()
        return True


def _last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    # Python opens files close-on-exec, so children that we start do not inherit the lock.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    with _opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
