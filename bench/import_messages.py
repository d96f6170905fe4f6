"""Importing messages: rows per second from a file to stored cases, beside plainly inserting the same rows again.

The file is read, checked and landed by the same code as ``minsheng import-messages``; a model suggests categories. The
peer takes what came of it in the nine tables and writes it into copies of them (same columns and indexes) with the
driver's ``executemany``, 500 cases a transaction: no checks, no clocks, no access, no encryption.

``python -m bench.import_messages FILE`` measures on a file of one's own; its rows land in the bench's installation only.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from openpyxl import Workbook
from psycopg import sql

from bench.harness import Bench, Line, report
from bench.homes import Home, migrations, opened
from bench.words import message, phrases

ROWS = 6_000
BATCH = 500
COLUMNS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
TABLES = {
    "parties_party": "id IN (SELECT reporter_id FROM cases_case WHERE id BETWEEN %s AND %s)",
    "cases_case": "id BETWEEN %s AND %s",
    "cases_content": "case_id BETWEEN %s AND %s",
    "cases_act": "case_id BETWEEN %s AND %s",
    "cases_acttext": "case_id BETWEEN %s AND %s",
    "cases_clockrow": "case_id BETWEEN %s AND %s",
    "audit_line": "case_id BETWEEN %s AND %s",
}
"""The tables that an imported message leaves rows in, and which rows are those of some cases."""


def run(bench: Bench) -> Iterator[Line]:
    """The line of a generated file of CSV, and that of the same rows as XLSX."""
    home = installation()
    with tempfile.TemporaryDirectory() as folder, home.running():
        for kind in ("csv", "xlsx"):
            paths = [
                generated(Path(folder) / f"{turn}.{kind}", bench.size or ROWS, f"{kind}{turn}")
                for turn in range(bench.rounds)
            ]
            yield measured(home, f"import_messages_{kind}", paths)


def installation() -> Home:
    """The installation in which messages land: the bench district, kept and filled further by each run."""
    home = opened("imports")
    with home.running():
        home.run("minsheng.config.preparation", role="owner")
        if "tokens" not in home.facts:
            home.note(**json.loads(home.run("bench.inside", "bench.district", "district")))
    home.note(migrations=migrations())
    return home


def measured(home: Home, name: str, paths: list[Path]) -> Line:
    """Import each file into the installation, then write its rows again plainly."""
    turns: list[dict[str, Any]] = json.loads(home.run("bench.inside", "bench.landing", *map(str, paths)))
    plain = [plainly(home, turn["first"], turn["last"]) for turn in turns]
    middle = statistics.median
    return Line(
        name,
        middle(turn["rows"] / turn["seconds"] for turn in turns),
        "rows/s",
        peer=("the same rows by executemany", middle(plain), "rows/s"),
        more={
            "rows": turns[0]["rows"],
            "turns": [round(turn["rows"] / turn["seconds"]) for turn in turns],
            "python_cpu_ms_per_row": middle(1000 * turn["python"] / turn["rows"] for turn in turns),
            "postgres_cpu_ms_per_row": middle(1000 * turn["postgres"] / turn["rows"] for turn in turns),
            "reading_ms_per_row": middle(1000 * turn["reading"] / turn["rows"] for turn in turns),
        },
    )


def generated(path: Path, rows: int, mark: str) -> Path:
    """A file of made-up messages; every fifth has no answer. ``mark`` makes the numbers and users its own."""
    rng, known = random.Random(mark), phrases()  # noqa: S311 - made-up messages
    table = [COLUMNS, *(_row(rng, known, f"{mark}-{number}", rows) for number in range(rows))]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
        return path
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in table:
        sheet.append(cells)
    book.save(path)
    return path


def _row(rng: random.Random, known: list[str], number: str, rows: int) -> tuple[str, ...]:
    at = datetime(2015, 1, 1) + timedelta(minutes=rng.randrange(2_800_000))  # noqa: DTZ001 - as files write it
    body = message(rng, known)
    answered = at + timedelta(minutes=rng.randrange(60, 40_000))
    answer = (message(rng, known), f"{answered:%Y/%m/%d %H:%M:%S}") if rng.random() < 0.8 else ("", "")
    user = f"U{number.partition('-')[0]}{rng.randrange(rows)}"
    return number, user, body.split("，")[0], f"{at:%Y/%m/%d %H:%M:%S}", body, *answer


def plainly(home: Home, first: int, last: int) -> float:
    """Cases per second when the rows of the cases ``first`` to ``last`` are written into copies of their tables."""
    with home.connected() as connection:
        connection.execute("DROP SCHEMA IF EXISTS bench_copy CASCADE")
        connection.execute("CREATE SCHEMA bench_copy")
        parts = [_copied(connection, table, first, last) for table in TABLES]
        began = perf_counter()
        for start in range(0, last - first + 1, BATCH):
            with connection.transaction(), connection.cursor() as cursor:
                for statement, rows in parts:
                    share = len(rows) / (last - first + 1)
                    cursor.executemany(statement, rows[int(start * share) : int((start + BATCH) * share)])
        seconds = perf_counter() - began
        connection.execute("DROP SCHEMA bench_copy CASCADE")
    return (last - first + 1) / seconds


def _copied(
    connection: psycopg.Connection, table: str, first: int, last: int
) -> tuple[sql.Composed, list[tuple[Any, ...]]]:
    """An empty copy of a table with its indexes; the statement that fills it, and the rows as text."""
    name = sql.Identifier("bench_copy", table)
    connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(name, sql.Identifier(table)))
    columns = [
        row[0]
        for row in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attgenerated = '' ORDER BY attnum",
            [table],
        )
    ]
    read = sql.SQL("SELECT {} FROM {} WHERE {}").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns),
        sql.Identifier(table),
        sql.SQL(TABLES[table]),  # type: ignore[arg-type]  # one of our own conditions
    )
    rows = connection.execute(read, [first, last]).fetchall()
    write = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
        name,
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )
    return write, rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a file of messages (default: generated ones)")
    given = parser.parse_args()
    if given.file is None:
        for line in run(Bench()):
            report(line)
    else:
        own = installation()
        with own.running():
            report(measured(own, f"import_messages_{given.file.name}", [given.file.resolve()]))
