"""Forms made of several boxes: a person, lines, money, instants, parties, entries. Nothing typed is lost by a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.procedures.services import release_procedure
from minsheng.surface.web import intakes
from minsheng.surface.web.intakes import Intake, register_intake
from tests.factories.district import SYSTEM, District
from tests.kernel.procedures.quarrel import QUARREL
from tests.surface.web.browsing import Visitor, form_values
from tests.surface.web.working import do

TYPED: dict[str, Any] = {
    "body": "楼上漏水，商量不成。",
    "address": "红卫里3号楼",
    "lon": "113.22",
    "lat": "40.05",
    "name": "王小明",
    "phone": "13834567890",
    "people": "2",
    "amount": "1,200",
    "level": "hard",
    "other_party.kind": "person",
    "other_party.name": "李四",
    "other_party.phone": "13900001234",
}


@pytest.fixture(autouse=True)
def _released(district: District) -> Iterator[None]:
    release_procedure(by=SYSTEM, source=QUARREL)
    register_intake(
        Intake(procedure="test.quarrel", realm="hotline", staff="hotline.file", residents=True, asks_kind=False)
    )
    yield
    intakes._intakes.pop("test.quarrel")


def report(visitor: Visitor, **changes: Any) -> HttpResponse:
    """Send the form of a report as a resident fills it in."""
    page = visitor.get("report_under", "test.quarrel")
    values = {name: value for name, value in form_values(page).items() if value}
    return visitor.post("report_under", "test.quarrel", data={**values, **TYPED, **changes})


def filed(visitor: Visitor) -> Case:
    response = report(visitor)
    assert response.status_code == 302, errors(response)
    with acting_as_system():
        return Case.objects.get(code=response["Location"].rstrip("/").rsplit("/", 1)[1])


def begun(visitor: Visitor, district: District) -> Case:
    """With a mediator, and served yesterday."""
    case = filed(visitor)
    do(district, case, "dispatcher", "give", unit=district.unit("housing"))
    do(district, case, "housing", "name", mediators=[district.accounts["water"].pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    do(district, case, "water", "serve", served_on=yesterday.isoformat())
    return case


def errors(response: HttpResponse) -> str:
    return " ".join(re.findall(r'<p class="error"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL))


def acts(case: Case, key: str) -> list[dict[str, Any]]:
    with acting_as_system():
        return list(Act.objects.filter(case=case, key=key).values_list("data", flat=True))


def follow(case: Case, tail: str) -> Visitor:
    """Whoever proves the case by a tail."""
    made = Visitor()
    assert made.post("follow", data={"code": case.code, "tail": tail}).status_code == 302
    return made


def test_filing_asks_what_the_procedure_asks_besides(visitor: Visitor) -> None:
    case = filed(visitor)
    assert (case.facts["people"], case.facts["amount"], len(case.facts["respondents"])) == (2, "1200.00", 1)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"other_party.phone": "12"}, "other_party", "不是可拨打的号码"),
        ({"other_party.name": ""}, "other_party", "请填写"),
        ({"amount": "很多"}, "amount", "金额"),
        ({"people": "0"}, "people", "1"),
    ],
)
def test_a_mistake_stands_beside_its_box_and_nothing_typed_is_lost(
    visitor: Visitor, changes: dict[str, str], field: str, words: str
) -> None:
    response = report(visitor, **changes)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in errors(response)
    assert f'href="#id_{field}' in html
    kept = form_values(response)
    for name, value in {**TYPED, **changes}.items():
        assert kept.get(name, [""])[-1] == value, name
    with acting_as_system():
        assert not Case.objects.exists()


def test_lines_keep_what_was_typed_and_name_the_line_at_fault(visitor: Visitor, district: District) -> None:
    case = begun(visitor, district)
    respondent = follow(case, "1234")
    party = case.facts["respondents"][0]
    lines = {
        "statement": "不同意",
        "plan.due": ["2027-01-05", "", "2027-02-30"],
        "plan.paid": ["600", "", "600"],
        "plan.payer": [str(party), "", ""],
    }
    response = respondent.post("my_act", case.code, "respond", data=lines)
    assert response.status_code == 422
    kept = form_values(response)
    assert kept["plan.due"][:2] == ["2027-01-05", "2027-02-30"]
    assert kept["plan.paid"][:2] == ["600", "600"]
    assert kept["statement"] == ["不同意"]
    assert "日期" in errors(response)
    lines["plan.due"] = ["2027-01-05", "", "2027-02-28"]
    assert respondent.post("my_act", case.code, "respond", data=lines).status_code == 302
    (data,) = acts(case, "respond")
    assert data["plan"] == [
        {"due": "2027-01-05", "paid": "600.00", "payer": party},
        {"due": "2027-02-28", "paid": "600.00"},
    ]


def test_a_mediator_without_any_post_that_reads_talks_with_rooms_and_people(
    visitor: Visitor, district: District
) -> None:
    case = begun(visitor, district)
    mediator = Visitor(district.accounts["water"])
    html = mediator.text("desk_act", case.code, "talk")
    for word in ("一号室", "二号室", 'type="datetime-local"', "被申请人"):
        assert word in html
    assert "旧室" not in html
    party = str(case.facts["respondents"][0])
    values = {"begins": "2027-01-05T09:00", "room": "1", "rooms": ["1", "2"], "present": [party], "remark": "双方到场"}
    wrong = mediator.post("desk_act", case.code, "talk", data={**values, "room": "3", "begins": "某日"})
    assert wrong.status_code == 422
    assert form_values(wrong)["remark"] == ["双方到场"]
    done = mediator.post("desk_act", case.code, "talk", data=values)
    assert done.status_code == 302, errors(done)
    assert acts(case, "talk") == [
        {"begins": "2027-01-05T09:00:00+08:00", "room": 1, "rooms": [1, 2], "present": [int(party)]}
    ]
    page = mediator.text("desk_case", case.code)
    assert "一号室、二号室" in page
    assert "双方到场" in page


def test_each_side_reads_who_did_what_as_itself_or_the_other(visitor: Visitor, district: District) -> None:
    case = begun(visitor, district)
    respondent, reporter = follow(case, "1234"), follow(case, "7890")
    respondent.post("my_act", case.code, "respond", data={"statement": "我不同意"})
    own, other = respondent.text("my_case", case.code), reporter.text("my_case", case.code)
    for page in (own, other):
        assert "我不同意" in page
    assert "报告内容" in own
    assert "被申请人" in other
    assert "13900001234" not in other
    assert "李四" not in other


def test_a_respondent_is_offered_its_own_acts_and_refused_the_reporters(visitor: Visitor, district: District) -> None:
    case = begun(visitor, district)
    respondent = follow(case, "1234")
    page = respondent.text("my_case", case.code)
    assert "/respond/" in page
    assert "/drop_it/" not in page
    assert respondent.get("my_act", case.code, "drop_it").status_code == 403
    do(district, case, "water", "dismiss", one=case.facts["respondents"][0])
    assert respondent.get("my_case", case.code).status_code == 404


def test_what_the_case_knows_is_shown_and_to_parties_only_what_is_public(visitor: Visitor, district: District) -> None:
    case = begun(visitor, district)
    desk, portal = (
        Visitor(district.accounts["housing"]).text("desk_case", case.code),
        follow(case, "1234").text("my_case", case.code),
    )
    for page in (desk, portal):
        assert "<dt>金额</dt><dd>¥1,200.00</dd>" in page
        assert "<dt>调解员</dt><dd>water</dd>" in page
        assert "<dt>开始时间</dt>" in page
    assert "<dt>难易</dt><dd>疑难</dd>" in desk
    assert "难易" not in portal
    assert "<dt>人数</dt><dd>2</dd>" in desk
    assert "人数" not in portal
