"""Stored cases: prototypes made by the services, and copies of them made by the database. A thousand or a million.

A copy is a real case: its acts, clocks, assignments, ratings, messages and audit lines are those of its prototype, its
text is its own, and ``rebuild --check`` finds nothing in it. Copies lie between their prototypes by id, so that the
tables are in the order of filing, as they are in life.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from psycopg import sql

from bench.homes import HASTE, ROOT, Home
from bench.words import PARTS, PHRASES, phrases
from minsheng.base.ids import new_code
from minsheng.base.text import index_terms

PROTOTYPES = 5_000
SHANGHAI = timezone(timedelta(hours=8))
TABLES = [
    "cases_case",
    "cases_content",
    "cases_act",
    "cases_acttext",
    "cases_clockrow",
    "cases_assignmentrow",
    "cases_ratingrow",
    "messages_outbox",
    "audit_line",
]


def load(home: Home, cases: int) -> dict[str, float]:
    """Fill an installation that has its district and no case. Returns how long the parts took, in seconds."""
    count = min(PROTOTYPES, cases)
    stride = max(1, cases // count)
    took: dict[str, float] = {}
    begun = perf_counter()
    with home.running(HASTE), home.connected() as database:
        database.execute(sql.SQL("ALTER SEQUENCE cases_case_id_seq INCREMENT BY {}").format(stride))
        ends = _prototypes(home, count, stride)
        took["prototypes"] = perf_counter() - begun
        database.execute("SET session_replication_role = replica")
        indexes = _drop_indexes(database)
        _help_tables(database, ends, stride)
        for statement in _statements(database, {**ends, "stride": stride, "phrases": PHRASES, "parts": PARTS}):
            _timed(database, statement)
        took["rows"] = perf_counter() - begun
        for definition in indexes:
            _timed(database, definition)
        database.execute("ALTER SEQUENCE cases_case_id_seq INCREMENT BY 1")
        database.execute("SELECT setval('cases_case_id_seq', (SELECT max(id) FROM cases_case))")
        took["indexes"] = perf_counter() - begun
        _timed(database, "VACUUM (ANALYZE)")
        database.execute("CHECKPOINT")
    took["all"] = perf_counter() - begun
    subprocess.run(["/bin/sync"], check=False)
    return {name: round(seconds, 1) for name, seconds in took.items()}


def _prototypes(home: Home, count: int, stride: int) -> dict[str, int]:
    command = [sys.executable, "-m", "bench.inside", "bench.prototypes", str(count), str(stride)]
    outcome = subprocess.run(
        command,
        env=home.environment(),
        cwd=ROOT,
        input=json.dumps(home.facts),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(json.loads(outcome.stdout))


def _timed(database: psycopg.Connection, statement: str) -> None:
    begun = perf_counter()
    database.execute(statement.encode())
    what = " ".join(statement.split())[:60]
    sys.stderr.write(f"  {perf_counter() - begun:7.1f} s  {what} …\n")


def _drop_indexes(database: psycopg.Connection) -> list[str]:
    """Drop all indexes but those of keys and constraints; give what makes them again."""
    question = """
        SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
        WHERE i.indrelid::regclass::text = ANY (%s) AND NOT i.indisunique
    """
    found = database.execute(question, [TABLES]).fetchall()
    for name, _ in found:
        database.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [definition for _, definition in found]


def _help_tables(database: psycopg.Connection, ends: dict[str, int], stride: int) -> None:
    database.execute("CREATE TABLE bench_phrase (rank int PRIMARY KEY, text text, vector tsvector)")
    database.execute("CREATE TABLE bench_code (id bigint PRIMARY KEY, code text)")
    database.execute("CREATE TABLE bench_line (id bigint PRIMARY KEY, line text)")
    codes, lines = _codes(database, ends, stride), _lines(database)
    with database.cursor() as cursor:
        with cursor.copy("COPY bench_phrase FROM STDIN") as copy:
            for rank, text in enumerate(phrases(), start=1):
                terms = " ".join(f"'{term}'" for term in sorted(index_terms(text)))
                copy.write_row((rank, text, terms))
        with cursor.copy("COPY bench_code FROM STDIN") as copy:
            for row in codes:
                copy.write_row(row)
        with cursor.copy("COPY bench_line FROM STDIN") as copy:
            for row in lines:
                copy.write_row(row)
    database.execute("ANALYZE bench_phrase, bench_code, bench_line")


def _codes(database: psycopg.Connection, ends: dict[str, int], stride: int) -> list[tuple[int, str]]:
    question = "SELECT id, code, filed_at FROM cases_case WHERE id BETWEEN %s AND %s"
    rows = database.execute(question, [ends["first"], ends["last"]]).fetchall()
    rng, taken, made = random.Random(3), {row[1] for row in rows}, []  # noqa: S311 - made-up cases
    for model, _, filed_at in rows:
        day = filed_at.astimezone(SHANGHAI).date()
        for k in range(1, stride):
            while (code := new_code("HL", day, rng)) in taken:
                pass
            taken.add(code)
            made.append((model + k, code))
    return made


def _lines(database: psycopg.Connection) -> list[tuple[int, str]]:
    """The text over which the digest of an audit line goes, with ¤ for the case (see `audit.canonical`)."""
    question = """
        SELECT id, at, kind, actor_account_id, actor_role, channel, subject, data, algorithm FROM audit_line
        WHERE case_id IS NOT NULL
    """
    return [(row[0], _line(*row[1:])) for row in database.execute(question).fetchall()]


def _line(
    at: datetime, kind: str, account: int | None, role: str, channel: str, subject: str, data: Any, by: str
) -> str:
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [when, kind, account, role, channel, subject, "¤", 0, data, by]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace(',"¤",0,', ',"¤",¤,')


def _statements(database: psycopg.Connection, values: dict[str, int]) -> Iterator[str]:
    """The statements of ``loading.sql`` with columns and numbers put in."""
    text = (Path(__file__).parent / "loading.sql").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    columns = {table: _columns(database, table) for table in TABLES}
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    text = re.sub(r"\{(\w+)((?::\w+=(?:[^:{}]|::)+)*)\}", lambda found: _listed(columns, found[1], found[2]), text)
    yield from (statement for part in text.split(";;") if (statement := part.strip()))


def _columns(database: psycopg.Connection, table: str) -> list[str]:
    """Columns in their order, without the ids that the sequence of the table gives."""
    question = """
        SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        AND (attidentity = '' OR %s = 'cases_case') ORDER BY attnum
    """
    return [str(row[0]) for row in database.execute(question, [table, table]).fetchall()]


def _listed(columns: dict[str, list[str]], table: str, changes: str) -> str:
    if not changes:
        return ", ".join(columns[table])
    parts = re.split(r"(?<!:):(?=\w+=)", changes)[1:]
    given = dict(part.split("=", 1) for part in parts)
    return ", ".join(given.get(name, f"p.{name}") for name in columns[table])
