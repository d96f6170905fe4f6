"""Databases for tests: one template, migrated once for each state of the code, and quick copies of it."""

from __future__ import annotations

import ast
import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import psycopg
from psycopg import sql

from minsheng.config.database.connect import connected, connection_arguments
from tests import server

SOURCE = server.ROOT / "src"
COPY_PREFIX = "minsheng_test_"
TEMPLATE_PREFIX = "minsheng_template_"
TEMPLATES_KEPT = 3


def code_state() -> str:
    """Return a short hash of everything that decides what a migrated database holds.

    That is: migrations and every module of ours that they import, SQL, TOML and app files, roles and rights, settings,
    and the pinned versions.
    """
    package = SOURCE / "minsheng"
    seeds = [*package.rglob("migrations/*.py"), *package.rglob("apps.py")]
    data = [path for kind in ("*.sql", "*.toml") for path in package.rglob(kind)]
    rights = [*(package / "config" / "database").glob("*.py"), package / "config" / "settings.py"]
    files = {*_with_imports(seeds), *data, *rights, server.ROOT / "requirements" / "base.txt"}
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(files):
        digest.update(str(path.relative_to(server.ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _with_imports(seeds: list[Path]) -> set[Path]:
    found: set[Path] = set()
    waiting = list(seeds)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            # An app file registers receivers from many modules; only migrations are followed.
            waiting.extend(_imported(path) if path.name != "apps.py" else [])
    return found


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.startswith("minsheng."):
                module = SOURCE / name.replace(".", "/")
                yield from (it for it in (module.with_suffix(".py"), module / "__init__.py") if it.exists())


def template() -> str:
    """Return the name of the template database for the present code; migrate one first where there is none."""
    name = f"{TEMPLATE_PREFIX}{code_state()}"
    with (server.home() / "template.lock").open("w") as lock, connected(server.administrator()) as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of all workers the first one makes it
        _drop_left_overs(connection)
        if not _exists(connection, name):
            _build(connection, name)
    return name


def _build(connection: psycopg.Connection, name: str) -> None:
    aside = f"{name}_new"
    _drop(connection, aside)
    _create(connection, aside, "template0")
    command = [sys.executable, "-m", "minsheng.config.cli", "migrate", "--tables-only"]
    environ = {**os.environ, **environment("owner", aside)}
    environ["PYTHONPATH"] = os.pathsep.join((str(SOURCE), str(server.ROOT), os.environ.get("PYTHONPATH", "")))
    outcome = subprocess.run(command, env=environ, cwd=server.ROOT, text=True, capture_output=True, check=False)
    if outcome.returncode:
        message = f"migrating the test database failed:\n{outcome.stdout}\n{outcome.stderr}"
        raise RuntimeError(message)
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(aside), sql.Identifier(name)))


def environment(role: str, database: str) -> dict[str, str]:
    """Return the variables that point another process at the test database ``database`` in ``role``."""
    parts = server.entry("owner", database)
    login = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}@" if parts["USER"] else ""
    query = urlencode({key: parts[name] for key, name in (("host", "HOST"), ("port", "PORT")) if parts[name]})
    app = server.entry("app", database)
    app_login = f"{quote(app['USER'])}:{quote(app['PASSWORD'])}@" if app["USER"] else ""
    own_login = {"MINSHENG_APP_DATABASE_URL": f"postgresql://{app_login}/{database}?{query}"}
    return {
        "MINSHENG_TEST_HOME": str(server.home()),
        "MINSHENG_HOME": str(server.home()),
        "MINSHENG_DB_ROLE": role,
        "MINSHENG_DATABASE_URL": f"postgresql://{login}/{database}?{query}",
        **(own_login if app["USER"] != parts["USER"] else {}),
    }


@contextlib.contextmanager
def copy_of(template_name: str) -> Iterator[str]:
    """Make a database from the template for the block, yield its name, and drop it afterwards."""
    # The process's number lets a later run see that this copy belongs to nobody any more.
    name = f"{COPY_PREFIX}{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with connected(server.administrator()) as connection:
        _create(connection, name, template_name)
    try:
        yield name
    finally:
        with connected(server.administrator()) as connection:
            _drop(connection, name)


@contextlib.contextmanager
def owner_of(database: str) -> Iterator[psycopg.Connection]:
    """Open an autocommit connection to ``database`` as the owner role."""
    arguments = connection_arguments(server.entry("owner", database))
    with contextlib.closing(psycopg.connect(**arguments, autocommit=True)) as connection:
        yield connection


def _create(connection: psycopg.Connection, name: str, template_name: str) -> None:
    owner = server.entry("owner", name)["USER"] or connection.info.user
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    connection.execute(
        statement.format(sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template_name)),
    )


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_left_overs(connection: psycopg.Connection) -> None:
    """Drop copies whose test process is gone, and all but the newest templates."""
    rows = connection.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
    names = [str(row[0]) for row in rows]
    for name in names:
        if name.startswith(COPY_PREFIX) and not psutil.pid_exists(int(name.removeprefix(COPY_PREFIX).split("_")[0])):
            _drop(connection, name)
    for name in [name for name in names if name.startswith(TEMPLATE_PREFIX)][TEMPLATES_KEPT:]:
        _drop(connection, name)
