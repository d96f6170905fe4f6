"""Facts of cases: what the district counts. No personal data: ids, keys, instants, yes and no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable

_CHUNK = 5_000

_CASE = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "c.id"),
    ("code", ColumnType.TEXT, "Code of the case", "c.code"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("version", ColumnType.TEXT, "Version of the procedure that it began under", "p.version"),
    ("kind", ColumnType.TEXT, "Kind within the procedure", "c.kind"),
    ("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    ("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    ("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    ("channel", ColumnType.TEXT, "Through which surface it came", "c.channel"),
    ("state", ColumnType.TEXT, "State now", "c.state"),
    ("outcome", ColumnType.TEXT, "How it ended", "c.outcome"),
    ("filed_on", ColumnType.DAY, "Day of filing", "(c.filed_at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("closed_on", ColumnType.DAY, "Day of closing", "(c.closed_at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("contacted_at", ColumnType.INSTANT, "First contact with the reporter", "c.contacted_at"),
    ("returns", ColumnType.INTEGER, "How often units returned it", "c.returns"),
    ("reopens", ColumnType.INTEGER, "How often it was reopened", "c.reopens"),
    ("supervised", ColumnType.INTEGER, "Supervision orders", "c.supervised"),
    ("exempt", ColumnType.FLAG, "Exempt from the rates", "c.exempt"),
    ("merged", ColumnType.FLAG, "Goes on inside another case", "c.merged_into_id IS NOT NULL"),
)
_CLOCK = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "k.case_id"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("clock", ColumnType.TEXT, "Key of the clock", "k.key"),
    ("run", ColumnType.INTEGER, "Which run of the clock", "k.run"),
    ("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    ("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    ("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    ("started_at", ColumnType.INSTANT, "When it started", "k.started_at"),
    ("due_at", ColumnType.INSTANT, "When it was due; empty while it stands still", "k.due_at"),
    ("stopped_at", ColumnType.INSTANT, "When it was stopped; empty while it runs", "k.stopped_at"),
    ("stopped_on", ColumnType.DAY, "Day on which it was stopped", "(k.stopped_at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("in_time", ColumnType.FLAG, "Stopped in time; empty while it runs", "k.stopped_at <= k.due_at"),
    ("provisional", ColumnType.FLAG, "Computed on a calendar that is not announced", "k.provisional"),
    ("exempt", ColumnType.FLAG, "The case is exempt from the rates", "c.exempt"),
)
_RATING = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "r.case_id"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    ("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    ("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    ("rated_on", ColumnType.DAY, "Day of the answer", "(r.at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("source", ColumnType.TEXT, "Who asked: the reporter itself, a call-back, a lapse", "r.source"),
    ("reach", ColumnType.TEXT, "reached, unreachable, declined or silent", "r.reach"),
    ("contacted", ColumnType.TEXT, "Was the reporter contacted", "r.contacted"),
    ("solved", ColumnType.TEXT, "Is it solved", "r.solved"),
    ("satisfied", ColumnType.TEXT, "Is the reporter satisfied", "r.satisfied"),
    ("exempt", ColumnType.FLAG, "The case is exempt from the rates", "c.exempt"),
)
_JOIN = "JOIN procedures_procedureversion p ON p.id = c.procedure_id"
_SOURCES = {
    "case": ("c.id", f"FROM cases_case c {_JOIN}"),
    "clock": ("k.id", f"FROM cases_clockrow k JOIN cases_case c ON c.id = k.case_id {_JOIN}"),
    "rating": ("r.id", f"FROM cases_ratingrow r JOIN cases_case c ON c.id = r.case_id {_JOIN}"),
}


def _read(name: str, expressions: list[str], since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """Rows of a fact table in chunks by key; those of cases with an act since ``since`` when given."""
    row_id, source = _SOURCES[name]
    changed = "" if since is None else "AND c.acted_at >= %s"
    selected = ", ".join([row_id, *expressions])
    statement = f"SELECT {selected} {source} WHERE {row_id} > %s {changed} ORDER BY {row_id} LIMIT {_CHUNK}"
    last = 0
    while True:
        with transaction.atomic():
            look_as_system()
            with connection.cursor() as cursor:
                cursor.execute(statement, [last] if since is None else [last, since])
                rows = cursor.fetchall()
        for row in rows:
            yield row[1:]
        if len(rows) < _CHUNK:
            return
        last = rows[-1][0]


def _table(name: str, grain: str, columns: tuple[tuple[str, ColumnType, str, str], ...], date_column: str) -> FactTable:
    expressions = [expression for *_, expression in columns]
    return FactTable(
        key=f"cases.{name}",
        grain=grain,
        schema=tuple(Column(column, kind, doc) for column, kind, doc, _ in columns),
        date_column=date_column,
        area_column="area_id",
        rows=lambda since: _read(name, expressions, since),
    )


TABLES = (
    _table("case", "one case", _CASE, "filed_on"),
    _table("clock", "one run of one clock of one case", _CLOCK, "stopped_on"),
    _table("rating", "one answer of a reporter, or its absence", _RATING, "rated_on"),
)
