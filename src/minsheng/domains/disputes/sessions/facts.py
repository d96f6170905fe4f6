"""Facts of sessions: what is counted. No persons, no texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable

_CHUNK = 5_000
_COLUMNS = (
    ("session_id", ColumnType.INTEGER, "Number of the session", "s.id"),
    ("case_id", ColumnType.INTEGER, "Case", "s.case_id"),
    ("area_id", ColumnType.INTEGER, "Area of the case", "c.area_id"),
    ("unit_id", ColumnType.INTEGER, "Unit that leads the case; empty while none does", "c.lead_unit_id"),
    ("kind", ColumnType.TEXT, "Type of the dispute", "c.kind"),
    ("day", ColumnType.DAY, "Day on which it begins", "(s.begins AT TIME ZONE 'Asia/Shanghai')::date"),
    ("state", ColumnType.TEXT, "planned, moved, held or cancelled", "s.state"),
    ("held", ColumnType.FLAG, "It was held", "s.state = 'held'"),
    (
        "mediators",
        ColumnType.INTEGER,
        "How many mediators it has",
        "(SELECT count(*) FROM disputes_sessionmediator m WHERE m.session_id = s.id)",
    ),
    (
        "parties",
        ColumnType.INTEGER,
        "Parties whose attendance was recorded",
        "(SELECT count(*) FROM disputes_attendance a WHERE a.session_id = s.id)",
    ),
    (
        "attended",
        ColumnType.INTEGER,
        "Of these, came themselves, late or by somebody for them",
        "(SELECT count(*) FROM disputes_attendance a WHERE a.session_id = s.id AND a.presence <> 'absent')",
    ),
    (
        "minutes",
        ColumnType.INTEGER,
        "Minutes for which it was appointed",
        "round(extract(epoch FROM s.ends - s.begins) / 60)::integer",
    ),
    ("online", ColumnType.FLAG, "Without a room", "s.room_id IS NULL"),
)
_SELECTED = ", ".join(["s.id", *(expression for *_, expression in _COLUMNS)])
_FROM = "FROM disputes_session s JOIN cases_case c ON c.id = s.case_id"


def _rows(since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """Rows in chunks by number; those changed since ``since`` when given."""
    condition = "" if since is None else "AND s.changed_at >= %s"
    statement = f"SELECT {_SELECTED} {_FROM} WHERE s.id > %s {condition} ORDER BY s.id LIMIT {_CHUNK}"
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


TABLES = (
    FactTable(
        key="disputes.session",
        grain="one session of one case",
        schema=tuple(Column(name, kind, doc) for name, kind, doc, _ in _COLUMNS),
        date_column="day",
        area_column="area_id",
        rows=_rows,
    ),
)
