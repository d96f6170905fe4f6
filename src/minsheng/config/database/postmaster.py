"""What a data directory's ``postmaster.pid`` says, checked against the processes that really run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

STATUS_LINE = 7  # the eighth line: starting, ready, stopping


@dataclass(frozen=True)
class Postmaster:
    """A running server of one data directory."""

    pid: int
    ready: bool


def find_postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs on ``data``, or ``None`` when none does, whatever a left-over file says."""
    lines = _lines(data)
    if not lines or not lines[0].strip().isdecimal():
        return None
    pid = int(lines[0])
    if not _works_in(pid, data):
        return None
    ready = len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"
    return Postmaster(pid, ready)


def processes_in(data: Path) -> list[int]:
    """Return the ids of all processes on ``data``: each of them, children too, works in that folder."""
    return sorted(process.pid for process in psutil.process_iter() if _works_in(process.pid, data))


def clear_stale_files(data: Path, sockets: Path) -> bool:
    """Remove the lock files of a server that is gone, and tell whether there were any.

    A new server would refuse to start if another process had been given the old number, or if nobody had yet buried the
    old one. Nothing is removed while any process still works in the folder: two servers on one folder would destroy it.
    """
    left = [path for path in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")) if path.exists()]
    if not left or processes_in(data):
        return False
    for path in left:
        path.unlink(missing_ok=True)
    return True


def _lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _works_in(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return Path(process.cwd()) == data.resolve() and "postgres" in process.name()
    except (psutil.Error, OSError):
        # Gone, or not ours to look at: our own server always runs as a user that we may look at.
        return False
