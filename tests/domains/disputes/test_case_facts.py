"""Facts of the platform's cases: read by the indicator floor, one row for each thing that is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from minsheng.domains.disputes.models import Agency
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case
from minsheng.kernel.facts.registry import FactTable, fact_table
from tests.domains.disputes.register.test_register import OTHERS, hand_in, table
from tests.factories.district import District


def rows(key: str) -> list[dict[str, Any]]:
    found: FactTable = fact_table(key)
    return [dict(zip(found.column_names(), row, strict=True)) for row in found.rows(None)]


def test_a_mediation_is_one_row_with_its_days_and_amounts(district: District) -> None:
    hand_in(table({}, *OTHERS))
    found = {row["state"]: row for row in rows("disputes.mediation")}
    assert set(found) == {"breached", "failed", "mediating", "not_accepted", "performed", "terminated"}
    agreed = found["performed"]
    assert (agreed["agreed_on"], agreed["performed_on"]) == (date(2023, 3, 20), date(2023, 3, 28))
    assert (agreed["form"], agreed["people"], agreed["amount"]) == ("oral", 2, 800)
    assert found["breached"]["breached_on"] == date(2023, 9, 5)
    assert found["mediating"]["agreed_on"] is None


def test_a_step_counts_for_the_kind_that_its_unit_was_on_that_day(district: District) -> None:
    hand_in(table({**OTHERS[3]}))
    case = Case.objects.get()
    Agency.objects.create(
        unit=district.units["tiaowei"], kind="committee", stationing="resident", valid_from=date(2020, 1, 1)
    )
    perform(
        by=district.actor("director"),
        case_id=case.pk,
        act="add_material",
        data={"message": "补充现场照片说明。"},
        at=datetime(2024, 1, 5, tzinfo=UTC),
    )
    steps = [row for row in rows("disputes.step") if row["act"] == "add_material"]
    assert [(row["agency"], row["procedure"], row["done_on"]) for row in steps] == [
        ("committee", "disputes.mediation", date(2024, 1, 5))
    ]
    Agency.objects.update(valid_to=date(2023, 12, 31))
    assert [row for row in rows("disputes.step") if row["act"] == "add_material"] == []


def test_no_table_names_anybody(district: District) -> None:
    hand_in(table({}, *OTHERS))
    for key in ("disputes.mediation", "disputes.petition", "disputes.matter", "disputes.award", "disputes.step"):
        for row in rows(key):
            assert not any("石" in str(value) or "白秀兰" in str(value) for value in row.values())
            assert len(row) == len(fact_table(key).schema)
