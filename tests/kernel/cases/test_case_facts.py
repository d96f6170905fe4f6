"""Facts of cases agree with the cases."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.facts.registry import fact_table
from tests.factories.district import District, a_report


def rows(key: str) -> list[dict[str, Any]]:
    table = fact_table(key)
    return [dict(zip(table.column_names(), row, strict=True)) for row in table.rows(None)]


def test_a_closed_case_counts_once_with_its_clocks_and_its_rating(district: District) -> None:
    case = file_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report()).case
    perform(by=district.actor("dispatcher"), case_id=case.pk, act="dispatch", data={"unit": district.unit("housing")})
    perform(by=district.actor("housing"), case_id=case.pk, act="contact", data={"note": "已联系"})
    perform(by=district.actor("housing"), case_id=case.pk, act="answer", data={"answer": "修好了", "result": "solved"})
    reporter = Actor(account_id=None, case_ids=(case.pk,))
    perform(by=reporter, case_id=case.pk, act="rate", data={"solved": "yes", "satisfied": "fairly"})
    (fact,) = rows("cases.case")
    assert (fact["code"], fact["procedure"], fact["outcome"], fact["merged"]) == (
        case.code,
        "hotline.order",
        "solved",
        False,
    )
    assert fact["lead_unit_id"] == district.unit("housing")
    clocks = {row["clock"]: row["in_time"] for row in rows("cases.clock")}
    assert clocks == {"dispatch": True, "handle": True, "sign": True, "respond": True, "review": True}
    (rating,) = rows("cases.rating")
    assert (rating["reach"], rating["solved"], rating["satisfied"]) == ("reached", "yes", "fairly")


def test_only_what_changed_since_an_instant_is_given(district: District) -> None:
    first = file_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report()).case
    second = file_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report(phone="13934567890")).case
    codes = [row[1] for row in fact_table("cases.case").rows(second.acted_at)]
    assert codes == [second.code]
    assert first.acted_at < second.acted_at


def test_facts_are_whole_whoever_asks(district: District) -> None:
    file_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report())
    table = fact_table("cases.case")
    with transaction.atomic():
        look_as(Actor.anonymous())
        assert not Case.objects.exists(), "the asker sees no case"
        assert len(list(table.rows(None))) == 1
        look_as_system()
        assert len(list(table.rows(None))) == 1
