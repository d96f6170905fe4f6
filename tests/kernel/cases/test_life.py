"""A case's whole life through the services."""

from __future__ import annotations

import pytest

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import acts_offered, visible_cases
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.search import search_ids
from tests.factories.district import District, a_report

RESIDENT = Actor.anonymous()


def filed(district: District, **changes: object) -> Case:
    return file_case(by=RESIDENT, procedure="hotline.order", report=a_report(**changes)).case


def test_a_leaking_roof_is_solved(district: District) -> None:
    case = filed(district)
    assert case.state == "created"
    assert case.suggested_unit_id == district.unit("yongtai")
    assert case.area_id == district.areas["140213050001001"].pk
    perform(by=district.actor("dispatcher"), case_id=case.pk, act="dispatch", data={"unit": district.unit("housing")})
    perform(by=district.actor("housing"), case_id=case.pk, act="contact", data={"note": "已电话联系"})
    perform(
        by=district.actor("housing"),
        case_id=case.pk,
        act="answer",
        data={"answer": "已修复屋面防水。", "result": "solved"},
    )
    reporter = Actor(account_id=None, case_ids=(case.pk,))
    done = perform(by=reporter, case_id=case.pk, act="rate", data={"solved": "yes", "satisfied": "satisfied"})
    assert (done.state_before, done.state_after) == ("answered", "closed")
    look_as_system()
    case.refresh_from_db()
    assert case.outcome == "solved"
    assert case.closed_at is not None
    assert case.due_at is None
    assert rebuild(write=False).differences == []


def test_only_the_units_with_a_part_see_it(district: District) -> None:
    case = filed(district)
    for name, sees in {"dispatcher": True, "water": False, "gucheng": False, "worker": False, "housing": False}.items():
        actor = district.actor(name)
        look_as(actor)
        assert Case.objects.filter(pk=case.pk).exists() is sees, name
        assert visible_cases(actor).filter(pk=case.pk).exists() is sees, name
    perform(by=district.actor("dispatcher"), case_id=case.pk, act="dispatch", data={"unit": district.unit("housing")})
    look_as(district.actor("housing"))
    assert Case.objects.filter(pk=case.pk).exists()


def test_an_unseen_case_is_unknown(district: District) -> None:
    case = filed(district)
    with pytest.raises(Refusal) as refused:
        perform(by=district.actor("water"), case_id=case.pk, act="contact", data={"note": "x"})
    assert (refused.value.code, refused.value.status) == ("case.unknown", 404)


def test_search_finds_chinese_for_those_who_may_see(district: District) -> None:
    case = filed(district, title="吉祥𠮷号楼漏水")
    for query in ("漏水", "漏", "𠮷号楼", "红卫里"):
        look_as(district.actor("dispatcher"))
        assert search_ids(by=district.actor("dispatcher"), query=query) == [case.pk], query
        look_as(district.actor("water"))
        assert search_ids(by=district.actor("water"), query=query) == [], query


def test_the_same_key_gives_the_same_case(district: District) -> None:
    first = file_case(by=RESIDENT, procedure="hotline.order", report=a_report(), client_key="k1")
    again = file_case(by=RESIDENT, procedure="hotline.order", report=a_report(), client_key="k1")
    assert (first.created, again.created, again.case.pk) == (True, False, first.case.pk)
    with pytest.raises(Refusal) as refused:
        file_case(by=RESIDENT, procedure="hotline.order", report=a_report(body="别的"), client_key="k1")
    assert (refused.value.code, refused.value.status) == ("key.reused", 409)


def test_all_faults_are_named_at_once(district: District) -> None:
    with pytest.raises(Refusals) as refused:
        filed(
            district,
            body=" ",
            category="no-such",
            kind="nonsense",
            place=None or a_report().place.__class__(lon=1, lat=1),
        )
    codes = {refusal.code for refusal in refused.value.refusals}
    assert codes == {"text.empty", "category.unknown", "kind.unknown", "place.outside"}


def test_two_returns_need_a_ruling(district: District) -> None:
    case = filed(district)
    dispatcher, housing, chief = (district.actor(name) for name in ("dispatcher", "housing", "chief"))
    reasons = {"reason": "不属我局职责", "basis": "三定方案"}
    for _ in range(2):
        perform(by=dispatcher, case_id=case.pk, act="dispatch", data={"unit": district.unit("housing")})
        perform(by=housing, case_id=case.pk, act="return_order", data=reasons)
    with pytest.raises(Refusal) as refused:
        perform(by=dispatcher, case_id=case.pk, act="dispatch", data={"unit": district.unit("housing")})
    assert refused.value.code == "guard.arbitration_needed"
    ruling = {"unit": district.unit("housing"), "basis": "首接负责"}
    perform(by=chief, case_id=case.pk, act="rule_on", data=ruling)
    with pytest.raises(Refusal) as refused:
        perform(by=housing, case_id=case.pk, act="return_order", data=reasons)
    assert refused.value.code == "guard.binding"
    look_as_system()
    assert rebuild(write=False).differences == []


def test_a_merged_case_keeps_its_lineage(district: District) -> None:
    one, two = filed(district), filed(district, title="也漏水", phone="13934567890")
    dispatcher = district.actor("dispatcher")
    perform(by=dispatcher, case_id=two.pk, act="merge", data={"into": one.pk, "reason": "同一问题"})
    look_as_system()
    two.refresh_from_db()
    assert two.merged_into_id == one.pk
    assert list(one.acts.values_list("key", flat=True)) == ["file", "absorb"]
    assert rebuild(write=False).differences == []


def test_acts_offered_follow_state_and_role(district: District) -> None:
    case = filed(district)
    look_as_system()
    offered = {item.key for item in acts_offered(district.actor("dispatcher"), case, case.filed_at)}
    assert offered == {"answer_at_once", "record_answer", "classify", "dispatch", "add", "redirect", "merge"}
    assert acts_offered(district.actor("housing"), case, case.filed_at) == []
