"""Parties choose from a public list; whoever must recuse, or is party to the matter, is not offered.

《人民调解法》第19条 (choice or assignment of one or several), 第23条第一项; 司法部令第75号 (recusal).
"""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from minsheng.domains.disputes.panels.register import MEDIATORS
from minsheng.kernel.access.actors import Actor
from tests.domains.disputes.mediations import a_mediation, a_mediator, do, fresh
from tests.factories.built import built_district, district
from tests.factories.district import District

__all__ = ["built_district", "district"]

RESIDENT = Actor(account_id=None, party_id=1)


def offered(district: District, by: Actor, case: object = None) -> set[str]:
    names = {account.pk: name for name, account in district.accounts.items()}
    return {names[pk] for pk, _ in MEDIATORS.choices(by, case, "zh-hans")}  # type: ignore[arg-type]


def test_the_list_is_public_and_holds_those_open_to_choice(district: District) -> None:
    a_mediator(district, "mediator", introduction="调解二十年")
    a_mediator(district, "mediator2", open_to_choice=False, introduction="只受指派")
    page = Client().get(reverse("disputes:mediators")).content.decode()
    assert "调解二十年" in page
    assert "只受指派" not in page


def test_the_committee_may_name_more_than_parties_may(district: District) -> None:
    a_mediator(district, "mediator")
    a_mediator(district, "mediator2", open_to_choice=False)
    assert offered(district, RESIDENT) == {"mediator"}
    assert offered(district, district.actor("director")) == {"mediator", "mediator2"}


def test_one_or_several_may_be_named(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    case = a_mediation(district, ["mediator2", "mediator"])
    assert case.facts["mediators"] == [district.accounts[name].pk for name in ("mediator2", "mediator")]


def test_whoever_must_recuse_is_offered_to_nobody(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    case = a_mediation(district)
    do(case, "declare_recusal", by=district.actor("mediator"), ground_of_recusal="near_relative")
    assert offered(district, district.actor("director"), fresh(case)) == {"mediator2"}
    assert offered(district, RESIDENT, fresh(case)) == {"mediator2"}


def test_a_party_to_the_matter_is_no_mediator_of_it(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    case = a_mediation(district)
    account = district.accounts["mediator2"]
    type(account).objects.filter(pk=account.pk).update(party_id=case.facts["respondents"][0])
    assert offered(district, district.actor("director"), case) == {"mediator"}
