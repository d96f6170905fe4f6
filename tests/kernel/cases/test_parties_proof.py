"""Following a case as another party to it than its reporter: what that opens, what it does not, and for how long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.cases.acts import standing_of
from minsheng.kernel.cases.following import still_proved
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.queries import acts_offered, get_for, visible_cases
from minsheng.kernel.procedures.library import procedure_of
from tests.factories.district import District
from tests.kernel.cases.quarrels import OTHER, Quarrel


@pytest.fixture
def quarrel(district: District) -> Quarrel:
    """A quarrel with a mediator."""
    made = Quarrel(district)
    made.begin("water")
    return made


def test_a_respondent_does_what_parties_may_and_nothing_of_the_reporter(quarrel: Quarrel) -> None:
    respondent = quarrel.proved("1234")
    assert (respondent.case_ids, respondent.party_proofs) == ((), ((quarrel.case.pk, quarrel.party()),))
    with acting(respondent):
        assert get_for(respondent, quarrel.case.code).pk == quarrel.case.pk
    look_as_system()
    offered = {offer.key for offer in acts_offered(respondent, quarrel.fresh(), quarrel.case.acted_at)}
    assert offered == {"respond", "speak"}
    assert quarrel.refused(respondent, "drop_it") == [("act.not_your_role", None)]
    quarrel.do(respondent, "respond", statement="不同意")
    quarrel.do(respondent, "speak", remark="还有一点")
    look_as_system()
    found = Act.objects.filter(case=quarrel.case, key__in=["respond", "speak"]).values_list("party_id", "account_id")
    assert list(found) == [(quarrel.party(), None)] * 2


def test_the_reporter_does_what_parties_may_and_nothing_of_the_respondent(quarrel: Quarrel) -> None:
    reporter = quarrel.proved("7890")
    assert quarrel.refused(reporter, "respond", statement="我来替他说") == [("act.not_your_role", None)]
    quarrel.do(reporter, "speak", remark="请尽快")
    look_as_system()
    assert Act.objects.get(case=quarrel.case, key="speak").party_id == quarrel.case.reporter_id


def test_a_proof_opens_no_other_case_of_the_same_people(quarrel: Quarrel) -> None:
    second = Quarrel(quarrel.district)
    respondent = quarrel.proved("1234")
    assert quarrel.party() == second.party() or second.party()  # whether the register knows the person again or not
    with acting(respondent):
        assert list(visible_cases(respondent)) == [quarrel.case]
        assert set(Case.objects.values_list("pk", flat=True)) == {quarrel.case.pk}


def test_two_parties_whose_numbers_end_alike_are_told_so(district: District) -> None:
    quarrel = Quarrel(district, other_party={**OTHER, "phone": "13900007890"})
    with pytest.raises(Refusal) as refused:
        quarrel.proved("7890")
    assert (refused.value.code, refused.value.status, refused.value.field) == ("proof.shared", 409, "tail")


def test_a_party_without_a_telephone_proves_nothing(district: District) -> None:
    quarrel = Quarrel(district, other_party={"name": "某公司", "kind": "organisation"})
    with pytest.raises(Refusal) as refused:
        quarrel.proved("****")
    assert refused.value.code == "proof.wrong"


def test_a_proof_ends_when_its_party_is_dismissed(quarrel: Quarrel) -> None:
    respondent, reporter = quarrel.proved("1234"), quarrel.proved("7890")
    assert still_proved(respondent.party_proofs) == respondent.party_proofs
    quarrel.do("water", "dismiss", one=quarrel.party())
    assert still_proved(respondent.party_proofs) == ()
    assert still_proved([(10**9, 1)]) == ()
    with pytest.raises(Refusal):
        quarrel.proved("1234")
    assert reporter.case_ids == (quarrel.case.pk,)


def test_who_is_somebody_else_by_account_acts_as_the_party_that_it_proved(quarrel: Quarrel) -> None:
    """A resident has an account, and follows a case of the company it works for by the company's telephone."""
    stranger = Actor(account_id=None, party_id=10**6)
    proved = replace(stranger, party_proofs=((quarrel.case.pk, quarrel.party()),))
    case = quarrel.fresh()
    assert standing_of(proved, case).party_id() == quarrel.party()
    assert standing_of(stranger, case).party_id() is None
    assert standing_of(replace(stranger, party_id=case.reporter_id), case).party_id() == case.reporter_id
    procedure = procedure_of(case.procedure_id)
    assert standing_of(stranger, case).functions(procedure) == {"filer"}
    assert standing_of(proved, case).functions(procedure) == {"filer", "party", "respondent"}
    own = replace(stranger, party_id=case.reporter_id)
    assert standing_of(own, case).functions(procedure) == {"filer", "party", "reporter"}
