"""Parties who are not, or not on that side: recusal, representatives, acts of the other side, persons that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domains.disputes.bad_input.asking import Side, refused
from tests.domains.disputes.lives import ONE, OTHER, TERMS, Mediation
from tests.domains.disputes.mediations import moment
from tests.factories.district import District
from tests.surface.api.calling import Caller, a_filing, codes_of
from tests.untouched import nothing_written

NOWHERE = 4_000_000
RECUSAL = ("人民调解工作若干规定", "Provisions on People's Mediation Work")


def a_session() -> dict[str, str]:
    """Times of a session to be."""
    return {"session_begins": moment(3).isoformat(), "session_ends": moment(3, 10).isoformat()}


def test_nothing_goes_on_with_a_relative_who_was_not_replaced(told: Mediation, mediator: Side, director: Side) -> None:
    told.do("mediator", "declare_recusal", ground_of_recusal="near_relative", note="申请人的表弟")
    for act, data in (
        ("schedule", a_session()),
        ("agree_oral", {"terms": TERMS}),
        ("agree_written", {"terms": TERMS}),
    ):
        refused(mediator, told.case, act, data, code="recusal.ignored", words=RECUSAL, status=409)
    refused(director, told.case, "schedule", a_session(), code="recusal.ignored", words=RECUSAL, status=409)


def test_no_seal_under_an_agreement_of_a_relative(told: Mediation, mediator: Side, director: Side) -> None:
    told.draft()
    told.sign()
    told.do("director", "ask_recusal", mediator=_account(told, "mediator"), ground_of_recusal="near_relative")
    law = ("第29条", "art. 29")
    refused(mediator, told.case, "mediator_sign", {}, code="guard.fact_given", words=law, status=409)
    told.do("director", "decide_recusal", decision="granted", reason="经查属实")
    refused(director, told.case, "seal", {}, code="recusal.ignored", words=RECUSAL, status=409)


def test_whoever_must_recuse_is_not_named_again(told: Mediation, director: Side) -> None:
    told.do("mediator", "declare_recusal", ground_of_recusal="near_relative")
    again = {"mediators": [_account(told, "mediator")]}
    refused(director, told.case, "replace_mediators", again, code="recusal.named", words=RECUSAL, field="mediators")
    both = {"mediators": [_account(told, "mediator2"), _account(told, "mediator")]}
    refused(director, told.case, "replace_mediators", both, code="recusal.named", words=RECUSAL, field="mediators")


def _account(told: Mediation, name: str) -> int:
    return int(told.district.accounts[name].pk)


@pytest.mark.parametrize("named", [NOWHERE, -1, "王芳", 2**60])
def test_mediators_that_nobody_is(told: Mediation, director: Side, named: Any) -> None:
    code = "entry.unknown" if named == NOWHERE else "field.integer"
    refused(director, told.case, "replace_mediators", {"mediators": [named]}, code=code, field="mediators")


def test_an_account_that_mediates_for_nobody_is_none(told: Mediation, director: Side) -> None:
    data = {"mediators": [_account(told, "housing")]}
    refused(director, told.case, "replace_mediators", data, code="entry.unknown", field="mediators")


def test_a_party_asks_recusal_of_mediators_of_its_case_alone(told: Mediation, applicant: Side) -> None:
    data = {"mediator": _account(told, "mediator2"), "ground_of_recusal": "interest"}
    refused(applicant, told.case, "ask_recusal", data, code="recusal.no_mediator", words=RECUSAL, field="mediator")


def test_a_mediator_of_another_unit_may_be_asked_to_recuse(told: Mediation, applicant: Side) -> None:
    """An invited mediator has no post in the committee; the party is offered the mediators of its case and nobody else."""
    told.do("system", "replace_mediators", mediators=[_account(told, "housing")])
    page = applicant.visitor.text("my_act", told.case.code, "ask_recusal")
    assert f'value="{_account(told, "housing")}"' in page
    assert f'value="{_account(told, "director")}"' not in page
    data = {"mediator": _account(told, "housing"), "ground_of_recusal": "near_relative"}
    assert applicant.api(told.case, "ask_recusal", data).status_code == 200


def test_nobody_decides_on_their_own_recusal(told: Mediation, director: Side) -> None:
    told.do("system", "replace_mediators", mediators=[_account(told, "director")])
    told.do("director", "ask_recusal", mediator=_account(told, "director"), ground_of_recusal="relation")
    data = {"decision": "refused", "reason": "没有关系"}
    refused(director, told.case, "decide_recusal", data, code="recusal.own", words=RECUSAL, status=409)


def test_a_group_has_five_representatives_at_most(told: Mediation, applicant: Side) -> None:
    for number in range(5):
        person = {"name": f"工友{number}", "phone": f"1370000222{number}"}
        told.do("mediator", "add_applicant", new_party=person)
    delegates = told.parties[:6]
    data = {"delegates": delegates}
    words = ("5", "5")
    refused(applicant, told.case, "name_representatives", data, code="mediation.representatives_many", words=words)
    strangers = {"delegates": [NOWHERE]}
    refused(applicant, told.case, "name_representatives", strangers, code="party.not_of_case")


def test_a_group_without_representatives_agrees_on_nothing(told: Mediation, mediator: Side) -> None:
    told.do("mediator", "restate", people=12)
    for act, data in (("agree_oral", {"terms": TERMS}), ("schedule", a_session())):
        refused(
            mediator, told.case, act, data, code="mediation.group_unrepresented", words=("超过 5", "than 5"), status=409
        )


def test_a_respondent_does_no_acts_of_the_applicant(district: District) -> None:
    """Before it is accepted, the applicant alone may take the application back."""
    anonymous = Caller()
    filing = a_filing(procedure="disputes.mediation", kind="neighbours", reporter=ONE, inputs={"other_party": OTHER})
    code = anonymous.post("/cases", filing).json()["code"]
    respondent = Caller(anonymous.post("/follow", {"code": code, "tail": "7891"}).json()["token"])
    with nothing_written():
        response = respondent.post(f"/cases/{code}/acts/retract", {})
    assert (response.status_code, codes_of(response)) == (403, {"act.not_your_role"})
    applicant = Caller(anonymous.post("/follow", {"code": code, "tail": "7890"}).json()["token"])
    assert applicant.post(f"/cases/{code}/acts/retract", {}).status_code == 200


def test_nobody_ends_the_mediation_in_the_name_of_another(told: Mediation, applicant: Side, respondent: Side) -> None:
    one, two = told.parties
    for side, other in ((applicant, two), (respondent, one)):
        data = {"party": other, "reason": "不想谈了"}
        refused(
            side, told.case, "withdraw", data, code="mediation.not_yourself", words=("第23条", "art. 23"), status=403
        )


@pytest.mark.parametrize(
    ("person", "code", "field"),
    [
        ({"name": "赵六", "phone": "12"}, "phone.format", "new_party.phone"),
        ({"name": "赵六", "identity": "140213195603074621"}, "identity.checksum", "new_party.identity"),
        ({"name": "赵六", "identity": "1402131956"}, "identity.length", "new_party.identity"),
        ({"phone": "13700001111"}, "field.required", "new_party.name"),
        ({"name": "坏\u0001名", "phone": "13700001111"}, "text.control", "new_party.name"),
        ({"name": "长" * 500, "phone": "13700001111"}, "text.too_long", "new_party.name"),
    ],
)
def test_persons_that_cannot_be(told: Mediation, mediator: Side, person: dict[str, str], code: str, field: str) -> None:
    refused(mediator, told.case, "add_respondent", {"new_party": person}, code=code, field=field)


@pytest.mark.parametrize(
    "sent", [[1], True, 5.5, {"name": "赵六", "age": "30"}, {"name": 5}, {"name": "甲", "kind": "dog"}]
)
def test_persons_of_another_shape(told: Mediation, mediator: Side, sent: Any) -> None:
    code = "field.integer" if sent == 5.5 else "field.person"
    with nothing_written():
        response = mediator.api(told.case, "add_respondent", {"new_party": sent})
    assert response.status_code == 422, response.content.decode()
    assert codes_of(response) <= {code, "field.person"}


def test_the_applicant_is_not_made_respondent(told: Mediation, mediator: Side) -> None:
    """By its id, and by its particulars as well."""
    words = ("已列在另一方", "other side")
    for person in (told.parties[0], ONE):
        data = {"new_party": person}
        if isinstance(person, dict):
            refused(mediator, told.case, "add_respondent", data, code="mediation.both_sides", words=words)
        else:
            refused(mediator, told.case, "add_respondent", data, code="mediation.both_sides", words=words, screen=False)


def test_nobody_files_against_themselves(district: District) -> None:
    """The applicant gives its own particulars as those of the other party."""
    filing = a_filing(procedure="disputes.mediation", kind="neighbours", reporter=ONE, inputs={"other_party": ONE})
    with nothing_written():
        response = Caller().post("/cases", filing)
    assert (response.status_code, codes_of(response)) == (422, {"mediation.both_sides"})
    assert response.json()["errors"][0]["pointer"] == "/inputs/other_party"
