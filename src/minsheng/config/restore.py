"""``minsheng restore``: everything is checked first; then the database changes in one transaction, or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import connection as django_connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from minsheng.config.archive import DUMP, FILES, KEYS, BackupError, Manifest, extract
from minsheng.config.backup import KEY_NAMES, count_rows, key_marks
from minsheng.config.database.connect import connected, connection_arguments, libpq_environment
from minsheng.config.database.migration import migrate
from minsheng.config.database.programs import program
from minsheng.config.database.roles import prepare_external
from minsheng.config.database.urls import is_embedded
from minsheng.config.secrets import ENVIRONMENT, load_secrets, store_secrets

OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
COMPARE = sql.SQL(
    "DO $minsheng$ BEGIN IF (SELECT count(*) FROM {}) <> {} "
    "THEN RAISE EXCEPTION USING MESSAGE = {}; END IF; END $minsheng$;"
)
# The newest pg_restore sets this, and servers before 17 do not know it.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
VERSION_17 = 170000
HEAD_LINES = 60


def restore_backup(source: Path, *, force: bool, without_keys: bool) -> Iterator[str]:
    """Bring the backup ``source`` back and yield what there is to say about it. The process must be in the owner role.

    ``force`` replaces a database that has tables; ``without_keys`` goes on though the personal fields were encrypted
    with other keys than this installation has. Raises ``BackupError``, and then the database is as it was before.
    """
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.HOME) as name:
        folder = Path(name)
        manifest = extract(source, folder)
        _check_code(manifest)
        _check_keys(manifest, folder, without_keys=without_keys)
        entry = django_connection.settings_dict
        if not is_embedded():
            prepare_external(entry)
        with connected(entry) as connection:
            _check_database(connection, force=force)
            server = connection.info.server_version
        yield f"The backup of {manifest.made_at} is complete and undamaged."
        moved = _place_files(folder / FILES, settings.FILES_ROOT)
        _load(folder / DUMP, manifest, server)
        if _take_keys(folder / KEYS):
            yield "The keys of the backup are this installation's keys now."
    migrate(verbosity=0)
    yield f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables and {moved} stored files are back."


def _check_code(manifest: Manifest) -> None:
    known = set(MigrationLoader(None).disk_migrations)
    labels = {app for app, _ in known}
    newer = [f"{app}.{name}" for app, name in manifest.migrations if app in labels and (app, name) not in known]
    if newer:
        message = f"the backup comes from a newer program ({newer[0]} is unknown here); restore it with that one"
        raise BackupError(message)


def _check_keys(manifest: Manifest, folder: Path, *, without_keys: bool) -> None:
    if without_keys or (folder / KEYS).exists() or manifest.key_marks == key_marks(settings.SECRETS):
        return
    message = (
        "the backup's personal fields were encrypted with other keys than this installation has. "
        f"Put the old secrets.json into {settings.HOME} (or give {ENVIRONMENT['field_key']} and "
        f"{ENVIRONMENT['index_key']}) and restore again; "
        "or go on without: --without-keys. Nothing was changed"
    )
    raise BackupError(message)


def _check_database(connection: psycopg.Connection, *, force: bool) -> None:
    others = connection.execute(OTHERS).fetchone()
    if others and others[0]:
        message = f"{others[0]} other connections use the database; stop Minsheng first: minsheng down"
        raise BackupError(message)
    tables = count_rows(connection)
    if tables and not force:
        message = (
            f"the database has {len(tables)} tables and {sum(tables.values())} rows already; "
            "nothing was changed. --force replaces them by the backup"
        )
        raise BackupError(message)


def _place_files(unpacked: Path, root: Path) -> int:
    """Put the files in place before the rows that name them; a name is a content's digest, so none is lost."""
    count = 0
    for path in sorted(path for path in unpacked.rglob("*") if path.is_file()):
        target = root / path.relative_to(unpacked)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        path.replace(target)
        count += 1
    return count


def _load(dump: Path, manifest: Manifest, server: int) -> None:
    """Replace the schema by the dump and compare the rows, all in one transaction."""
    contents = _contents(dump)
    reader = [
        str(program("pg_restore")),
        "--no-owner",
        "--no-privileges",
        f"--use-list={contents}",
        "--file=-",
        str(dump),
    ]
    writer = [str(program("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", "-"]
    environ = libpq_environment(connection_arguments(django_connection.settings_dict))
    with tempfile.TemporaryFile() as complaints:
        streams = {"env": environ, "stderr": complaints}
        with (
            subprocess.Popen(reader, stdout=subprocess.PIPE, **streams) as reading,  # type: ignore[call-overload]
            subprocess.Popen(writer, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **streams) as writing,  # type: ignore[call-overload]
        ):
            whole = _feed(reading, writing, _comparison(manifest.rows), server)
        if whole and writing.returncode == 0:
            return
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()[-2000:]
    message = f"the database refused the backup and is as it was before: {said}"
    raise BackupError(message)


def _feed(reading: subprocess.Popen[bytes], writing: subprocess.Popen[bytes], last: str, server: int) -> bool:
    """Send psql the whole restore. Only the last word commits: killed before it, we have changed nothing."""
    source, target = reading.stdout, writing.stdin
    if source is None or target is None:
        return False
    try:
        target.write(b"BEGIN;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        for block in _fitted(source, server):
            target.write(block)
        whole = reading.wait() == 0
        if whole:
            target.write(last.encode() + b"\nCOMMIT;\n")
        target.close()
    except BrokenPipeError:  # psql has stopped at an error and said which
        reading.kill()
        return False
    return whole


def _fitted(source: IO[bytes], server: int) -> Iterator[bytes]:
    for _ in range(HEAD_LINES):
        line = source.readline()
        if server >= VERSION_17 or line != UNKNOWN_BEFORE_17:
            yield line
    while block := source.read(1024 * 1024):
        yield block


def _contents(dump: Path) -> Path:
    """Write the list of what to restore: all but the schema itself, which is there."""
    listed = subprocess.run(
        [str(program("pg_restore")), "--list", str(dump)], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        message = f"the dump in the backup cannot be read: {listed.stderr.strip()}; nothing was changed"
        raise BackupError(message)
    lines = [line for line in listed.stdout.splitlines() if " SCHEMA - public " not in line]
    path = dump.with_suffix(".list")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _comparison(rows: dict[str, int]) -> str:
    parts = [
        COMPARE.format(
            sql.Identifier("public", table),
            sql.Literal(count),
            sql.Literal(f"{table} has not the {count} rows of the backup"),
        )
        for table, count in rows.items()
    ]
    return "\n".join(("", *(part.as_string(None) for part in parts)))


def _take_keys(path: Path) -> bool:
    """Make the backup's keys this installation's; its database passwords stay."""
    if not path.exists():
        return False
    found = json.loads(path.read_text(encoding="utf-8"))
    kept = load_secrets(settings.HOME, environ={})
    store_secrets(settings.HOME, replace(kept, **{name: str(found[name]) for name in KEY_NAMES}))
    return True
