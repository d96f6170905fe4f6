"""Early warning at a hundred thousand stored disputes, a tenth of them open: one look after an act, and a whole night.

Disputes are spread over the district and a year; every 250th has a party in common with many others, which is the worst
that the rule of the same parties can meet.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import psycopg
from psycopg import sql

from bench.harness import Bench, Line
from bench.homes import Home, discard, migrations, opened

SIZE = 100_000
_CONTENT = """
INSERT INTO cases_content (case_id, filed_at, body, address, lon, lat, vector)
SELECT id, filed_at, repeat('楼上每晚使用跑步机，影响休息，多次沟通没有结果。', 12), '',
  113.2 + 0.2 * random(), 40.0 + 0.2 * random(), '' FROM cases_case WHERE id > {model}
"""
_ACTS = """
INSERT INTO cases_act (case_id, seq, key, at, recorded_at, channel, state_before, state_after, data)
SELECT c.id, n, 'note', c.filed_at, c.filed_at, 'job', 'mediating', 'mediating', '{{}}'
FROM cases_case c, generate_series(1, 5) n WHERE c.id > {model}
"""
_PARTIES = """
INSERT INTO cases_caseparty (case_id, party_id, role, sees_case)
SELECT id, {party}, {role}, false FROM cases_case WHERE id > {model} AND id % {every} = 0
"""


def stored_disputes(size: int) -> Home:
    """The installation with ``size`` disputes, kept for the next run."""
    home = opened(f"disputes-{size}")
    if "one" not in home.facts:
        discard(home)
        home.path.mkdir(parents=True)
        sys.stderr.write(f"making {size} disputes in {home.path} (kept for the next run) …\n")
        with home.running():
            home.run("minsheng.config.preparation", role="owner")
            facts = json.loads(home.run("bench.inside", "bench.warning_rows", "model"))
            with home.connected() as database:
                _copy(database, size, facts)
                database.execute("VACUUM ANALYZE")
            home.note(**facts)
    home.note(migrations=migrations())
    return home


def _copy(database: psycopg.Connection, wanted: int, facts: dict[str, int]) -> None:
    """Rows of cases like the one that the services have made."""
    row = database.execute(
        "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = 'cases_case'::regclass AND "
        "attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'code', 'filed_at', 'closed_at', 'client_key')"
    ).fetchone()
    assert row is not None
    copied = sql.SQL(
        "INSERT INTO cases_case (code, filed_at, closed_at, {names}) SELECT 'TJ' || to_char(n, 'FM000000000'), "
        "now() - (n % 365) * interval '1 day', CASE WHEN n % 10 = 0 THEN NULL ELSE now() END, {names} "
        "FROM cases_case, generate_series(1, {wanted}) n WHERE id = {model}"
    )
    model = sql.Literal(facts["case"])
    database.execute(copied.format(names=sql.SQL(row[0]), wanted=sql.Literal(wanted), model=model))
    for statement in (_CONTENT, _ACTS):
        database.execute(sql.SQL(statement).format(model=model))
    for name, role, every in (("one", "applicants", 500), ("other", "respondents", 250)):
        values = {"party": sql.Literal(facts[name]), "role": sql.Literal(role), "every": sql.Literal(every)}
        database.execute(sql.SQL(_PARTIES).format(model=model, **values))


def run(bench: Bench) -> Iterator[Line]:
    """One line for a look, one for the night."""
    home = stored_disputes(SIZE if bench.size is None else bench.size)
    with home.running():
        found = json.loads(home.run("bench.inside", "bench.warning_rows", "measure"))
    yield Line("warning_look", found["p95_ms"], "ms p95", more=found)
    yield Line("warning_night", found["night_seconds"], "s", more=found)
