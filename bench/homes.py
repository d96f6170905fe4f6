"""Installations of the bench, each in a folder of its own and kept between runs: ``MINSHENG_BENCH_HOME``.

An installation is thrown away when a migration that it has gone through was changed since; with MINSHENG_BENCH_KEEP set it
is kept all the same.

The database is the product's own embedded server on the real disk. Only while stored cases are loaded does it run
without safety (``HASTE``); it is checkpointed, stopped and started with the product's settings before anything is
timed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from minsheng.config.database.connect import connected
from minsheng.config.database.lease import leased
from minsheng.config.database.roles import prepare_embedded, superuser_entry
from minsheng.config.database.server import EmbeddedServer
from minsheng.config.database.urls import DATABASE, django_database
from minsheng.config.secrets import load_secrets

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "minsheng"
HASTE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "16GB",
    "autovacuum": "off",
    "maintenance_work_mem": "2GB",
    "work_mem": "256MB",
    "max_parallel_maintenance_workers": "2",
}


def bench_home() -> Path:
    """The folder of all bench installations."""
    return Path(os.environ.get("MINSHENG_BENCH_HOME") or Path.home() / ".cache" / "minsheng-bench").resolve()


@dataclass(frozen=True)
class Home:
    """One installation. ``path`` is its MINSHENG_HOME."""

    path: Path

    def environment(self, role: str = "app", **changes: str) -> dict[str, str]:
        """Variables for a process of this installation: nothing of the caller's own settings."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("MINSHENG_", "DJANGO_", "PG"))}
        paths = os.pathsep.join((str(SOURCE.parent), str(ROOT)))
        own = {"MINSHENG_HOME": str(self.path), "MINSHENG_DB_ROLE": role, "PYTHONPATH": paths}
        return {**kept, **own, "DJANGO_SETTINGS_MODULE": "minsheng.config.settings", **changes}

    def server(self, extra: Mapping[str, str] | None = None) -> EmbeddedServer:
        """The embedded server of this installation, running or not."""
        self.path.mkdir(parents=True, exist_ok=True)
        return EmbeddedServer(self.path, load_secrets(self.path), dict(extra or {}))

    @contextlib.contextmanager
    def running(self, extra: Mapping[str, str] | None = None) -> Iterator[None]:
        """Keep the database running for the block."""
        server = self.server(extra)
        with leased(server):
            prepare_embedded(server)
            yield

    def entry(self, role: str) -> dict[str, Any]:
        """The database entry for ``app``, ``owner`` or ``superuser``."""
        if role == "superuser":
            return {**superuser_entry(self.server()), "NAME": DATABASE}
        environ = {"MINSHENG_HOME": str(self.path), "MINSHENG_DB_ROLE": role}
        return django_database(self.path, load_secrets(self.path), environ)

    @contextlib.contextmanager
    def connected(self, role: str = "superuser") -> Iterator[psycopg.Connection]:
        """An autocommit connection of its own."""
        with connected(self.entry(role)) as connection:
            yield connection

    def run(self, module: str, *arguments: str, role: str = "app", **changes: str) -> str:
        """Run one of our modules inside the installation and return what it printed."""
        command = [sys.executable, "-m", module, *arguments]
        environ = self.environment(role, **changes)
        outcome = subprocess.run(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        if outcome.returncode:
            raise RuntimeError(f"{' '.join(command[1:])} failed:\n{outcome.stdout}")
        return outcome.stdout

    @property
    def facts(self) -> dict[str, Any]:
        """What `bench.district` and `bench.stored` have noted: tokens, ids, how many cases."""
        path = self.path / "bench.json"
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def note(self, **facts: Any) -> None:
        """Add to the facts."""
        (self.path / "bench.json").write_text(json.dumps({**self.facts, **facts}))


def migrations() -> dict[str, str]:
    """A digest of each migration, of what migrations take their SQL from, and of the released procedures."""
    kinds = ("migrations/0*.py", "sql.py", "*.sql", "procedures/*/[0-9]*.toml")
    paths = sorted(path for kind in kinds for path in SOURCE.rglob(kind))
    return {str(path.relative_to(SOURCE)): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}


def opened(name: str) -> Home:
    """The installation ``name``: kept if its migrations are a beginning of today's, else thrown away and made anew."""
    home = Home(bench_home() / name)
    known, now = home.facts.get("migrations"), migrations()
    changed = [path for path, digest in (known or {}).items() if now.get(path) != digest]
    if known is None or (changed and not os.environ.get("MINSHENG_BENCH_KEEP")):
        sys.stderr.write(f"making {home.path} anew: {', '.join(changed[:3]) or 'there is none'}\n")
        discard(home)
        home.path.mkdir(parents=True)
    return home


def discard(home: Home) -> None:
    """Remove an installation and its database."""
    if (home.path / "postgres" / "data").exists():
        home.server().stop()
    shutil.rmtree(home.path, ignore_errors=True)
