"""Fact tables: described exactly, registered once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from minsheng.kernel.facts import registry
from minsheng.kernel.facts.registry import Column, ColumnType, FactError, FactTable, fact_table, fact_tables, register

_COLUMNS = (
    Column("day", ColumnType.DAY, "Day on which the lamp was lit."),
    Column("area_id", ColumnType.INTEGER, "Area of the lamp."),
    Column("hours", ColumnType.NUMBER, "How long it shone, in hours."),
)


def _rows(since: datetime | None) -> Iterator[tuple[object, ...]]:
    yield date(2026, 11, 23), 7, 11.5


LAMPS = FactTable("tests.lamps", "one lamp on one day", _COLUMNS, "day", "area_id", _rows)


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_tables", {})


def test_a_registered_table_is_found_with_its_rows() -> None:
    register(LAMPS)
    found = fact_table("tests.lamps")
    assert found is LAMPS
    assert found.column_names() == ("day", "area_id", "hours")
    assert found.column("hours").type is ColumnType.NUMBER
    assert list(found.rows(None)) == [(date(2026, 11, 23), 7, 11.5)]
    assert fact_tables() == [LAMPS]


def test_registered_twice_is_an_error() -> None:
    register(LAMPS)
    with pytest.raises(FactError, match=r"tests\.lamps is registered twice"):
        register(LAMPS)


def test_an_unknown_table_is_an_error_that_names_the_known() -> None:
    register(LAMPS)
    with pytest.raises(FactError, match=r"known: tests\.lamps"):
        fact_table("tests.lampposts")


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(FactError, match="no column 'colour'"):
        LAMPS.column("colour")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"key": "Lamps"}, "lower-case"),
        ({"grain": " "}, "what one row is"),
        ({"schema": (*_COLUMNS, _COLUMNS[0])}, "named twice"),
        ({"schema": (*_COLUMNS, Column("Watt", ColumnType.NUMBER, "Power."))}, "'Watt'"),
        ({"schema": (*_COLUMNS, Column("watt", ColumnType.NUMBER, ""))}, "no description"),
        ({"date_column": "hour"}, "'hour' is not in its schema"),
        ({"area_column": "area"}, "'area' is not in its schema"),
        ({"date_column": "hours"}, "neither a day nor an instant"),
    ],
)
def test_a_wrong_description_is_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(FactError, match=fault):
        replace(LAMPS, **changes)  # type: ignore[arg-type]  # wrong values are the point
