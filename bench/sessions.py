"""A mediator's week at a hundred thousand stored sessions, over HTTP: from the API, and as the page of the workbench.

Two hundred mediators, one session each working day; every second case has two of them. One client asks for weeks of eight
mediators in turn, spread over the two years.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg import sql

from bench.client import Connection, closed_loop, expect, request_bytes
from bench.harness import Bench, Line
from bench.homes import Home, discard, migrations, opened
from bench.serving import serving

SIZE = 100_000
AIM = ("aim", 100.0, "ms")


def stored_sessions(size: int) -> Home:
    """The installation with ``size`` sessions, kept for the next run. Takes some minutes the first time."""
    home = opened(f"sessions-{size}")
    if "sessions" not in home.facts:
        discard(home)
        home.path.mkdir(parents=True)
        sys.stderr.write(f"making {size} sessions in {home.path} (kept for the next run) …\n")
        with home.running():
            home.run("minsheng.config.preparation", role="owner")
            home.note(**json.loads(home.run("bench.inside", "bench.session_rows", "people")))
            with home.connected() as database:
                _copy(database, size // 2)
            home.note(**json.loads(home.run("bench.inside", "bench.session_rows", "sessions", str(size))))
            with home.connected() as database:
                database.execute("VACUUM ANALYZE")
    home.note(migrations=migrations())
    return home


def _copy(database: psycopg.Connection, wanted: int) -> None:
    """Rows of cases like those that the services have made: what a calendar reads of a case is its row alone."""
    columns = database.execute(
        "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = 'cases_case'::regclass "
        "AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'code')"
    ).fetchone()
    assert columns is not None
    names = sql.SQL(columns[0])
    statement = sql.SQL(
        "INSERT INTO cases_case (code, {names}) SELECT 'TJ' || to_char(n, 'FM000000000'), {names} FROM "
        "(SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many FROM cases_case) p "
        "JOIN generate_series(1, {wanted}) n ON n % many = place ORDER BY n"
    )
    database.execute(statement.format(names=names, wanted=sql.Literal(wanted)))
    database.execute("ANALYZE cases_case")


def run(bench: Bench) -> Iterator[Line]:
    """One line for the API, one for the page."""
    home = stored_sessions(SIZE if bench.size is None else bench.size)
    known = home.facts["calendars"]
    chance = random.Random(7)  # noqa: S311 -- which weeks, not secrets
    first = date.fromisoformat(home.facts["first_day"])
    weeks = [(first + timedelta(days=7 * chance.randrange(home.facts["weeks"]))).isoformat() for _ in range(1009)]

    async def from_api(connection: Connection, number: int) -> None:
        path = f"/api/v1/sessions?limit=100&week={weeks[number % len(weeks)]}"
        answer = await expect(connection, request_bytes("GET", path, known[number % len(known)]["token"]), 200)
        assert len(answer["items"]) > 2, "a working week has sessions"

    async def as_page(connection: Connection, number: int) -> None:
        path, cookie = weeks[number % len(weeks)], known[number % len(known)]["cookie"]
        head = f"GET /desk/disputes/calendar/?week={path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        got, body = await connection.send(head.encode())
        assert got == 200, f"{got}: {body[:400].decode('utf-8', 'replace')}"
        assert body.count(b"slot-time") > 2

    with serving(home, workers=bench.workers, jobs=bench.jobs) as server:
        for name, do in (("session_calendar", from_api), ("session_calendar_page", as_page)):
            closed_loop(server.port, 1, 1.0, itertools.count(), do)
            tally = closed_loop(server.port, 1, bench.seconds, itertools.count(), do)
            yield Line(name, tally.quantile(0.95), "ms p95", AIM, more=_more(tally, home))


def _more(tally: Any, home: Home) -> dict[str, Any]:
    return {
        "p50_ms": round(tally.quantile(0.5), 1),
        "weeks": len(tally.seconds),
        "sessions": home.facts["sessions"],
        "cases": home.facts["cases"],
    }
