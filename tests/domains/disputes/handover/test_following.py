"""Who has proved one case of a dispute follows it to the next agency without proving anew, on the portal and the API."""

from __future__ import annotations

from django.test import Client

from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.context import look_as_system
from minsheng.surface.api.callers import case_token
from tests.domains.disputes.handover.test_confirmation import LAST_DAY, SEALED
from tests.domains.disputes.lives import ONE, OTHER, Mediation, agreed
from tests.factories.district import District
from tests.surface.web.browsing import Visitor


def confirmed_by_court(district: District) -> tuple[Mediation, str]:
    """An agreement taken to court by both, and the code of the court's case."""
    told = agreed(district, sealed=SEALED)
    told.apply_confirmation(LAST_DAY)
    look_as_system()
    received = Handover.objects.get(case_id=told.case.pk).received
    assert received is not None
    return told, received.code


def test_both_parties_go_on_from_the_chain_of_their_case(district: District) -> None:
    told, code = confirmed_by_court(district)
    for person in (ONE, OTHER):
        visitor = Visitor()
        data = {"code": told.case.code, "tail": str(person["phone"])[-4:]}
        assert visitor.post("follow", data=data).status_code == 302
        assert code in visitor.text("my_case", told.case.code)
        assert visitor.get("my_case", code).status_code == 200


def test_from_the_courts_case_nothing_opens_backwards_and_leaving_ends_all(district: District) -> None:
    told, code = confirmed_by_court(district)
    visitor = Visitor()
    assert visitor.post("follow", data={"code": code, "tail": OTHER["phone"][-4:]}).status_code == 302
    assert visitor.get("my_case", code).status_code == 200
    assert visitor.get("my_case", told.case.code).status_code == 404
    visitor.post("follow", data={"code": told.case.code, "tail": OTHER["phone"][-4:]})
    visitor.post("leave")
    assert visitor.get("my_case", code).status_code == 404


def test_a_case_token_opens_what_follows_too(district: District) -> None:
    told, code = confirmed_by_court(district)
    respondent = told.parties[1]
    for token, opens in (
        (case_token(told.case.pk), True),
        (case_token(told.case.pk, respondent), True),
    ):
        answer = Client().get(f"/api/v1/cases/{code}", headers={"authorization": f"Bearer {token}"})
        assert (answer.status_code == 200) is opens
    assert Client().get(f"/api/v1/cases/{code}").status_code in {401, 404}
