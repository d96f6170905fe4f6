"""Acts by API: offered with their schema, done by it, refused with the law behind the refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Role
from minsheng.kernel.access.services import appoint
from minsheng.kernel.cases import acts
from tests.factories.district import District
from tests.surface.api.calling import SYSTEM, Caller, caller_for, codes_of, filed


@pytest.fixture
def code(anonymous: Caller) -> str:
    """Give the code of a fresh case."""
    return filed(anonymous)


def dispatch(dispatcher: Caller, code: str, **headers: str) -> Any:
    """Dispatch a case to the housing department."""
    return dispatcher.post(f"/cases/{code}/acts/dispatch", {"unit": "housing", "note": "请尽快"}, **headers)


def answered(dispatcher: Caller, housing: Caller, code: str) -> None:
    """Bring a case to its answer."""
    steps = [
        (dispatcher, "dispatch", {"unit": "housing"}),
        (housing, "contact", {"note": "已电话联系"}),
        (housing, "answer", {"answer": "已修好", "result": "solved"}),
    ]
    for caller, act, body in steps:
        response = caller.post(f"/cases/{code}/acts/{act}", body)
        assert response.status_code == 200, response.content.decode()


def test_offered_acts_carry_the_schema_of_their_inputs(dispatcher: Caller, code: str) -> None:
    offered = {act["act"]: act for act in dispatcher.get(f"/cases/{code}/acts").json()}
    assert set(offered) >= {"dispatch", "redirect", "merge", "answer_at_once"}
    schema = offered["dispatch"]["inputs"]
    assert schema["required"] == ["unit"]
    assert schema["properties"]["unit"]["title"] == "主办单位"
    assert schema["additionalProperties"] is False
    assert "国办函〔2025〕66号" in offered["dispatch"]["law"]


def test_a_dispatch_by_the_code_of_the_unit(dispatcher: Caller, code: str) -> None:
    response = dispatch(dispatcher, code)
    assert response.status_code == 200
    assert response.json()["state"]["key"] == "dispatched"
    assert response.headers["ETag"] == '"2"'
    assert dispatcher.get(f"/cases/{code}").json()["lead_unit"]["code"] == "housing"


def test_an_act_that_is_not_open_says_why_and_by_which_law(dispatcher: Caller, code: str) -> None:
    dispatch(dispatcher, code)
    response = dispatch(dispatcher, code)
    assert (response.status_code, codes_of(response)) == (409, {"act.not_open"})
    assert "已派单" in response.json()["detail"]
    assert "依据：" in response.json()["detail"]


def test_an_act_for_another_role_is_refused(dispatcher: Caller, housing: Caller, code: str) -> None:
    dispatch(dispatcher, code)
    response = dispatcher.post(f"/cases/{code}/acts/answer", {"answer": "好", "result": "solved"})
    assert codes_of(response) == {"act.not_open"}
    response = dispatcher.post(f"/cases/{code}/acts/sign", {})
    assert (response.status_code, codes_of(response)) == (403, {"act.not_your_role"})


def test_a_token_without_the_scope_may_not(district: District, code: str) -> None:
    reader = caller_for(district.accounts["dispatcher"], ["hotline.read"])
    response = dispatch(reader, code)
    assert (response.status_code, codes_of(response)) == (403, {"act.not_your_role"})


def test_a_token_with_other_scopes_does_not_see_the_case(district: District, code: str) -> None:
    stranger = caller_for(district.accounts["dispatcher"], ["parties.look_up"])
    assert dispatch(stranger, code).status_code == 404


def test_somebody_who_may_not_see_the_case_finds_none(district: District, code: str) -> None:
    assert dispatch(caller_for(district.accounts["water"]), code).status_code == 404


@pytest.mark.parametrize(
    ("act", "body", "code_of_fault", "pointer"),
    [
        ("dispatch", {}, "field.required", "/unit"),
        ("dispatch", {"unit": "no-such"}, "unit.unknown", "/unit"),
        ("dispatch", {"unit": 10**14}, "unit.unknown", "/unit"),
        ("dispatch", {"unit": 10**40}, "field.integer", "/unit"),
        ("dispatch", {"unit": {"a": [1]}}, "field.integer", "/unit"),
        ("dispatch", {"unit": "housing", "colour": "red"}, "field.unknown", "/colour"),
        ("redirect", {"route": "moon", "message": "x"}, "field.choice", "/route"),
        ("merge", {"into": "HL261123-ABCDEF", "reason": "同一问题"}, "case.unknown", "/into"),
        ("classify", {"confidentiality": 9}, "field.range", "/confidentiality"),
        ("classify", {"category": "no-such"}, "category.unknown", "/category"),
        ("classify", {"area": "140213999"}, "area.unknown", "/area"),
        ("answer_at_once", {"answer": "好" * 20001}, "text.too_long", "/answer"),
        ("answer_at_once", {"answer": "a\u0000b"}, "text.control", "/answer"),
    ],
)
def test_every_fault_of_an_input_is_named(
    dispatcher: Caller, code: str, act: str, body: dict[str, Any], code_of_fault: str, pointer: str
) -> None:
    response = dispatcher.post(f"/cases/{code}/acts/{act}", body)
    assert response.status_code == 422, response.content.decode()
    assert {(fault["code"], fault["pointer"]) for fault in response.json()["errors"]} >= {(code_of_fault, pointer)}
    assert dispatcher.get(f"/cases/{code}").json()["seq"] == 1


def test_an_unknown_act_is_not_found(dispatcher: Caller, code: str) -> None:
    response = dispatcher.post(f"/cases/{code}/acts/fly", {})
    assert (response.status_code, codes_of(response)) == (404, {"act.unknown"})


def test_inputs_are_named_by_the_procedure(dispatcher: Caller, code: str) -> None:
    dispatcher.language = "en"
    response = dispatcher.post(f"/cases/{code}/acts/dispatch", {})
    assert response.json()["detail"] == "Lead unit is required."


def test_whoever_saw_an_older_state_is_told(dispatcher: Caller, code: str) -> None:
    etag = dispatcher.get(f"/cases/{code}").headers["ETag"]
    assert dispatcher.post(f"/cases/{code}/acts/classify", {"urgent": True}, If_Match=etag).status_code == 200
    late = dispatch(dispatcher, code, If_Match=etag)
    assert (late.status_code, codes_of(late)) == (412, {"case.moved_on"})
    assert codes_of(dispatch(dispatcher, code, If_Match="seven")) == {"header.if_match"}
    assert dispatch(dispatcher, code, If_Match='"2"').status_code == 200


def test_a_case_that_somebody_is_acting_on_is_busy(
    dispatcher: Caller, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: object) -> None:
        raise Refusal("case.busy", status=409)

    monkeypatch.setattr(acts, "lock_case", busy)
    response = dispatch(dispatcher, code)
    assert (response.status_code, codes_of(response)) == (409, {"case.busy"})


def test_extensions_need_a_ground_and_stay_under_the_cap(
    district: District, dispatcher: Caller, housing: Caller, code: str
) -> None:
    head = caller_for(district.accounts["housing_head"])
    dispatch(dispatcher, code)
    housing.post(f"/cases/{code}/acts/sign", {})
    without = head.post(f"/cases/{code}/acts/extend", {"days": 3})
    assert [fault["pointer"] for fault in without.json()["errors"]] == ["/ground"]
    over = head.post(f"/cases/{code}/acts/extend", {"days": 99, "ground": "材料未到"})
    assert codes_of(over) == {"field.range"}
    assert head.post(f"/cases/{code}/acts/extend", {"days": 10, "ground": "材料未到"}).status_code == 200
    again = head.post(f"/cases/{code}/acts/extend", {"days": 1, "ground": "仍未到"})
    assert codes_of(again) == {"extension.count"}
    assert "办理时限" in again.json()["detail"]


def test_who_handled_it_may_not_review_it(district: District, dispatcher: Caller, housing: Caller, code: str) -> None:
    answered(dispatcher, housing, code)
    with transaction.atomic():
        look_as_system()
        role = Role.objects.get(key="reviewer")
        appoint(
            by=SYSTEM,
            account=district.accounts["housing"],
            role=role,
            unit=district.units["centre"],
            area=district.areas["140213"],
            valid_from=date(2020, 1, 1),
        )
    own = housing.post(f"/cases/{code}/acts/review", {"verdict": "pass"})
    assert (own.status_code, codes_of(own)) == (403, {"guard.handler_is_rater"})
    reviewer = caller_for(district.accounts["reviewer"])
    assert reviewer.post(f"/cases/{code}/acts/review", {"verdict": "pass"}).status_code == 200


def test_a_life_through_the_api(dispatcher: Caller, housing: Caller, anonymous: Caller, code: str) -> None:
    answered(dispatcher, housing, code)
    proof = anonymous.post("/follow", {"code": code, "tail": "7890"}).json()
    resident = Caller(proof["token"])
    response = resident.post(f"/cases/{code}/acts/rate", {"solved": "yes", "satisfied": "satisfied"})
    assert response.json()["state"]["final"] is True
    assert response.json()["closed_at"] is not None
    said = [entry["says"] for entry in resident.get(f"/cases/{code}/timeline").json()]
    assert said == ["诉求已受理", "已派至承办单位", "承办单位已与您联系", "承办单位已答复", "您已评价"]
