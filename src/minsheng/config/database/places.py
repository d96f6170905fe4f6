"""Where the embedded server keeps its things, computed from the home folder alone."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

PORT = 5432  # only names the socket file: the server listens on no network address
# The kernel keeps 108 bytes for a socket's path, and its last byte is NUL.
LONGEST_SOCKET_PATH = 107


@dataclass(frozen=True)
class Places:
    """The folders and files of the embedded server that belongs to ``home``."""

    home: Path

    @property
    def base(self) -> Path:
        """The folder that holds everything of the server; owned by the user that runs it."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """The data directory (PGDATA)."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server says before its own log files are open."""
        return self.base / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the unix socket: below home, or a private one with a short name when that is too long."""
        near = self.base / "run"
        if len(str(near / f".s.PGSQL.{PORT}").encode()) <= LONGEST_SOCKET_PATH:
            return near
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"minsheng-{mark}"

    @property
    def locks(self) -> Path:
        """The folder of the lock files that say who is using the server."""
        return self.home / "run"
