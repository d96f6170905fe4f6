"""Whom a case accuses never sees it, by any way into the kernel; whom it names sees it as long as it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.access.models import Account, Unit
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.rules import may_read, sharing
from minsheng.kernel.access.services import appoint, create_account, create_unit, define_role
from minsheng.kernel.access.tokens import member_token
from minsheng.kernel.cases.duplicates import likely_duplicates, stored
from minsheng.kernel.cases.hot_issues import hot_issues
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.loading import lock_case
from minsheng.kernel.cases.models import (
    Act,
    ActText,
    AssignmentRow,
    Attachment,
    Case,
    CaseLink,
    CaseParty,
    ClockRow,
    Content,
    HotIssue,
    HotIssueCase,
)
from minsheng.kernel.cases.queries import get_for, inbox, unassigned, visible_cases
from minsheng.kernel.cases.search import search_ids
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from minsheng.surface.api.reads import links_of as api_links
from minsheng.surface.web.cases.queries import above_clearance, codes_of, links_of, own_reports, waiting_for
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.quarrels import OTHER, Quarrel
from tests.kernel.cases.support import filed

CHILDREN = (Act, ActText, AssignmentRow, Attachment, CaseParty, ClockRow, Content)


@pytest.fixture
def quarrel(district: District) -> Quarrel:
    """One that housing has, near another case of the same words, to which it is linked."""
    made = Quarrel(district)
    made.begin("water")
    other = filed(phone="13911113333")
    link_cases(by=SYSTEM, case_id=other.pk, other_id=made.case.pk, kind="same_matter")
    look_as_system()
    return made


def sees(actor: Actor, quarrel: Quarrel) -> dict[str, bool]:
    """By which way the actor meets the case. All of them must say the same."""
    case = quarrel.case
    look_as_system()
    fresh = Case.objects.get(pk=case.pk)
    other = CaseLink.objects.get(other=case).case
    found = {"may_read": may_read(actor, fresh.audience, fresh.barred), "locked": _locks(actor, case)}
    look_as_system()  # the filters alone, without row-level security
    found["visible"] = visible_cases(actor).filter(pk=case.pk).exists()
    found["inbox"] = inbox(actor).filter(pk=case.pk).exists()
    found["codes"] = case.pk in codes_of(actor, [case.pk])
    found["link"] = bool(links_of(actor, other))
    found["link of the API"] = api_links(actor, other).exists()
    with acting(actor):  # and row-level security alone
        found["row"] = Case.objects.filter(pk=case.pk).exists()
        found |= {
            model.__name__: model.objects.filter(case_id=case.pk).exists() for model in CHILDREN if _any(model, case)
        }
        found["search"] = case.pk in search_ids(by=actor, query="漏水")
        found["got"] = _gets(actor, case)
    return found


def _any(model: type, case: Case) -> bool:
    return model is not Attachment and model is not ActText and model is not ClockRow


def _locks(actor: Actor, case: Case) -> bool:
    try:
        lock_case(by=actor, case_id=case.pk)
    except Refusal as refusal:
        assert (refusal.code, refusal.status) == ("case.unknown", 404)
        return False
    return True


def _gets(actor: Actor, case: Case) -> bool:
    try:
        get_for(actor, case.code)
    except Refusal as refusal:
        assert (refusal.code, refusal.status) == ("case.unknown", 404)
        return False
    return True


def test_before_anybody_is_accused_the_posts_decide(quarrel: Quarrel) -> None:
    for name in ("dispatcher", "chief", "housing", "housing_head"):
        assert all(sees(quarrel.district.actor(name), quarrel).values()), name
    assert not any(sees(quarrel.district.actor("yongtai"), quarrel).values())


@pytest.mark.parametrize("name", ["dispatcher", "chief", "housing", "reviewer"])
def test_an_accused_account_meets_it_nowhere_whatever_its_posts(quarrel: Quarrel, name: str) -> None:
    others = [who for who in ("dispatcher", "chief", "housing") if who != name]
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account(name)])
    assert not any(sees(quarrel.district.actor(name), quarrel).values())
    for other in others:
        assert all(sees(quarrel.district.actor(other), quarrel).values()), other


def test_a_token_of_an_accused_account_meets_it_as_little(quarrel: Quarrel) -> None:
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("dispatcher")])
    account = quarrel.district.accounts["dispatcher"]
    for scopes in (frozenset({"hotline.read"}), frozenset[str]()):
        assert not any(sees(actor_for(account, "api", scopes), quarrel).values())


def test_people_of_an_accused_unit_and_of_those_below_and_who_joins_later(quarrel: Quarrel) -> None:
    district = quarrel.district
    below = create_unit(by=SYSTEM, code="b", name="科室", kind="department", parent=district.units["housing"],
                        valid_from=date(2020, 1, 1))  # fmt: skip
    lower = create_unit(by=SYSTEM, code="bb", name="股室", kind="department", parent=below, valid_from=date(2020, 1, 1))
    clerk, newcomer = posted(district, lower, "clerk_below"), posted(district, district.units["centre"], "newcomer")
    assert all(sees(actor_for(newcomer), quarrel).values())
    quarrel.do("reporter", "accuse", accused_units=[district.unit("housing")])
    for actor in (district.actor("housing"), district.actor("housing_head"), actor_for(clerk)):
        assert not any(sees(actor, quarrel).values())
    assert all(sees(actor_for(newcomer), quarrel).values())
    posted(district, below, "newcomer", newcomer)  # a second post, in the accused unit
    assert not any(sees(actor_for(newcomer), quarrel).values())
    assert all(sees(district.actor("dispatcher"), quarrel).values())


def test_people_above_an_accused_unit_still_see_it(quarrel: Quarrel) -> None:
    """The unit that is over the accused one is who looks into it; a rule of its own would have to bar it too."""
    below = create_unit(by=SYSTEM, code="b", name="科室", kind="department", parent=quarrel.district.units["housing"],
                        valid_from=date(2020, 1, 1))  # fmt: skip
    quarrel.do("reporter", "accuse", accused_units=[below.pk])
    assert all(sees(quarrel.district.actor("housing"), quarrel).values())


def posted(district: District, unit: Unit, name: str, account: Account | None = None) -> Account:
    """An account with a post that reads the whole district, held in a unit."""
    role = define_role(by=SYSTEM, key=f"r_{name}_{unit.code}", name=name, permissions=["hotline.read"], reach="area",
                       clearance=1)  # fmt: skip
    made = account or create_account(by=SYSTEM, username=name, display_name=name, password="a long enough Secret 9")
    appoint(by=SYSTEM, account=made, role=role, unit=unit, area=district.areas["140213"], valid_from=date(2020, 1, 1))
    return made


def test_an_accused_person_with_a_post_is_barred_on_both_of_its_sides(district: District) -> None:
    """An official quarrels as a resident; once accused it sees the case neither as such nor at work."""
    account = district.accounts["dispatcher"]
    register_party(by=SYSTEM, kind=PartyKind.PERSON, account=account, name="李四", phone="13922223333")
    account.refresh_from_db()
    quarrel = Quarrel(district)
    quarrel.begin()
    link_cases(by=SYSTEM, case_id=filed(phone="13911113333").pk, other_id=quarrel.case.pk, kind="same_matter")
    own = actor_for(account)
    look_as_system()
    CaseParty.objects.filter(case=quarrel.case).update(party_id=own.party_id)
    facts = {**quarrel.fresh().facts, "respondents": [own.party_id]}
    Case.objects.filter(pk=quarrel.case.pk).update(facts=facts)
    assert all(sees(own, quarrel).values())
    quarrel.do("reporter", "accuse", accused_people=own.party_id)
    assert not any(sees(own, quarrel).values())
    for side in (own.at_work(), own.as_resident()):
        assert not _locks(side, quarrel.case), "leaving one side aside does not lift the bar"
        assert not visible_cases(side).filter(pk=quarrel.case.pk).exists()


def test_an_accused_respondent_cannot_prove_the_case(quarrel: Quarrel) -> None:
    assert quarrel.proved("1234").party_proofs
    quarrel.do("dispatcher", "accuse", accused_people=quarrel.party())
    with pytest.raises(Refusal) as refused:
        quarrel.proved("1234")
    assert refused.value.code == "proof.wrong"
    assert quarrel.proved("7890").case_ids == (quarrel.case.pk,)


def test_a_member_token_opens_nothing(quarrel: Quarrel) -> None:
    look_as_system()
    token = member_token(quarrel.district.unit("housing"))
    assert token in quarrel.district.actor("housing").reading_tokens()
    assert not Case.objects.filter(sharing([token])).exists()


def test_likely_duplicates_leave_it_out(quarrel: Quarrel) -> None:
    look_as_system()
    other = CaseLink.objects.get(other=quarrel.case).case
    dispatcher = quarrel.district.actor("dispatcher")
    Case.objects.filter(pk=other.pk).update(realm=quarrel.case.realm)
    with acting(dispatcher):
        before = {found.case.pk for found in likely_duplicates(by=dispatcher, wanted=stored(dispatcher, other.code))}
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("dispatcher")])
    with acting(dispatcher):
        after = {found.case.pk for found in likely_duplicates(by=dispatcher, wanted=stored(dispatcher, other.code))}
    assert quarrel.case.pk in before
    assert quarrel.case.pk not in after


def test_a_mention_of_it_in_the_log_is_hidden_as_a_confidential_one_is(quarrel: Quarrel) -> None:
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("dispatcher")])
    look_as_system()
    ids = [quarrel.case.pk]
    assert above_clearance(quarrel.district.actor("dispatcher"), ids) == set(ids)
    assert above_clearance(quarrel.district.actor("chief"), ids) == set()


def test_a_named_mediator_sees_its_cases_and_no_others_and_no_longer_once_dropped(quarrel: Quarrel) -> None:
    mediator = create_account(by=SYSTEM, username="m", display_name="调解员", password="a long enough Secret 9")
    second = Quarrel(quarrel.district, other_party={**OTHER, "phone": "13900005678"})
    assert not any(sees(actor_for(mediator), quarrel).values())
    quarrel.do("housing", "name", mediators=[mediator.pk, quarrel.account("water")])
    assert all(sees(actor_for(mediator), quarrel).values())
    look_as_system()
    assert list(visible_cases(actor_for(mediator))) == [quarrel.case]
    with acting(actor_for(mediator)):
        assert set(Case.objects.values_list("pk", flat=True)) == {quarrel.case.pk}
        version = [quarrel.case.procedure_id]
        assert list(waiting_for(actor_for(mediator), version, "talk")) == [quarrel.case]
        assert not waiting_for(actor_for(mediator), version, "give").exists()
    assert second.case.pk != quarrel.case.pk
    quarrel.do(actor_for(mediator), "serve", served_on=timezone.localdate().isoformat())
    quarrel.do("housing", "unname", mediators=[mediator.pk])
    assert not any(sees(actor_for(mediator), quarrel).values())
    assert quarrel.refused(actor_for(mediator), "serve", served_on="2026-01-01") == [("case.unknown", None)]


def test_a_named_account_that_is_accused_is_barred_all_the_same(quarrel: Quarrel) -> None:
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("water")])
    assert not any(sees(quarrel.district.actor("water"), quarrel).values())


def test_own_cases_are_those_that_one_reported_or_is_party_to(quarrel: Quarrel) -> None:
    look_as_system()
    actors: list[Callable[[], Actor]] = [
        lambda: Actor(account_id=None, party_id=quarrel.party()),
        lambda: Actor(account_id=None, party_id=quarrel.fresh().reporter_id),
    ]
    for actor in actors:
        assert list(own_reports(actor())) == [quarrel.case]
    assert not own_reports(Actor(account_id=None, party_id=10**6)).exists()


def test_unassigned_and_later_filings_are_open_to_whoever_is_not_accused(district: District) -> None:
    quarrel = Quarrel(district, at=timezone.now() - timedelta(hours=1))
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("dispatcher")])
    look_as_system()
    realm = quarrel.fresh().realm
    assert not unassigned(district.actor("dispatcher"), realm).filter(pk=quarrel.case.pk).exists()
    assert unassigned(district.actor("chief"), realm).filter(pk=quarrel.case.pk).exists()


@pytest.mark.parametrize("speaks", [True, False])
def test_a_hot_issue_loses_it_at_once(quarrel: Quarrel, speaks: bool) -> None:
    """Whoever sees the issue would learn of the accusation; whether it speaks for the issue or is one of its cases."""
    look_as_system()
    other = CaseLink.objects.get(other=quarrel.case).case
    now = timezone.now()
    case = quarrel.fresh()
    issue = HotIssue.objects.create(
        realm=case.realm, area_id=case.area_id, representative=case if speaks else other, terms=["漏水"], first_at=now,
        last_at=now, cases=2, open_cases=2, people=2, unnamed=0, per_week=2, heat=2, computed_at=now,
        audience=case.audience,
    )  # fmt: skip
    HotIssueCase.objects.bulk_create(HotIssueCase(case=one, issue=issue) for one in (case, other))
    dispatcher = quarrel.district.actor("dispatcher")
    with acting(dispatcher):
        assert hot_issues(dispatcher).filter(pk=issue.pk).exists()
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("dispatcher")])
    with acting(dispatcher):
        assert HotIssue.objects.filter(pk=issue.pk).exists() is not speaks
        assert not HotIssueCase.objects.filter(case=case).exists()
