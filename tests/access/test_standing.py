"""Cases and callers in a special standing: closed, merged, taken away, erased; tokens that may less than their account."""

from __future__ import annotations

import pytest
from django.db import transaction

from minsheng.kernel.access.context import acting, acting_as_system, look_as_system
from minsheng.kernel.access.models import Role
from minsheng.kernel.access.services import define_role
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.parties.services import ErasureGround, erase_person
from tests.factories.district import SYSTEM, District, a_report, make_district
from tests.surface.api.calling import Caller, caller_for


@pytest.fixture
def district(db: None) -> District:
    """Give a working district."""
    return make_district()


@pytest.fixture
def case(district: District) -> Case:
    """Give a case that the housing department has."""
    with acting_as_system():
        made = file_case(by=SYSTEM, procedure="hotline.order", report=a_report()).case
    do(made, "dispatch", unit=district.unit("housing"))
    return made


def do(case: Case, act: str, **data: object) -> None:
    """Do an act as the system."""
    with acting_as_system():
        perform(by=SYSTEM, case_id=case.pk, act=act, data=data)


def sees(district: District, name: str, case: Case, scopes: list[str] | None = None) -> bool:
    """Whether somebody finds a case, by every way that leads to one; all ways must agree."""
    caller = caller_for(district.accounts[name], scopes)
    ways = [
        caller.get(f"/cases/{case.code}").status_code == 200,
        caller.get(f"/cases/{case.code}/timeline").status_code == 200,
        case.code in {item["code"] for item in caller.get("/cases").json()["items"]},
        caller.get("/cases", count="true").json()["count"]["value"] > 0,
        bool(caller.get("/search", q="漏水").json()["items"]),
    ]
    if scopes is None:
        with acting(district.actor(name)):
            ways.append(Case.objects.filter(pk=case.pk).exists())
    assert len(set(ways)) == 1, f"{name}: {ways}"
    return ways[0]


def test_a_case_goes_with_its_unit(district: District, case: Case) -> None:
    """Whoever has lost a case sees it no more: its audience holds the units that have a part in it now."""
    assert (sees(district, "housing", case), sees(district, "water", case)) == (True, False)
    do(case, "return_order", reason="不属于本单位职责", basis="三定方案")
    do(case, "dispatch", unit=district.unit("water"))
    assert (sees(district, "housing", case), sees(district, "water", case)) == (False, True)
    assert sees(district, "dispatcher", case)


def test_a_merged_case_stays_with_those_who_had_it(district: District, case: Case) -> None:
    with acting_as_system():
        other = file_case(by=SYSTEM, procedure="hotline.order", report=a_report(title="同一处漏水")).case
    do(case, "merge", into=other.pk, reason="同一问题")
    assert not caller_for(district.accounts["water"]).get("/cases").json()["items"]
    assert caller_for(district.accounts["dispatcher"]).get(f"/cases/{case.code}").status_code == 200
    assert caller_for(district.accounts["housing"]).get(f"/cases/{other.code}").status_code == 404


def test_a_closed_case_is_closed_to_no_more_and_no_fewer(district: District, case: Case) -> None:
    do(case, "contact", note="已联系")
    do(case, "answer", answer="已修好", result="solved")
    do(case, "rate", solved="yes", satisfied="satisfied")
    with acting_as_system():
        assert Case.objects.get(pk=case.pk).closed_at is not None
    assert [sees(district, name, case) for name in ("housing", "dispatcher", "water", "worker")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_case_made_confidential_closes_to_those_without_clearance(district: District, case: Case) -> None:
    for level, seen in ((1, True), (2, False), (3, False), (0, True)):
        do(case, "classify", confidentiality=level)
        assert sees(district, "housing", case) is seen
        assert sees(district, "chief", case)


def test_a_token_may_less_than_its_account(district: District, case: Case) -> None:
    assert sees(district, "housing", case, ["hotline.read"])
    for scopes in (["grid.read"], ["hotline.handle"], ["parties.reveal"]):
        assert not sees(district, "housing", case, scopes)
    reader = caller_for(district.accounts["housing"], ["hotline.read"])
    assert reader.post(f"/cases/{case.code}/acts/sign", {}).status_code == 403
    assert (
        reader.post(f"/parties/{case.reporter_id}/reveal", {"fields": ["phone"], "reason": "核实情况"}).status_code
        == 403
    )


def test_a_role_that_loses_its_permission_loses_the_cases(district: District, case: Case) -> None:
    assert sees(district, "housing", case)
    with transaction.atomic():
        look_as_system()
        role = Role.objects.get(key="clerk")
        define_role(by=SYSTEM, key="clerk", name=role.name, permissions=["grid.read"], reach=role.reach)
    assert not sees(district, "housing", case)


def test_an_erased_party_is_gone_from_every_answer(district: District, case: Case) -> None:
    do(case, "contact", note="已联系")
    do(case, "answer", answer="已修好", result="solved")
    do(case, "rate", solved="yes", satisfied="satisfied")
    with acting_as_system():
        erase_person(by=SYSTEM, party_id=case.reporter_id or 0, ground=ErasureGround.CONSENT_WITHDRAWN)
    clerk = caller_for(district.accounts["housing"])
    for path in ("", "/timeline"):
        text = clerk.get(f"/cases/{case.code}{path}").content.decode()
        assert not [word for word in ("王小明", "王*", "138", "用盆接水") if word in text]
    assert not clerk.get("/search", q="用盆接水").json()["items"]
    asked = {"fields": ["phone"], "reason": "核实情况需要"}
    assert clerk.post(f"/parties/{case.reporter_id}/reveal", asked).status_code == 404
    assert Caller().post("/follow", {"code": case.code, "tail": "7890"}).status_code == 403
