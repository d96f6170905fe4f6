"""The limit beside filing: ``pgbench`` inserting the rows of real filings, one transaction each, at the same clients.

Some filings are made over HTTP; their rows are read back from every table and written as INSERT statements with literal
values, in which only what must be unique is new. The owner inserts them, so that no policy is asked; prepared
statements; the same server, disk and settings.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench.client import closed_loop, expect
from bench.homes import Home
from minsheng.config.database.account import server_user
from minsheng.config.database.programs import clean_environment, program

MODELS = 24
"""Filings whose rows are copied; each is a script of its own, so that texts and search terms differ."""

_ID = ":case_id"
_BY_CASE = ["cases_content", "cases_act", "cases_clockrow", "cases_assignmentrow", "messages_outbox", "audit_line"]
_NEW = {
    ("cases_case", "id"): _ID,
    ("cases_case", "code"): f"'BENCH' || {_ID}",
    ("cases_case", "client_key"): f"'bench:' || {_ID}",
    ("messages_outbox", "dedup_key"): "'bench:' || nextval('messages_outbox_id_seq')",
    ("parties_party", "person_index"): f"sha256(('bench' || {_ID})::bytea)",
    ("parties_party", "phone_index"): f"sha256(('phone' || {_ID})::bytea)",
    ("audit_line", "subject_id"): f"{_ID}::text",
}


def inserting_peer(home: Home, port: int, filings: Iterator[bytes]) -> Callable[[int, float], float]:
    """Make the scripts; give a function (clients, seconds) that runs pgbench and returns transactions per second."""
    with home.connected() as database:
        first = database.execute("SELECT coalesce(max(id), 0) FROM cases_case").fetchone()
        _file(port, filings)
        rows = database.execute("SELECT id FROM cases_case WHERE id > %s ORDER BY id LIMIT %s", [first[0], MODELS])  # type: ignore[index]
        scripts = [_script(database, row[0]) for row in rows.fetchall()]
    return lambda clients, seconds: _run(home, scripts, clients, seconds)


def _file(port: int, filings: Iterator[bytes]) -> None:
    async def one(connection: Any, request: bytes) -> None:
        await expect(connection, request, 201)

    models = (next(filings) for _ in range(MODELS))
    closed_loop(port, 1, 60.0, models, one)


def _script(database: psycopg.Connection, case_id: int) -> str:
    """One transaction that inserts what the filing of ``case_id`` inserted."""
    found = database.execute("SELECT reporter_id FROM cases_case WHERE id = %s", [case_id]).fetchone()
    party = found[0] if found else None
    lines = ["BEGIN;", "SELECT nextval('cases_case_id_seq') AS case_id \\gset"]
    lines += _inserts(database, "parties_party", "id = %s", party)
    lines += _inserts(database, "cases_case", "id = %s", case_id)
    for table in _BY_CASE:
        lines += _inserts(database, table, "case_id = %s", case_id)
    outbox = database.execute("SELECT id FROM messages_outbox WHERE case_id = %s", [case_id]).fetchall()
    for (row,) in outbox:
        lines += _inserts(database, "procrastinate_jobs", "args ->> 'outbox_id' = %s", str(row))
    return "\n".join([*lines, "COMMIT;"]) + "\n"


def _inserts(database: psycopg.Connection, table: str, where: str, value: Any) -> list[str]:
    columns = {
        str(row[0]): str(row[1])
        for row in database.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attgenerated = '' AND (attname <> 'id' OR %s = 'cases_case') ORDER BY attnum",
            [table, table],
        ).fetchall()
    }
    literals = ", ".join(f"quote_nullable({column})" for column in columns)
    rows = database.execute(f"SELECT {literals} FROM {table} WHERE {where}".encode(), [value]).fetchall()  # noqa: S608 - our own names
    return [_insert(table, columns, [str(text) for text in row]) for row in rows]


def _insert(table: str, columns: dict[str, str], literals: list[str]) -> str:
    values = [
        _NEW.get((table, column)) or (_ID if column == "case_id" else f"({_plain(literal)})::{kind}")
        for (column, kind), literal in zip(columns.items(), literals, strict=True)
    ]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(values)});"  # noqa: S608 - literals quoted by the server


def _plain(literal: str) -> str:
    """A literal on one line and without anything that pgbench would take for a variable (a colon before a letter)."""
    text = literal.replace("\n", " ")
    return re.sub(r":(?=[A-Za-z_0-9])", "' || chr(58) || '", text) if text.startswith("'") else text


def _run(home: Home, scripts: list[str], clients: int, seconds: float) -> float:
    entry, user = home.entry("owner"), server_user()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.sql" for number in range(len(scripts))]
        for path, script in zip(paths, scripts, strict=True):
            path.write_text(script, encoding="utf-8")
            path.chmod(0o644)
        Path(folder).chmod(0o755)
        threads = min(clients, os.cpu_count() or 1)
        command = [str(program("pgbench")), "-n", "-M", "prepared", "-c", str(clients), "-j", str(threads)]
        command += ["-T", str(max(1, round(seconds))), *(word for path in paths for word in ("-f", str(path)))]
        command += ["-h", entry["HOST"], "-p", entry["PORT"], "-U", entry["USER"], entry["NAME"]]
        environ = clean_environment({"PGPASSWORD": entry["PASSWORD"]})
        outcome = subprocess.run(
            command, env=environ, text=True, capture_output=True, check=False, cwd="/", **user.subprocess_arguments()
        )
    found = re.search(r"tps = ([\d.]+)", outcome.stdout)
    if outcome.returncode or found is None:
        raise SystemExit(f"pgbench failed: {outcome.stdout[-800:]} {outcome.stderr[-1500:]}")
    return float(found[1])
