"""Facts of the grids: what is counted. No persons, no addresses, no texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable

_CHUNK = 5_000

_VISIT = (
    ("visit_id", ColumnType.INTEGER, "Number of the visit", "v.id"),
    ("area_id", ColumnType.INTEGER, "Grid", "v.area_id"),
    ("visited_on", ColumnType.DAY, "Day of the visit", "v.visited_on"),
    ("subject", ColumnType.TEXT, "household or shop", "v.subject"),
    ("purpose", ColumnType.TEXT, "What it was for", "v.purpose"),
    ("follow_up", ColumnType.FLAG, "Something was left to follow up", "v.follow_up"),
    ("followed_up_on", ColumnType.DAY, "Day on which that was done; empty while it is open", "v.followed_up_on"),
    ("has_case", ColumnType.FLAG, "Belongs to a case", "v.case_id IS NOT NULL"),
)
_STATE = (
    "CASE WHEN r.cancelled_at IS NOT NULL THEN 'cancelled' WHEN r.finished_at IS NOT NULL THEN 'finished' "
    "WHEN r.begun_at IS NULL THEN 'planned' ELSE 'under_way' END"
)
_SETTLED = (
    "(SELECT count(*) FROM grid_roundfinding f JOIN cases_case c ON c.id = f.case_id "
    "WHERE f.round_id = r.id AND c.outcome = 'self_handle')"
)
_ROUND = (
    ("round_id", ColumnType.INTEGER, "Number of the round", "r.id"),
    ("area_id", ColumnType.INTEGER, "Grid", "r.area_id"),
    ("day", ColumnType.DAY, "Day on which it began, or for which it is planned", "r.day"),
    ("kind", ColumnType.TEXT, "planned or unplanned", "r.kind"),
    (
        "state",
        ColumnType.TEXT,
        "planned, under_way, finished or cancelled",
        _STATE,
    ),
    (
        "minutes",
        ColumnType.INTEGER,
        "How long it took, in minutes",
        "round(extract(epoch FROM r.finished_at - r.begun_at) / 60)::integer",
    ),
    (
        "findings",
        ColumnType.INTEGER,
        "Grid events found on it",
        "(SELECT count(*) FROM grid_roundfinding f WHERE f.round_id = r.id)",
    ),
    (
        "self_handled",
        ColumnType.INTEGER,
        "Of these settled on the spot",
        _SETTLED,
    ),
)
_DUTY = (
    ("duty_id", ColumnType.INTEGER, "Number of the duty", "d.id"),
    ("area_id", ColumnType.INTEGER, "Grid", "d.area_id"),
    ("role", ColumnType.TEXT, "main or backup", "d.role"),
    ("valid_from", ColumnType.DAY, "First day", "d.valid_from"),
    ("valid_to", ColumnType.DAY, "Last day; empty while it goes on", "d.valid_to"),
    (
        "absent_days",
        ColumnType.INTEGER,
        "Days of absence entered so far",
        "(SELECT coalesce(sum(a.last_day - a.first_day + 1), 0) FROM grid_absence a WHERE a.duty_id = d.id)::integer",
    ),
)
_SOURCES = {
    "visit": ("v.id", "FROM grid_visit v", "AND v.changed_at >= %s"),
    "round": ("r.id", "FROM grid_round r", "AND r.changed_at >= %s"),
    # Few and short rows: all of them each time, so that an end or an absence entered later is never missed.
    "duty": ("d.id", "FROM grid_gridduty d", "AND %s::timestamptz IS NOT NULL"),
}


def _read(name: str, expressions: list[str], since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """Rows of a fact table in chunks by key; those changed since ``since`` when given."""
    row_id, source, changed = _SOURCES[name]
    selected = ", ".join([row_id, *expressions])
    condition = "" if since is None else changed
    statement = f"SELECT {selected} {source} WHERE {row_id} > %s {condition} ORDER BY {row_id} LIMIT {_CHUNK}"
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
        key=f"grid.{name}",
        grain=grain,
        schema=tuple(Column(column, kind, doc) for column, kind, doc, _ in columns),
        date_column=date_column,
        area_column="area_id",
        rows=lambda since: _read(name, expressions, since),
    )


TABLES = (
    _table("visit", "one visit to a household or shop", _VISIT, "visited_on"),
    _table("round", "one round through a grid", _ROUND, "day"),
    _table("duty", "one person on duty in one grid between two days", _DUTY, "valid_from"),
)
