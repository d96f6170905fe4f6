"""Fact tables: which rows the district counts, with their grain and typed columns.

A module describes its facts here; the indicator floor reads the descriptions and never the models. A figure is a filter
and a measure over such a table, so a fact row must name everything a figure may filter by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

Rows = Callable[[datetime | None], Iterable[tuple[Any, ...]]]
"""Gives the rows of a fact table, in the order of its schema. ``None``: all; an instant: those changed since then."""


class FactError(ValueError):
    """A fact table is described wrongly, registered twice, or not known."""


class ColumnType(Enum):
    """Type of a column, in words that each engine can hold exactly. Instants are in UTC, days are the district's."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact table; ``doc`` says what it means and, for a quantity, its unit."""

    name: str
    type: ColumnType
    doc: str


@dataclass(frozen=True, slots=True)
class FactTable:
    """One fact table. ``grain`` says what a row is; figures count in ``date_column`` and roll up by ``area_column``."""

    key: str
    grain: str
    schema: tuple[Column, ...]
    date_column: str
    area_column: str
    rows: Rows

    def __post_init__(self) -> None:
        """Refuse a description that no engine could read. Raises FactError."""
        names = self.column_names()
        if not _KEY.fullmatch(self.key):
            raise FactError(f"fact table {self.key!r}: a key is lower-case words, at most one dot")
        if not self.grain.strip():
            raise FactError(f"fact table {self.key}: says not what one row is")
        if len(set(names)) != len(names):
            raise FactError(f"fact table {self.key}: a column is named twice")
        for column in self.schema:
            self._check_column(column)
        for needed in (self.date_column, self.area_column):
            if needed not in names:
                raise FactError(f"fact table {self.key}: column {needed!r} is not in its schema")
        if self.column(self.date_column).type not in {ColumnType.DAY, ColumnType.INSTANT}:
            raise FactError(f"fact table {self.key}: {self.date_column!r} is neither a day nor an instant")

    def _check_column(self, column: Column) -> None:
        if not _NAME.fullmatch(column.name):
            raise FactError(f"fact table {self.key}: column name {column.name!r} is not a lower-case word")
        if not column.doc.strip():
            raise FactError(f"fact table {self.key}: column {column.name!r} has no description")

    def column(self, name: str) -> Column:
        """Return the column ``name``; raises FactError when the table has none of that name."""
        for column in self.schema:
            if column.name == name:
                return column
        raise FactError(f"fact table {self.key} has no column {name!r}")

    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.schema)


_tables: dict[str, FactTable] = {}


def register(table: FactTable) -> FactTable:
    """Add ``table`` at start-up and return it. Raises FactError when its key is taken, even by an equal table."""
    if table.key in _tables:
        raise FactError(f"fact table {table.key} is registered twice")
    _tables[table.key] = table
    return table


def fact_table(key: str) -> FactTable:
    """Return the fact table ``key``; raises FactError that names the known ones when there is none."""
    try:
        return _tables[key]
    except KeyError:
        known = ", ".join(sorted(_tables)) or "none"
        raise FactError(f"no fact table {key!r}; known: {known}") from None


def fact_tables() -> list[FactTable]:
    """All fact tables, by key."""
    return [_tables[key] for key in sorted(_tables)]
