"""Facts are read whole: in portions that lose and repeat nothing, and whoever's eyes the asker has."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection

from minsheng.kernel.facts import reading
from minsheng.kernel.facts.reading import Source, SqlColumn, day_of, sql_table
from minsheng.kernel.facts.registry import ColumnType, FactTable


def numbers(**more: Any) -> FactTable:
    """A table of the numbers 1 to 7 that says of each whether it is even."""
    return sql_table(
        key="test.number",
        grain="one number",
        source=Source("n", "generate_series(1, 7) AS n", **more),
        columns=(
            SqlColumn("number", ColumnType.INTEGER, "The number", "n"),
            SqlColumn("even", ColumnType.FLAG, "Divisible by two", "n %% 2 = 0"),
            SqlColumn("day", ColumnType.DAY, "The day of the asking", "%(today)s::date"),
            SqlColumn("area_id", ColumnType.INTEGER, "No area", "NULL::bigint"),
        ),
        date_column="day",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("portion", [1, 3, 7, 8])
def test_portions_lose_and_repeat_nothing(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PORTION", portion)
    assert [row[:2] for row in numbers().rows(None)] == [(n, n % 2 == 0) for n in range(1, 8)]


@pytest.mark.django_db
def test_today_is_the_day_of_the_district() -> None:
    with time_machine.travel(datetime(2026, 11, 23, 17, 0, tzinfo=UTC), tick=False):
        assert {row[2] for row in numbers().rows(None)} == {date(2026, 11, 24)}


@pytest.mark.django_db
def test_conditions_hold_together_and_changes_are_asked_for_only_with_an_instant() -> None:
    table = numbers(where="n > %(low)s OR n = 1", changed="n >= extract(day FROM %(since)s)", values={"low": 3})
    assert [row[0] for row in table.rows(None)] == [1, 4, 5, 6, 7]
    assert [row[0] for row in table.rows(datetime(2026, 11, 6, tzinfo=UTC))] == [6, 7]


@pytest.mark.django_db
def test_the_day_of_an_instant_is_the_districts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + day_of("'2026-11-23 16:30+00'::timestamptz"))
        assert cursor.fetchone() == (date(2026, 11, 24),)
