"""Fact tables over what procedures declare, and of acts: typed, empty where nothing is known, without personal data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from minsheng.kernel.cases.facts import FactColumn, case_fact_table
from minsheng.kernel.facts.registry import ColumnType, FactError, FactTable, fact_table
from tests.factories.district import District
from tests.kernel.cases.quarrels import Quarrel
from tests.kernel.cases.support import filed

SERVED = timezone.localdate() - timedelta(days=2)
COLUMNS = (
    FactColumn("people", ColumnType.INTEGER, "Persons concerned"),
    FactColumn("amount", ColumnType.DECIMAL, "Yuan"),
    FactColumn("level", ColumnType.TEXT, "How hard"),
    FactColumn("talks", ColumnType.INTEGER, "How often they talked"),
    FactColumn("begun_at", ColumnType.INSTANT, "When it began"),
    FactColumn("begun_on", ColumnType.DAY, "Day on which it began", fact="begun_at"),
    FactColumn("served_on", ColumnType.DAY, "Day of service"),
    FactColumn("sides", ColumnType.INTEGER, "Number of respondents", fact="respondents", counts=True),
    FactColumn("named", ColumnType.INTEGER, "Number of mediators", fact="mediators", counts=True),
)


def table(**changes: Any) -> FactTable:
    described: dict[str, Any] = {"key": "test.quarrel", "grain": "one quarrel", "procedures": ("test.quarrel",)}
    return case_fact_table(**{**described, "columns": COLUMNS, **changes})


def rows(of: FactTable, since: datetime | None = None) -> list[dict[str, Any]]:
    return [dict(zip(of.column_names(), row, strict=True)) for row in of.rows(since)]


def test_facts_come_typed_and_are_empty_where_the_case_knows_nothing(district: District) -> None:
    filed(phone="13911113333")
    early, quarrel = Quarrel(district, people="", amount=""), Quarrel(district)
    quarrel.begin("water", "gucheng")
    quarrel.do("water", "serve", served_on=SERVED.isoformat())
    quarrel.do("water", "talk", begins="2027-01-05 09:00")
    first, second = rows(table())
    own = [column.name for column in COLUMNS]
    assert (first["code"], second["code"]) == (early.case.code, quarrel.case.code)
    assert [first[name] for name in own] == [None, None, "hard", None, None, None, None, 1, None]
    begun = datetime.fromisoformat(quarrel.fresh().facts["begun_at"])
    assert [second[name] for name in own] == [
        2, Decimal("1200.00"), "hard", 1, begun, timezone.localdate(begun), SERVED, 1, 2,
    ]  # fmt: skip
    assert [row["code"] for row in rows(table(), quarrel.case.acted_at)] == [quarrel.case.code]
    assert rows(table(procedures=("test.other",))) == []


def test_a_day_is_the_districts_whatever_hour_it_is_elsewhere(district: District) -> None:
    quarrel = Quarrel(district, at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    quarrel.begin("water")
    late = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)  # half past one of the next day in the district
    case = quarrel.fresh()
    type(case).objects.filter(pk=case.pk).update(facts={**case.facts, "begun_at": late.isoformat()})
    (found,) = rows(table())
    assert found["begun_on"] == date(2026, 3, 3)


def test_a_table_may_be_counted_by_the_day_of_a_fact() -> None:
    assert table(date_column="begun_on").date_column == "begun_on"
    with pytest.raises(FactError):
        table(date_column="people")
    with pytest.raises(FactError, match="lower-case"):
        table(columns=[FactColumn("x", ColumnType.TEXT, "x", fact="x' OR 1=1 --")])
    with pytest.raises(FactError, match="twice"):
        table(columns=[FactColumn("code", ColumnType.TEXT, "x", fact="level")])


def test_each_act_is_a_row_that_tells_of_nobody(district: District) -> None:
    quarrel = Quarrel(district)
    quarrel.begin("water")
    quarrel.do("respondent", "respond", statement="不同意")
    found = rows(fact_table("cases.act"))
    assert [(row["act"], row["unit_id"], row["by_party"], row["state_after"]) for row in found] == [
        ("file", None, False, "open"),
        ("give", district.unit("centre"), False, "talking"),
        ("name", district.unit("housing"), False, "talking"),
        ("respond", None, True, "talking"),
    ]
    assert {row["procedure"] for row in found} == {"test.quarrel"}
    assert {row["done_on"] for row in found} == {timezone.localdate()}
    assert not {"account_id", "party_id", "data"} & set(fact_table("cases.act").column_names())
