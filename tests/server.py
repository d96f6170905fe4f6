"""The PostgreSQL server that the tests run on: the one in MINSHENG_DATABASE_URL, or an embedded one kept between runs.

The embedded one lives in a private folder of the temporary directory, so that its template databases make the second
run quick. It runs while any test process needs it. It never waits for the disk; after a crash of the machine it is made
anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minsheng.config.database.lease import leased
from minsheng.config.database.postmaster import find_postmaster
from minsheng.config.database.roles import prepare_embedded, prepare_external, superuser_entry
from minsheng.config.database.server import EmbeddedServer
from minsheng.config.database.urls import DATABASE, django_database, is_embedded, parse_url
from minsheng.config.secrets import load_secrets

ROOT = Path(__file__).resolve().parent.parent
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def default_home() -> Path:
    """Return the folder of the test installation of this checkout and this user."""
    mark = hashlib.sha256(f"{ROOT}:{os.geteuid()}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"minsheng-tests-{mark}"


def prepare_environment() -> None:
    """Point the product's settings at the test installation, unless the caller has chosen a home of its own."""
    if not os.environ.get("MINSHENG_TEST_HOME"):
        home = default_home()
        home.mkdir(mode=0o711, exist_ok=True)
        os.environ["MINSHENG_TEST_HOME"] = str(home)
    os.environ["MINSHENG_HOME"] = os.environ["MINSHENG_TEST_HOME"]
    os.environ.setdefault("MINSHENG_DB_ROLE", "app")


def home() -> Path:
    """Return the home folder that this test process works in."""
    return Path(os.environ["MINSHENG_TEST_HOME"])


def embedded() -> EmbeddedServer:
    """Return the embedded test server, running or not."""
    return EmbeddedServer(home(), load_secrets(home()), extra=HASTE)


def administrator() -> dict[str, Any]:
    """Return the database entry of the role that makes test databases."""
    if is_embedded():
        return superuser_entry(embedded())
    return parse_url("MINSHENG_DATABASE_URL", os.environ["MINSHENG_DATABASE_URL"])


def entry(role: str, database: str) -> dict[str, Any]:
    """Return the database entry for ``role`` (app or owner) in the test database ``database``."""
    environ = {**os.environ, "MINSHENG_DB_ROLE": role}
    return {**django_database(home(), load_secrets(home()), environ), "NAME": database}


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Keep the test server running for the block, with both roles made."""
    if not is_embedded():
        prepare_external(administrator())
        yield
        return
    server = embedded()
    with (home() / "boot.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _forget_after_reboot(server)
    with leased(server):
        prepare_embedded(server, DATABASE)
        yield


def _forget_after_reboot(server: EmbeddedServer) -> None:
    """Remove a cluster that ran without fsync when the machine went down: its files may be anything."""
    mark = server.home / "boot-id"
    now = BOOT_ID.read_text() if BOOT_ID.exists() else ""
    if mark.exists() and mark.read_text() == now:
        return
    if find_postmaster(server.places.data) is None:
        shutil.rmtree(server.places.base, ignore_errors=True)
    mark.write_text(now)
