"""What is checked before an act is written: what was seen, when it happened, in whose name, by whom it goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Post, Role
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.services import appoint
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.rebuild import rebuild
from tests.factories.district import BEGIN, SYSTEM, District
from tests.kernel.cases.support import Office, at, everything, filed

FILED = at("2025-03-03 09:00")


@pytest.fixture
def office(district: District) -> Office:
    return Office(district, filed(FILED))


def post(district: District, name: str, role: str, unit: str, valid_to: date | None = None) -> None:
    """Another post for somebody."""
    look_as_system()
    appoint(
        by=SYSTEM,
        account=district.accounts[name],
        role=Role.objects.get(key=role),
        unit=district.units[unit],
        area=None,
        valid_from=BEGIN,
        valid_to=valid_to,
    )


def test_who_saw_an_older_state_is_told_that_the_case_has_moved_on(office: Office) -> None:
    office.do("dispatcher", "dispatch", unit="housing")
    before = everything(office.case)
    dispatcher = office.actor("dispatcher")
    with pytest.raises(Refusal) as refused:
        perform(by=dispatcher, case_id=office.case.pk, act="add", data={"message": "补充"}, seen_seq=1)
    assert (refused.value.code, refused.value.status) == ("case.moved_on", 409)
    assert refused.value.params == {"seen": 1, "now": 2}
    assert everything(office.case) == before
    assert perform(by=dispatcher, case_id=office.case.pk, act="add", data={"message": "补充"}, seen_seq=2).seq == 3


def test_an_act_may_not_lie_before_the_last_one(office: Office) -> None:
    office.do("dispatcher", "add", at("2025-03-03 12:00"), message="补充")
    assert office.refused("dispatcher", "add", at("2025-03-03 11:59:59"), message="更早") == "act.before_last"
    office.do("dispatcher", "add", at("2025-03-03 12:00"), message="同时")


def test_an_act_may_not_lie_in_the_future(office: Office) -> None:
    late = timezone.now() + timedelta(minutes=6)
    assert office.refused("dispatcher", "add", late, message="明天") == "act.in_future"
    office.do("dispatcher", "add", timezone.now() + timedelta(minutes=4), message="钟快了")


def test_an_unknown_act_and_an_unknown_case(office: Office) -> None:
    assert office.refused("dispatcher", "dance") == "act.unknown"
    with pytest.raises(Refusal) as refused:
        perform(by=office.actor("system"), case_id=0, act="add", data={})
    assert (refused.value.code, refused.value.status) == ("case.unknown", 404)


def test_ids_that_do_not_exist_are_named_each(office: Office) -> None:
    before = everything(office.case)
    with pytest.raises(Refusals) as refused:
        office.do("dispatcher", "classify", category=10**9, area=10**9)
    faults = [(refusal.code, refusal.field) for refusal in refused.value.refusals]
    assert faults == [("category.unknown", "category"), ("area.unknown", "area")]
    assert everything(office.case) == before


def test_a_closed_act_is_refused_before_its_inputs_are_looked_at(office: Office) -> None:
    assert office.refused("reviewer", "review", nonsense=1) == "act.not_open"
    assert office.refused("caller", "redirect", nonsense=1) == "act.not_your_role"


def test_who_works_for_both_units_finishes_the_part_of_the_co_unit(office: Office) -> None:
    """A person with posts in the lead unit and in a co-unit: only the co-unit may finish a part, so it acts for that."""
    post(office.district, "housing", "clerk", "water")
    office.do("dispatcher", "dispatch", unit="housing", co_units=["water"])
    office.do("housing", "contact", note="已联系")
    assert office.refused("housing", "answer", answer="已修", result="solved") == "guard.co_parts_open"
    office.do("housing", "finish_part", note="管道已检")
    look_as_system()
    acts = dict(office.case.acts.values_list("key", "unit_id"))
    assert (acts["contact"], acts["finish_part"]) == (office.district.unit("housing"), office.district.unit("water"))
    office.do("housing", "answer", answer="已修", result="solved")
    assert rebuild(write=False).differences == []


def test_a_case_is_handed_over_only_to_whoever_has_a_post_in_the_unit_now(office: Office) -> None:
    look_as_system()
    office.do("dispatcher", "dispatch", unit="housing")
    office.do("housing", "sign")
    water, head = (office.district.accounts[name].pk for name in ("water", "housing_head"))
    with pytest.raises(Refusals) as refused:
        office.do("housing", "hand_over", handler=water)
    assert [(refusal.code, refusal.field) for refusal in refused.value.refusals] == [("account.unknown", "handler")]
    post(office.district, "water", "clerk", "housing", valid_to=BEGIN + timedelta(days=30))
    with pytest.raises(Refusals):
        office.do("housing", "hand_over", handler=water)
    look_as_system()
    Post.objects.filter(account_id=water, unit=office.district.units["housing"]).update(valid_to=None)
    office.do("housing", "hand_over", handler=water)
    assert office.fresh().handler_id == water
    office.do("housing", "hand_over", handler=head)
    housing = office.district.accounts["housing"].pk
    assert office.fresh().handled_by_ids == sorted([housing, water, head])


def test_whoever_held_it_in_between_may_not_review_it(office: Office) -> None:
    """The guard asks all who ever worked on the case, not only the first and the last."""
    district = office.district
    post(district, "reviewer", "clerk", "housing")
    office.do("dispatcher", "dispatch", unit="housing")
    office.do("housing", "sign")
    office.do("housing", "hand_over", handler=district.accounts["reviewer"].pk)
    office.do("reviewer", "hand_over", handler=district.accounts["housing"].pk)
    office.do("housing", "contact", note="已联系")
    office.do("housing", "answer", answer="已修", result="solved")
    reviewer = actor_for(district.accounts["reviewer"])
    with pytest.raises(Refusal) as refused:
        perform(by=reviewer, case_id=office.case.pk, act="review", data={"verdict": "pass"})
    assert (refused.value.code, refused.value.status) == ("guard.handler_is_rater", 403)


def test_a_case_that_stands_alone_again_waits_for_its_dispatcher(office: Office) -> None:
    other = Office(office.district, filed(FILED, phone="13934567890"))
    office.do("dispatcher", "dispatch", unit="housing", co_units=["water"])
    office.do("dispatcher", "merge", into=other.case.pk, reason="同一问题")
    assert office.fresh().lead_unit_id == office.district.unit("housing"), "a merged case keeps who had it"
    office.do("dispatcher", "split", reason="不同问题")
    case = office.fresh()
    assert (case.state, case.lead_unit_id, case.co_unit_ids, case.closed_at) == ("created", None, [], None)
    assert list(other.case.acts.values_list("key", flat=True)) == ["file", "absorb", "release"]
    assert rebuild(write=False).differences == []


def test_a_case_leaves_one_that_was_itself_merged(office: Office) -> None:
    middle, last = (Office(office.district, filed(FILED, phone=phone)) for phone in ("13934567890", "13934567891"))
    office.do("dispatcher", "merge", into=middle.case.pk, reason="同一问题")
    middle.do("dispatcher", "merge", into=last.case.pk, reason="同一问题")
    assert middle.refused("dispatcher", "merge", into=office.case.pk, reason="回头") == "act.not_open"
    office.do("dispatcher", "split", reason="不同问题")
    assert list(middle.case.acts.values_list("key", flat=True)) == ["file", "absorb", "merge", "release"]
    assert office.fresh().merged_into_id is None
    assert middle.fresh().merged_into_id == last.case.pk
