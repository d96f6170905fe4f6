"""Petitions: time prolonged twice (XF-4), accusations sent to the accused, a sixth representative, acts of other offices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.access.services import appoint, define_role
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from tests.domains.disputes.bad_input.asking import Side, refused, staff
from tests.factories.district import SYSTEM, District

OFFICE = ["petitions.read", "petitions.accept", "petitions.handle"]


def petition(district: District, *, kind: str = "appeal", **inputs: Any) -> Case:
    """A petition of five days ago."""
    report = Report(
        title="社保补缴",
        body="单位少缴社保，请依法处理。",
        kind=kind,
        place=Place(lon=113.22, lat=40.05),
        name="石建国",
        phone="13834567890",
        inputs={"form": "letter", **inputs},
    )
    with acting_as_system():
        at = timezone.now() - timedelta(days=5)
        return file_case(by=SYSTEM, procedure="disputes.petition", report=report, at=at).case


def do(case: Case, act: str, **data: Any) -> None:
    """Do an act as the system."""
    with acting_as_system():
        perform(by=SYSTEM, case_id=case.pk, act=act, data=data)


def office(district: District, name: str, permissions: list[str]) -> Side:
    """Somebody of the housing department with functions in petitions."""
    with acting_as_system():
        look_as_system()
        role = define_role(by=SYSTEM, key=f"p_{name}", name=name, permissions=permissions, reach="unit", clearance=1)
        unit = district.units["housing"]
        appoint(by=SYSTEM, account=district.accounts[name], role=role, unit=unit, valid_from=date(2020, 1, 1))
    return staff(district, name)


@pytest.fixture
def handled(district: District) -> Case:
    """Give a claim that the housing department has accepted."""
    case = petition(district)
    do(case, "sort", kind="appeal", way="opinion")
    do(case, "transfer", unit=district.unit("housing"), manner="forward")
    do(case, "accept", course="opinion", notice_on=timezone.localdate().isoformat())
    return case


def test_the_time_is_prolonged_once_and_by_thirty_days_at_most(district: District, handled: Case) -> None:
    article = ("第34条", "art. 34")
    head = office(district, "housing_head", ["petitions.read", "petitions.approve"])
    data = {"days": 31, "ground": "案情复杂"}
    refused(head, handled, "extend", data, code="field.range")
    assert head.api(handled, "extend", {**data, "days": 10}).status_code == 200
    refused(head, handled, "extend", {**data, "days": 5}, code="extension.count", words=article)


def test_whoever_handles_it_does_not_prolong_it(district: District, handled: Case) -> None:
    handler = office(district, "housing", OFFICE)
    data = {"days": 10, "ground": "案情复杂"}
    refused(handler, handled, "extend", data, code="act.not_your_role", words=("第34条", "art. 34"), status=403)


def test_an_accusation_does_not_go_to_the_accused(district: District) -> None:
    case = petition(district, kind="accusation", accused_units=[district.unit("housing")])
    side = staff(district, "petitions")
    data = {"unit": district.unit("housing"), "manner": "forward"}
    words = ("第30条", "art. 30")
    refused(side, case, "transfer", data, code="guard.accused_unit", status=409, field="unit", words=words)


def test_a_sixth_representative(district: District) -> None:
    case = petition(district)
    for number in range(5):
        do(case, "name_representative", representative={"name": f"代表{number}", "phone": f"1370000333{number}"})
    sixth = {"representative": {"name": "代表六", "phone": "13700003339"}}
    words = ("第20条", "art. 20")
    refused(
        staff(district, "petitions"),
        case,
        "name_representative",
        sixth,
        code="guard.representatives",
        words=words,
        status=409,
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"kind": "complaint"}, "field.choice"),
        ({"kind": "appeal"}, "guard.way_of_kind"),
        ({"kind": "suggestion", "way": "opinion"}, "guard.way_of_kind"),
        ({"kind": "appeal", "way": "opinion", "confidentiality": 9}, "field.range"),
        ({"kind": "appeal", "way": "opinion", "category": 4_000_000}, "category.unknown"),
    ],
)
def test_sorting_that_fits_nothing(district: District, data: dict[str, Any], code: str) -> None:
    refused(staff(district, "petitions"), petition(district), "sort", data, code=code)


def test_clerks_of_mediation_find_no_petition(district: District) -> None:
    case = petition(district)
    for name in ("mediator", "director", "justice", "governance", "court"):
        side = staff(district, name)
        refused(side, case, "sort", {"kind": "appeal"}, code="case.unknown", status=404, screen=False)
        assert side.screen(case, "sort", {"kind": "appeal"}).status_code in {403, 404}
