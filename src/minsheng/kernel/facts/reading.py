"""Fact tables that are read with SQL: in portions by key, each in its own transaction, with the system's eyes.

A fact is counted whole or not at all: read with the eyes of whoever happens to ask, row-level security would leave rows
out in silence. Portions keep transactions short, so that an export never stands in the way of the district's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable

PORTION = 5_000


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column of a fact table and the SQL expression that gives it."""

    name: str
    type: ColumnType
    doc: str
    expression: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: ``tables`` what follows FROM, ``row_id`` a unique whole number above 0 of each row.

    ``where`` and ``changed`` are conditions; ``changed`` asks whether a row was changed since ``%(since)s`` and is
    empty where a row does not tell: then all rows are given each time. Conditions and expressions may use
    ``%(today)s``, the district's day, and the names in ``values``; a per cent sign of SQL is written twice.
    """

    row_id: str
    tables: str
    where: str = ""
    changed: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def day_of(instant: str) -> str:
    """SQL for the district's day on which the SQL expression ``instant`` lies."""
    return f"({instant} AT TIME ZONE 'Asia/Shanghai')::date"


def sql_table(
    *,
    key: str,
    grain: str,
    source: Source,
    columns: Sequence[SqlColumn],
    date_column: str,
    area_column: str = "area_id",
) -> FactTable:
    """A fact table read from ``source``; to be registered by the module. Raises FactError for a wrong description."""
    return FactTable(
        key=key,
        grain=grain,
        schema=tuple(Column(column.name, column.type, column.doc) for column in columns),
        date_column=date_column,
        area_column=area_column,
        rows=lambda since: _rows(source, columns, since),
    )


def statement(source: Source, columns: Sequence[SqlColumn], *, changed: bool) -> str:
    """The SELECT that gives one portion of rows after the row ``%(after)s``, the row's own number first."""
    selected = ", ".join([source.row_id, *(column.expression for column in columns)])
    asked = [f"{source.row_id} > %(after)s", source.where, source.changed if changed else ""]
    conditions = " AND ".join(f"({condition})" for condition in asked if condition)
    clauses = (f"SELECT {selected}", f"FROM {source.tables}", f"WHERE {conditions}", f"ORDER BY {source.row_id}")
    return "\n".join((*clauses, f"LIMIT {PORTION}"))


def _rows(source: Source, columns: Sequence[SqlColumn], since: datetime | None) -> Iterator[tuple[Any, ...]]:
    text = statement(source, columns, changed=since is not None)
    values = {**source.values, "since": since, "today": timezone.localdate(), "after": 0}
    while True:
        with transaction.atomic():
            look_as_system()
            with connection.cursor() as cursor:
                cursor.execute(text, values)
                rows = cursor.fetchall()
        for row in rows:
            yield row[1:]
        if len(rows) < PORTION:
            return
        values["after"] = rows[-1][0]
