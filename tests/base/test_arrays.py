"""Array literals: what goes in comes out of PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.arrays import array_literal, scalar_literal
from minsheng.base.time import SHANGHAI


class Colour(StrEnum):
    RED = "r,{}"


class Number(IntEnum):
    TWO = 2


class Mixed(str, Enum):  # noqa: UP042 - the older way, in which str() gives the name
    BLUE = "blau"


def one_by_one(kind: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        found = []
        for value in values:
            cursor.execute(f"SELECT %s::{kind}", [scalar_literal(value)])
            found.append(cursor.fetchone()[0])
        return found


def round_trip(kind: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT array_agg(v ORDER BY n) FROM unnest(%s::{kind}[]) WITH ORDINALITY AS u (v, n)",
            [array_literal(values)],
        )
        return list(cursor.fetchone()[0] or [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "text",
            [
                "",
                "null",
                "NULL",
                "a,b",
                "{}",
                '"',
                "\\",
                '\\"',
                " x ",
                "行\n二\t三",
                "𠮷",
                None,
                Colour.RED,
                Mixed.BLUE,
            ],
        ),
        ("bigint", [0, -1, 2**62, None, Number.TWO]),
        ("boolean", [True, False, None]),
        ("double precision", [0.1, -1e300, 5.0]),
        ("bytea", [b"", b"\x00\xff\\", bytearray(b"a"), memoryview(b"b"), None]),
        ("date", [date(2026, 11, 23), None]),
        ("timestamptz", [datetime(2019, 4, 25, 9, 32, 9, 123456, SHANGHAI), datetime(2026, 1, 1, tzinfo=UTC), None]),
        ("uuid", [UUID(int=7)]),
        ("text", []),
    ],
)
def test_round_trip(kind: str, values: list[Any]) -> None:
    for found in (round_trip(kind, values), one_by_one(kind, values)):
        assert [bytes(value) if kind == "bytea" and value is not None else value for value in found] == [
            bytes(value) if kind == "bytea" and value is not None else value for value in values
        ]


@pytest.mark.django_db
@given(st.lists(st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_any_text(values: list[str | None]) -> None:
    assert round_trip("text", values) == values


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match="no text form of dict"):
        array_literal([1, {}])
