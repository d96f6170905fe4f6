"""Filing and acting by API where a procedure asks for persons, lines, instants, money, parties and entries of registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.services import release_procedure
from minsheng.surface.web import intakes
from minsheng.surface.web.intakes import Intake, register_intake
from tests.factories.district import SYSTEM, District
from tests.kernel.procedures.quarrel import QUARREL
from tests.surface.api.calling import Caller, a_filing, caller_for

OTHER = {"name": "李四", "phone": "13900001234"}


@pytest.fixture(autouse=True)
def _released(district: District) -> Iterator[None]:
    release_procedure(by=SYSTEM, source=QUARREL)
    register_intake(Intake(procedure="test.quarrel", realm="hotline", staff="hotline.file", residents=True))
    yield
    intakes._intakes.pop("test.quarrel")


def filing(**inputs: Any) -> dict[str, Any]:
    asked = {"people": 2, "amount": "1200", "level": "hard", "other_party": OTHER}
    return a_filing(procedure="test.quarrel", kind="plain", inputs={**asked, **inputs})


def stored(code: str) -> Case:
    look_as_system()
    return Case.objects.get(code=code)


def begun(district: District, anonymous: Caller) -> tuple[str, Caller]:
    """A quarrel with a mediator; the code and the mediator."""
    code = anonymous.post("/cases", filing()).json()["code"]
    dispatcher, housing = caller_for(district.accounts["dispatcher"]), caller_for(district.accounts["housing"])
    assert dispatcher.post(f"/cases/{code}/acts/give", {"unit": "housing"}).status_code == 200
    named = {"mediators": [district.accounts["water"].pk]}
    assert housing.post(f"/cases/{code}/acts/name", named).status_code == 200
    return code, caller_for(district.accounts["water"])


def faults(response: Any) -> dict[str, str]:
    """Codes by pointer."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content.decode()
    return {fault["pointer"]: fault["code"] for fault in response.json()["errors"]}


def test_inputs_are_filed_with_the_report(anonymous: Caller) -> None:
    response = anonymous.post("/cases", filing())
    assert response.status_code == 201, response.content.decode()
    facts = stored(response.json()["code"]).facts
    assert (facts["people"], facts["amount"], len(facts["respondents"])) == (2, "1200.00", 1)


def test_each_fault_points_at_its_place_in_the_body(anonymous: Caller) -> None:
    response = anonymous.post("/cases", filing(people=0, amount="viel", level="odd", colour="red"))
    assert faults(response) == {
        "/inputs/people": "field.range",
        "/inputs/amount": "field.money",
        "/inputs/level": "field.choice",
        "/inputs/colour": "field.unknown",
    }
    nameless = anonymous.post("/cases", filing(other_party={"phone": "13900001234"}))
    assert faults(nameless) == {"/inputs/other_party/name": "field.required"}
    wrong = anonymous.post("/cases", filing(other_party={"name": "李四", "phone": "12"}))
    assert faults(wrong) == {"/inputs/other_party/phone": "phone.format"}
    assert faults(anonymous.post("/cases", filing(other_party=[1]))) == {"/inputs/other_party": "field.person"}
    look_as_system()
    assert not Case.objects.filter(realm__gt=0, title="房顶漏水", procedure__key="test.quarrel").exists()


def test_the_same_key_with_other_inputs_is_a_conflict(anonymous: Caller) -> None:
    key = "k" * 20
    first = anonymous.post("/cases", filing(), Idempotency_Key=key)
    again = anonymous.post("/cases", filing(), Idempotency_Key=key)
    other = anonymous.post("/cases", filing(people=3), Idempotency_Key=key)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)


def test_lines_and_parties_by_a_respondent_who_proved_the_case(district: District, anonymous: Caller) -> None:
    code, mediator = begun(district, anonymous)
    proof = anonymous.post("/follow", {"code": code, "tail": "1234"})
    respondent = Caller(token=proof.json()["token"])
    party = stored(code).facts["respondents"][0]
    offered = {act["act"]: act["inputs"] for act in respondent.get(f"/cases/{code}/acts").json()}
    assert set(offered) == {"respond", "speak"}
    assert offered["respond"]["properties"]["plan"]["items"]["required"] == ["due", "paid"]
    wrong = {
        "statement": "不同意",
        "plan": [{"due": "2027-01-05", "paid": "1"}, {"due": "x", "paid": "1", "payer": 10**6}],
    }
    path = f"/cases/{code}/acts/respond"
    assert faults(respondent.post(path, wrong)) == {"/plan/1/due": "field.date"}
    wrong["plan"] = [{"due": "2027-01-05", "paid": "1", "payer": 10**6}]
    assert faults(respondent.post(path, wrong)) == {"/plan/0/payer": "party.not_of_case"}
    right = {"statement": "不同意", "plan": [{"due": "2027-01-05", "paid": "1", "payer": party}]}
    assert respondent.post(path, right).status_code == 200
    assert faults(respondent.post(f"/cases/{code}/acts/drop_it", {})) == {None: "act.not_your_role"}
    shown = respondent.get(f"/cases/{code}").json()
    assert (shown["work"], shown["reporter"]) == (None, None)
    listed = respondent.get("/cases", mine="true").json()["items"]
    assert [case["code"] for case in listed] == [code]
    dismissed = mediator.post(f"/cases/{code}/acts/dismiss", {"one": party})
    assert dismissed.status_code == 200, dismissed.content.decode()
    assert respondent.get(f"/cases/{code}").status_code == 401, "the proof of a party that is none any more"


def test_a_mediator_acts_with_entries_and_instants_and_sees_nothing_else(district: District, anonymous: Caller) -> None:
    code, mediator = begun(district, anonymous)
    served = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert mediator.post(f"/cases/{code}/acts/serve", {"served_on": served}).status_code == 200
    path = f"/cases/{code}/acts/talk"
    wrong = {"begins": "soon", "room": 3, "present": [1]}
    assert faults(mediator.post(path, wrong)) == {"/begins": "field.instant"}
    assert faults(mediator.post(path, {**wrong, "begins": "2027-01-05T09:00"})) == {
        "/room": "entry.unknown", "/present": "party.not_of_case",
    }  # fmt: skip
    seen = mediator.get(f"/cases/{code}").headers["ETag"]
    done = mediator.post(path, {"begins": "2027-01-05T01:00:00Z", "room": 1}, If_Match=seen)
    assert done.status_code == 200
    late = mediator.post(path, {"begins": "2027-01-05T01:00:00Z"}, If_Match=seen)
    assert late.status_code == 412
    timeline = mediator.get(f"/cases/{code}/timeline").json()
    assert timeline[-1]["data"] == {"begins": "2027-01-05T09:00:00+08:00", "room": 1}
    assert [case["code"] for case in mediator.get("/cases").json()["items"]] == [code]
