"""Confirmation by the court: asked too late, by one side, by a party, twice; its time prolonged twice (MED-2, MED-4)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.services import appoint, define_role
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case
from minsheng.kernel.deadlines.queries import current_calendar
from tests.domains.disputes.bad_input.asking import Side, party, refused, staff
from tests.domains.disputes.lives import Mediation, agreed
from tests.factories.district import SYSTEM, District

ARTICLE = ("第33条", "art. 33")


def in_force(district: District, days: int) -> Mediation:
    """An agreement sealed so many days ago."""
    begun = timezone.localtime() - timedelta(days=days + 5)
    return agreed(district, begun=begun, sealed=timezone.localtime() - timedelta(days=days))


def late_by_a_day() -> int:
    """Days since a seal whose thirtieth day was the last working day before today: no rest day has moved it."""
    last = current_calendar().with_fallback().working_day_until(timezone.localdate() - timedelta(days=1))
    return (timezone.localdate() - last).days + 30


def asked(told: Mediation, *, one_side: bool = False) -> dict[str, object]:
    """The application of both parties, or of the applicant alone."""
    parties = told.parties[:1] if one_side else told.parties
    return {"applying": parties, "court": told.district.unit("fayuan")}


def test_on_day_31_it_is_too_late(district: District, mediator: Side) -> None:
    told = in_force(district, late_by_a_day())
    refused(mediator, told.case, "apply_confirmation", asked(told), code="guard.too_late", words=ARTICLE, status=409)
    refused(
        staff(district, "director"), told.case, "apply_confirmation", asked(told), code="guard.too_late", status=409
    )


def test_one_side_alone_cannot_ask(district: District, mediator: Side) -> None:
    told = in_force(district, 3)
    data = asked(told, one_side=True)
    refused(mediator, told.case, "apply_confirmation", data, code="mediation.not_joint", words=ARTICLE)
    for tail in ("7890", "7891"):
        side = party(told.case, tail)
        refused(side, told.case, "apply_confirmation", data, code="act.not_your_role", words=ARTICLE, status=403)


def test_it_is_asked_once(district: District, mediator: Side) -> None:
    told = in_force(district, 3)
    assert mediator.api(told.case, "apply_confirmation", asked(told)).status_code == 200
    refused(mediator, told.case, "apply_confirmation", asked(told), code="guard.fact_given", words=ARTICLE, status=409)


def test_courts_and_parties_that_nobody_knows(district: District, mediator: Side) -> None:
    told = in_force(district, 3)
    for changes, code in (
        ({"court": 4_000_000}, "unit.unknown"),
        ({"applying": [*told.parties, 4_000_000]}, "party.not_of_case"),
        ({"applying": []}, "field.required"),
    ):
        refused(mediator, told.case, "apply_confirmation", {**asked(told), **changes}, code=code)


def test_the_court_prolongs_its_time_once(district: District) -> None:
    """MED-4: thirty days, and ten more by the president of the court, once."""
    told = in_force(district, 3)
    told.do("mediator", "apply_confirmation", **asked(told))
    look_as_system()
    case = Case.objects.get(pk=Handover.objects.get(case_id=told.case.pk).received_id)
    perform(by=district.actor("court"), case_id=case.pk, act="accept", data={"case_number": "1"})
    look_as_system()
    role = define_role(
        by=SYSTEM, key="president", name="院长", permissions=["disputes.read", "disputes.supervise"], reach="unit"
    )
    court = district.units["fayuan"]
    appoint(by=SYSTEM, account=district.accounts["court"], role=role, unit=court, valid_from=date(2020, 1, 1))
    president = staff(district, "court")
    data = {"days": 11, "ground": "案情复杂"}
    refused(president, case, "extend", data, code="extension.over_cap", words=("第5条", "art. 5"), field="days")
    assert president.api(case, "extend", {**data, "days": 6}).status_code == 200
    refused(president, case, "extend", {**data, "days": 4}, code="extension.count", words=("第5条", "art. 5"))
    for tail in ("7890", "7891"):  # the application opens to both parties with the case that it follows on
        refused(party(told.case, tail), case, "extend", data, code="act.not_your_role", status=403)
