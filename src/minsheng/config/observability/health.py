"""Whether this installation can do its work now: one small check for each thing that it needs."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LEAST_FREE_BYTES = 512 * 1024 * 1024
HEARTBEAT_SECONDS = 60
MIGRATIONS_KEPT_SECONDS = 60


@dataclass(frozen=True)
class Check:
    """The outcome of one check; ``detail`` says in few words what is wrong, and nothing about data."""

    name: str
    ok: bool
    detail: str = ""


def database() -> Check:
    """Tell whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", ok=True)


class Migrations:
    """Tells whether every migration is applied. A good answer is kept for a minute: reading them all takes long."""

    def __init__(self) -> None:
        self._good_until = 0.0

    def __call__(self) -> Check:
        """Check now, or give the good answer of less than a minute ago."""
        if time.monotonic() < self._good_until:
            return Check("migrations", ok=True)
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return Check("migrations", ok=False, detail=f"{len(waiting)} not applied; run: minsheng migrate")
        self._good_until = time.monotonic() + MIGRATIONS_KEPT_SECONDS
        return Check("migrations", ok=True)


def job_worker() -> Check:
    """Tell whether a job worker has given a sign of life within the last minute, where one is expected."""
    if not settings.JOB_WORKER_EXPECTED:
        return Check("job_worker", ok=True, detail="switched off")
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        seconds = cursor.fetchone()[0]
    if seconds is None:
        return Check("job_worker", ok=False, detail="none is running")
    late = seconds > HEARTBEAT_SECONDS
    return Check("job_worker", ok=not late, detail=f"last sign of life {seconds:.0f} s ago" if late else "")


def disk() -> Check:
    """Tell whether there is room in the home folder."""
    free = shutil.disk_usage(settings.HOME).free
    return Check(
        "disk", ok=free >= LEAST_FREE_BYTES, detail="" if free >= LEAST_FREE_BYTES else f"{free >> 20} MB left"
    )


CHECKS: tuple[tuple[str, Callable[[], Check]], ...] = (
    ("database", database),
    ("migrations", Migrations()),
    ("job_worker", job_worker),
    ("disk", disk),
)


def run_checks() -> list[Check]:
    """Run every check; one that cannot reach the database counts as failed and does not stop the others."""
    return [_run(name, check) for name, check in CHECKS]


def _run(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        return Check(name, ok=False, detail=type(error).__name__)
