"""合并重复: several reports of one thing go on as one, each keeps its own history, and each person hears the result once.

国办函〔2025〕66号（合并重复工单）; design: merge with lineage, affected people counted once.
"""

from __future__ import annotations

import re

import pytest
from django.db.models import Count

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.messages.models import Outbox
from tests.factories.district import District
from tests.kernel.cases.support import Office, filed

CODE = re.compile(r"HL\d{6}-\w{6}")


@pytest.fixture
def reports(district: District) -> list[Office]:
    """Three people report one leak; the first of them twice. The second case is merged into the first, and so on."""
    people = [("王小明", "13834567890"), ("李四", "13934567891"), ("张三", "13934567892"), ("王小明", "13834567890")]
    offices = [Office(district, filed(name=name, phone=phone)) for name, phone in people]
    first, second, third, again = offices
    third.do("dispatcher", "merge", into=second.case.pk, reason="同一处漏水")
    second.do("dispatcher", "merge", into=first.case.pk, reason="同一处漏水")
    again.do("dispatcher", "merge", into=first.case.pk, reason="同一人再次来电")
    return offices


def told(template: str) -> list[tuple[int | None, str]]:
    """Whom a template has told, and by which code they may look."""
    look_as_system()
    rows = Outbox.objects.filter(template__key=template, template__audience="reporter")
    return sorted((row.party_id, found[0]) for row in rows if (found := CODE.findall(row.body)))


def own(*offices: Office) -> list[tuple[int | None, str]]:
    """Reporters and the codes of their cases."""
    return sorted((office.fresh().reporter_id, office.case.code) for office in offices)


def test_each_case_keeps_its_own_history(reports: list[Office]) -> None:
    look_as_system()
    kept = [list(office.case.acts.order_by("seq").values_list("key", flat=True)) for office in reports]
    assert kept == [["file", "absorb", "absorb"], ["file", "absorb", "merge"], ["file", "merge"], ["file", "merge"]]
    assert [office.fresh().state for office in reports] == ["created", "merged", "merged", "merged"]
    assert rebuild(write=False).differences == []


def test_the_lineage_says_how_many_reported_it_and_how_many_people_they_were(reports: list[Office]) -> None:
    look_as_system()
    first = reports[0].case
    whole = [first.pk, *_below(first.pk)]
    counted = Case.objects.filter(pk__in=whole).aggregate(cases=Count("pk"), people=Count("reporter", distinct=True))
    assert counted == {"cases": 4, "people": 3}


def _below(pk: int) -> list[int]:
    merged = list(Case.objects.filter(merged_into_id=pk).values_list("pk", flat=True))
    return [*merged, *(deeper for one in merged for deeper in _below(one))]


def test_everybody_is_told_of_the_merge_and_once_of_the_result(reports: list[Office]) -> None:
    first, second, third, again = reports
    assert told("merged") == own(second, third, again)
    first.do("dispatcher", "dispatch", unit="housing")
    first.do("housing", "contact", note="已联系")
    first.do("housing", "answer", answer="已修", result="solved")
    assert told("answered") == []
    first.do("reviewer", "review", verdict="pass")
    assert told("answered") == own(first, second, third), "each by the code of their own case"


def test_an_answer_that_went_back_is_told_to_nobody_but_the_unit(reports: list[Office]) -> None:
    first = reports[0]
    first.do("dispatcher", "dispatch", unit="housing")
    first.do("housing", "contact", note="已联系")
    first.do("housing", "answer", answer="已修", result="solved")
    first.do("reviewer", "review", verdict="back", reason="答非所问")
    assert told("answered") == []
    look_as_system()
    units = Outbox.objects.filter(template__key="reopened").values_list("unit_id", flat=True)
    assert list(units) == [first.district.unit("housing")]


def test_a_question_goes_only_to_the_reporter_of_the_case(reports: list[Office]) -> None:
    first = reports[0]
    first.do("dispatcher", "dispatch", unit="housing")
    first.do("housing", "contact", note="已联系")
    first.do("housing", "ask", message="请提供门牌号")
    assert told("asked") == own(first)


def test_who_stands_alone_again_is_told_no_more(reports: list[Office]) -> None:
    first, second, third, _ = reports
    third.do("dispatcher", "split", reason="另一处漏水")
    first.do("dispatcher", "answer_at_once", answer="今日已修")
    assert told("answered") == own(first, second)
    assert third.fresh().state == "created"


def test_the_reporter_of_a_merged_case_still_sees_it(reports: list[Office]) -> None:
    second = reports[1]
    assert second.refused("reporter", "add", message="补充") == "act.not_open"
    assert second.refused("reporter", "split", reason="x") == "act.not_your_role"
