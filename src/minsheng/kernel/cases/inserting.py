"""Writing rows by one statement per table, be they one or a thousand. COPY is not possible under row-level security.

The statements are fixed for a table and its columns, so that the server keeps them prepared. One row has a statement of
its own: the planner takes any array for ten rows, finds that dear in a large table, and would plan anew each time.
"""

from __future__ import annotations

import json
import select
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from minsheng.base.arrays import array_literal, scalar_literal

Row = dict[str, Any]
_GATHERED: ContextVar[list[tuple[str, Sequence[Any]]] | None] = ContextVar("gathered writes", default=None)

_AS_TEXT = ("jsonb", "tsvector")


@contextmanager
def together() -> Iterator[None]:
    """Send the statements of the block one after another without waiting for their answers.

    An error of the database comes out at the end of the block at the latest, as Django's own exception. What reads
    inside the block gets its answer all the same, and only loses the gain. A block inside another one is a part of it.
    """
    connection.ensure_connection()
    if connection.connection.pgconn.pipeline_status:
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


@contextmanager
def as_one() -> Iterator[None]:
    """Send the writes of the block as one statement when it ends: an act touches five tables and costs one exchange.

    For blocks that read nothing back, write no row twice, and do not mind which table is written first (foreign keys
    are looked at afterwards). After an exception nothing is sent. A block inside another one is a part of it.
    """
    if _GATHERED.get() is not None:
        yield
        return
    gathered: list[tuple[str, Sequence[Any]]] = []
    mark = _GATHERED.set(gathered)
    try:
        yield
    finally:
        _GATHERED.reset(mark)
    if gathered:
        send(_as_one([statement for statement, _ in gathered]), [value for _, values in gathered for value in values])


def send(statement: str, values: Sequence[Any]) -> None:
    """Execute a statement that returns nothing, or keep it for the end of the block ``as_one``."""
    gathered = _GATHERED.get()
    if gathered is not None:
        gathered.append((statement, values))
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _as_one(statements: Sequence[str]) -> str:
    if len(statements) == 1:
        return statements[0]
    return f"WITH {', '.join(f's{n} AS ({text})' for n, text in enumerate(statements))} SELECT 1"


def push() -> None:
    """Inside ``together``: hand over what has not left yet, so that the server works while we make the next statement.

    libpq keeps the tail of a long statement until it is called again.
    """
    libpq = connection.connection.pgconn
    while libpq.flush():
        select.select([], [libpq.socket], [], 1)


def insert_rows(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert ``rows`` (dicts by attribute name, all with the same keys) in their order; ids come from the sequence.

    Values are those of the model's attributes; arrays are lists, JSON anything that JSON can hold, a search vector the
    sorted list of its terms. Raises what the database raises; then nothing is inserted.
    """
    if not rows:
        return
    names = tuple(rows[0])
    single = len(rows) == 1
    send(_insertion(model, names, single), (_scalars if single else _columns)(model, names, rows))


def update_rows(model: type[Model], key: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Update the rows that the columns ``key`` name; all other columns are set. Missing rows are left out."""
    if not rows:
        return
    names = tuple(rows[0])
    single = len(rows) == 1
    send(_updating(model, key, names, single), (_scalars if single else _columns)(model, names, rows))


def _columns(model: type[Model], names: tuple[str, ...], rows: Sequence[Row]) -> list[str]:
    converters = _converters(model, names)
    return [
        array_literal([row[name] for row in rows] if convert is None else [convert(row[name]) for row in rows])
        for name, convert in zip(names, converters, strict=True)
    ]


def _scalars(model: type[Model], names: tuple[str, ...], rows: Sequence[Row]) -> list[str | None]:
    row, converters = rows[0], _converters(model, names)
    return [
        scalar_literal(row[name] if convert is None else convert(row[name]))
        for name, convert in zip(names, converters, strict=True)
    ]


@lru_cache(maxsize=64)
def _fields(model: type[Model], names: tuple[str, ...]) -> tuple[Field[Any, Any], ...]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return tuple(by_name[name] for name in names)


@lru_cache(maxsize=64)
def _insertion(model: type[Model], names: tuple[str, ...], single: bool) -> str:
    fields = _fields(model, names)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(_type(field), f"c{number}") for number, field in enumerate(fields))
    lines = _line(fields) if single else f"{_lines(fields)} ORDER BY place"
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} FROM {lines}'


@lru_cache(maxsize=64)
def _updating(model: type[Model], key: tuple[str, ...], names: tuple[str, ...], single: bool) -> str:
    fields = _fields(model, names)
    numbered = {field.attname: (field, f"c{number}") for number, field in enumerate(fields)}
    settings = ", ".join(
        f'"{field.column}" = {_value(_type(field), alias)}'
        for name, (field, alias) in numbered.items()
        if name not in key
    )
    place = " AND ".join(f't."{numbered[name][0].column}" = {numbered[name][1]}' for name in key)
    lines = _line(fields) if single else _lines(fields)
    return f'UPDATE "{model._meta.db_table}" AS t SET {settings} FROM {lines} WHERE {place}'


def _lines(fields: tuple[Field[Any, Any], ...]) -> str:
    arrays = ", ".join(f"%s::{_sent_as(field)}[]" for field in fields)
    return f"unnest({arrays}) WITH ORDINALITY AS line ({_aliases(fields)}, place)"


def _line(fields: tuple[Field[Any, Any], ...]) -> str:
    return f"(VALUES ({', '.join(f'%s::{_sent_as(field)}' for field in fields)})) AS line ({_aliases(fields)})"


def _aliases(fields: tuple[Field[Any, Any], ...]) -> str:
    return ", ".join(f"c{number}" for number in range(len(fields)))


def _sent_as(field: Field[Any, Any]) -> str:
    """The type of a parameter. Not varchar(n): a cast to it would cut a long text without a word."""
    kind = _type(field)
    return "text" if _is_text(kind) or kind.startswith("varchar") else kind


def _type(field: Field[Any, Any]) -> str:
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return str(kind).replace("serial", "int")


def _is_text(kind: str) -> bool:
    return kind in _AS_TEXT or kind.endswith("[]")


def _value(kind: str, alias: str) -> str:
    if kind == "tsvector":
        return f"array_to_tsvector(string_to_array({alias}, ' '))"
    return f"{alias}::{kind}" if _is_text(kind) else alias


@lru_cache(maxsize=64)
def _converters(model: type[Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_CONVERTERS.get(_shape(_type(field))) for field in _fields(model, names))


def _shape(kind: str) -> str:
    return "array" if kind.endswith("[]") else kind


# Terms are runs of letters, digits and marks (base.text.terms): none holds a space.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CONVERTERS = {"jsonb": _ENCODER.encode, "array": array_literal, "tsvector": " ".join}
