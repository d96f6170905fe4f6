"""The lock that lets one supervisor run an installation. It vanishes with its holder, however that one ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

FILE_NAME = "supervisor.lock"


class AlreadyRunning(RuntimeError):
    """Another supervisor runs this installation; ``pid`` is its process."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"Minsheng is running already (process {pid}); stop it with: minsheng down")
        self.pid = pid


@contextlib.contextmanager
def sole_supervisor(home: Path) -> Iterator[None]:
    """Be the only supervisor of ``home`` for the block. Raises ``AlreadyRunning``."""
    path = home / "run" / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(_pid_in(path)) from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def running_supervisor(home: Path) -> int | None:
    """Return the process id of the supervisor that runs ``home``, or ``None``."""
    path = home / "run" / FILE_NAME
    if not path.exists():
        return None
    with path.open("a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _pid_in(path)
    return None


def _pid_in(path: Path) -> int:
    for _ in range(20):  # its holder writes the number just after it has taken the lock
        text = path.read_text(encoding="ascii").strip()
        if text.isdecimal():
            return int(text)
        time.sleep(0.05)
    return 0
