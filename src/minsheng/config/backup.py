"""``minsheng backup``: the database as it stands at one moment, and the stored files, in one file."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection as django_connection
from psycopg import sql

from minsheng import __version__
from minsheng.config.archive import DUMP, FILES, KEYS, BackupError, Manifest, Writer
from minsheng.config.database.connect import connected, connection_arguments, libpq_environment
from minsheng.config.database.programs import program
from minsheng.config.secrets import Secrets

TABLES = """
SELECT format('%I', c.relname), c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 2
"""
KEY_NAMES = ("field_key", "index_key", "django_key")


def write_backup(target: Path, *, with_secrets: bool) -> Iterator[str]:
    """Write a backup to ``target`` and yield what there is to say about it. The process must be in the owner role.

    Raises ``BackupError``: the target exists or cannot be written, or the dump fails; then no file is left.
    """
    if target.exists():
        message = f"{target} exists already; choose another name"
        raise BackupError(message)
    with _snapshot() as (connection, snapshot), tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        manifest = _manifest(connection)
        dump = Path(folder) / DUMP
        _dump(snapshot, dump)
        with Writer(target, manifest) as writer:
            writer.add(DUMP, dump)
            # Files are never changed, and each is there before the row that names it: later ones do no harm.
            files = _stored_files(settings.FILES_ROOT)
            for name, path in files:
                writer.add(name, path)
            if with_secrets:
                kept = {name: getattr(settings.SECRETS, name) for name in KEY_NAMES}
                writer.add_text(KEYS, json.dumps(kept))
    rows = sum(manifest.rows.values())
    yield f"{target}: {rows} rows in {len(manifest.rows)} tables, {len(files)} stored files."
    if with_secrets:
        yield "The keys are in this file: whoever has it can read every personal field. Keep it like a key."
    else:
        yield (
            f"The keys are NOT in this file, and without them personal fields cannot be read: "
            f"keep a copy of {settings.HOME / 'secrets.json'} in another place."
        )


def key_marks(secrets: Secrets) -> dict[str, str]:
    """Return for each data key a mark by which it is recognised and from which it cannot be found."""
    names = ("field_key", "index_key")
    return {
        name: hmac.new(getattr(secrets, name).encode(), b"minsheng backup", hashlib.sha256).hexdigest()[:16]
        for name in names
    }


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Return the number of rows of every table in the schema ``public``."""
    counts = {}
    for quoted, name in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.SQL(quoted))).fetchone()
        counts[str(name)] = int(row[0]) if row else 0
    return counts


@contextmanager
def _snapshot() -> Iterator[tuple[psycopg.Connection, str]]:
    """Hold one moment of the database, for the dump and for the counts alike."""
    with connected(django_connection.settings_dict) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def _manifest(connection: psycopg.Connection) -> Manifest:
    rows = count_rows(connection)
    if "django_migrations" not in rows:
        message = "the database is empty; run: minsheng migrate"
        raise BackupError(message)
    applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program=__version__,
        server=str(connection.info.server_version // 10000),
        migrations=[[str(app), str(name)] for app, name in applied],
        rows=rows,
        key_marks=key_marks(settings.SECRETS),
    )


def _dump(snapshot: str, target: Path) -> None:
    command = [
        str(program("pg_dump")),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
    ]
    environ = libpq_environment(connection_arguments(django_connection.settings_dict))
    outcome = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if outcome.returncode:
        message = f"pg_dump failed: {outcome.stderr.strip()}"
        raise BackupError(message)


def _stored_files(root: Path) -> list[tuple[str, Path]]:
    found = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return [(f"{FILES}/{path.relative_to(root).as_posix()}", path) for path in found]
