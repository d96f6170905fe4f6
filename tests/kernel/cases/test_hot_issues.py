"""Hot issues: found, counted, kept over runs, and shown to those who have a post for their area and realm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.hot_issues import (
    HeatKey,
    Member,
    behind,
    cases_of,
    figures,
    heat,
    hot_issue,
    hot_issues,
    reads_issues,
)
from minsheng.kernel.cases.keeping import matched, recompute, refresh
from minsheng.kernel.cases.models import Case, HotIssue, HotIssueCase, TermCount
from minsheng.kernel.cases.personal import erase_person
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.tasks import recompute_hot_issues, refresh_hot_issues
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.support import at, filed

NOW = at("2026-05-20 12:00")
KANGJI, SECOND, GUCHENG = Place(lon=113.22, lat=40.05), Place(lon=113.2502, lat=40.05), Place(lon=113.35, lat=40.1)
SAID = (
    "红卫里旁边建搅拌站，噪音和粉尘太大",
    "红卫里附近搅拌站噪音扰民，粉尘污染严重",
    "红卫里搅拌站彻夜施工，噪音粉尘让人无法休息",
    "红卫里搅拌站粉尘太大，噪音扰民",
)


def matters(days_ago: Iterable[float] = (9, 5, 1), **changes: Any) -> list[Case]:
    """Cases about one thing, by different people."""
    return [one(place, NOW - timedelta(days=days), **changes) for place, days in enumerate(days_ago)]


def one(number: int, when: datetime, **changes: Any) -> Case:
    values: dict[str, Any] = {
        "title": "投诉搅拌站",
        "place": KANGJI,
        "phone": f"1390000000{number}",
        "name": f"王{number}",
    }
    return filed(when, **{**values, "body": SAID[number % 4], **changes})


def members(issue: HotIssue) -> set[int]:
    with acting_as_system():
        return set(HotIssueCase.objects.filter(issue=issue).values_list("case_id", flat=True))


def all_issues() -> list[HotIssue]:
    with acting_as_system():
        return list(HotIssue.objects.order_by("-heat", "-id"))


def seen(district: District, name: str) -> int:
    actor = district.actor(name)
    with acting(actor):
        assert HotIssue.objects.count() == hot_issues(actor).count()  # the database itself shows no more
        return hot_issues(actor).count()


def test_an_issue_is_found_with_its_figures(district: District) -> None:
    cases = matters()
    one(1, NOW - timedelta(days=2), phone="13900000001", name="王1")  # calls again
    one(3, NOW - timedelta(days=1), phone="", name="")
    filed(NOW - timedelta(days=1), title="路灯", body="向阳路路灯不亮", phone="13911111111")
    with transaction.atomic():
        perform(by=SYSTEM, case_id=cases[0].pk, act="merge", data={"into": cases[1].pk, "reason": "同一问题"}, at=NOW)
    kept = recompute(NOW)
    (issue,) = all_issues()
    assert (kept.looked_at, kept.issues) == (6, 1)
    assert (issue.cases, issue.people, issue.unnamed, issue.open_cases) == (5, 3, 1, 4)
    assert issue.area_id == district.areas["140213050001001"].pk
    assert (issue.first_at, issue.last_at) == (NOW - timedelta(days=9), NOW - timedelta(days=1))
    assert issue.heat == heat(3, 1, 8, 1)
    assert issue.per_week == round(5 / (8 / 7), 2)
    assert any("搅拌站" in term for term in issue.terms)
    assert members(issue) >= {case.pk for case in cases}


def test_running_again_changes_nothing_and_the_jobs_run(district: District) -> None:
    matters()
    recompute(NOW)
    before = [(issue.pk, issue.heat, members(issue)) for issue in all_issues()]
    recompute(NOW)
    refresh(NOW)
    assert [(issue.pk, issue.heat, members(issue)) for issue in all_issues()] == before
    recompute_hot_issues.func(0)
    refresh_hot_issues.func(0)


def test_the_hourly_run_places_a_new_case_and_keeps_the_issue(district: District) -> None:
    first = matters()
    recompute(NOW)
    (issue,) = all_issues()
    new = one(3, NOW + timedelta(minutes=30))
    assert refresh(NOW + timedelta(hours=1)).looked_at == 4
    (after,) = all_issues()
    assert after.pk == issue.pk
    assert members(after) == {new.pk, *(case.pk for case in first)}
    assert (after.cases, after.people) == (4, 4)
    recompute(NOW + timedelta(hours=1))
    assert [(it.pk, it.cases) for it in all_issues()] == [(issue.pk, 4)]


def test_the_hourly_run_finds_an_issue_that_has_only_now_become_one(district: District) -> None:
    matters((9, 5))
    recompute(NOW)
    assert all_issues() == []
    one(2, NOW + timedelta(minutes=5))
    refresh(NOW + timedelta(minutes=10))
    assert [issue.cases for issue in all_issues()] == [3]


def test_without_any_count_the_hourly_run_does_the_whole(district: District) -> None:
    matters()
    assert refresh(NOW).issues == 1
    with acting_as_system():
        assert TermCount.objects.get(term="").cases == 3
        assert TermCount.objects.get(term="搅拌").cases == 3


def test_an_issue_grows_old_and_ends(district: District) -> None:
    matters((80, 70, 60))
    recompute(NOW)
    (young,) = all_issues()
    refresh(NOW + timedelta(days=5))
    (older,) = all_issues()
    assert older.heat < young.heat
    refresh(NOW + timedelta(days=12))  # the first case has left the window, and two are no issue
    assert all_issues() == []


def test_figures_follow_the_cases(district: District) -> None:
    cases = matters((5, 4, 3, 2))
    recompute(NOW)
    with acting_as_system():
        Case.objects.filter(pk=cases[0].pk).update(closed_at=NOW)
    refresh(NOW)
    assert [(it.cases, it.open_cases) for it in all_issues()] == [(4, 3)]


def test_issues_of_two_communities_belong_to_what_holds_both(district: District) -> None:
    matters((5, 4))
    one(2, NOW - timedelta(days=3), place=SECOND)
    one(3, NOW - timedelta(days=2), place=Place(area="140213050001"))
    recompute(NOW)
    (issue,) = all_issues()
    assert issue.area_id == district.areas["140213050001"].pk


def test_only_posts_for_the_area_and_the_realm_see_an_issue(district: District) -> None:
    matters()
    recompute(NOW)
    expected = {"dispatcher": 1, "chief": 1, "housing": 0, "gucheng": 0, "worker": 0, "triage": 0, "verifier": 0}
    assert {name: seen(district, name) for name in expected} == expected
    assert reads_issues(district.actor("dispatcher"))
    assert not reads_issues(district.actor("housing"))


def test_confidential_cases_are_an_issue_of_their_own(district: District) -> None:
    matters(confidentiality=2)
    matters((8, 4, 2))
    recompute(NOW)
    assert (seen(district, "dispatcher"), seen(district, "chief")) == (1, 2)


def test_a_case_that_becomes_confidential_leaves_its_issue_within_the_hour(district: District) -> None:
    cases = matters((9, 5, 3, 1))
    recompute(NOW)
    with transaction.atomic():
        perform(by=SYSTEM, case_id=cases[0].pk, act="classify", data={"confidentiality": 2}, at=NOW)
    refresh(NOW)
    assert all(issue.cases == 3 for issue in all_issues())


def test_unit_posts_see_no_issue_though_they_have_the_cases(district: District) -> None:
    for case in matters():
        with transaction.atomic():
            perform(by=SYSTEM, case_id=case.pk, act="dispatch", data={"unit": district.unit("housing")}, at=NOW)
    recompute(NOW)
    assert seen(district, "housing") == 0
    actor = district.actor("housing")
    with acting(actor), pytest.raises(Refusal, match="issue.unknown"):
        hot_issue(actor, all_issues()[0].pk)


def test_lists_by_heat_day_and_area(district: District) -> None:
    matters((30, 28, 26))
    matters((9, 5, 1), place=GUCHENG)
    recompute(NOW)
    actor = district.actor("dispatcher")
    with acting(actor):
        hot, cool = hot_issues(actor)
        assert hot.area.code == "140213051"
        assert list(behind(hot_issues(actor), HeatKey(hot.heat, hot.pk))) == [cool]
        assert list(hot_issues(actor, since=NOW - timedelta(days=7))) == [hot]
        assert list(hot_issues(actor, area_id=district.areas["140213050"].pk)) == [cool]
        assert len(hot_issues(actor, area_id=district.areas["140213"].pk)) == 2
        assert [case.filed_at for case in cases_of(actor, hot)] == [NOW - timedelta(days=days) for days in (1, 5, 9)]
        with pytest.raises(LookupError):
            hot_issues(actor, area_id=10**9)


def test_an_erased_case_leaves_no_words_behind(district: District) -> None:
    cases = matters((9, 5, 1))
    recompute(NOW)
    with acting_as_system():
        for case in cases:
            assert case.reporter_id
            erase_person(case.reporter_id)
    recompute(NOW)
    assert all_issues() == []
    with acting_as_system():
        assert not TermCount.objects.exclude(term="").exists()


def test_terms_of_a_single_case_are_not_counted(district: District) -> None:
    matters((9, 5))
    recompute(NOW)
    with acting_as_system():
        assert not TermCount.objects.filter(term="搅拌").exists()
    with acting(district.actor("chief")):
        assert TermCount.objects.count() == 0


def test_going_on_in_the_larger_part() -> None:
    known = {7: {1, 2, 3, 4, 5, 6}, 8: {20, 21}}
    assert matched([{1, 2, 3, 4}, {5, 6, 9}, {20, 21, 22}, {30, 31}], known) == [7, None, 8, None]
    assert matched([{1, 10, 11, 12, 13}], known) == [None]
    assert matched([], known) == []


def test_heat_grows_with_people_and_span_and_fades() -> None:
    assert heat(10, 0, 0, 0) == 10
    assert heat(10, 4, 0, 0) == 12
    assert heat(10, 0, 90, 0) == heat(10, 0, 300, 0) == 20
    assert heat(10, 0, 0, 14) == 5


def test_a_person_counts_once(district: District) -> None:
    area = district.areas["140213050001"].pk
    three = [Member(number, area, NOW, is_open=True, reporter_id=5) for number in range(3)]
    assert figures(three, NOW).people == 1


def test_one_person_who_writes_again_and_again_is_no_crowd(district: District) -> None:
    matters((9, 5, 3, 1), phone="13900000001", name="王1")
    recompute(NOW)
    assert all_issues() == []
    one(2, NOW - timedelta(days=2))
    recompute(NOW)
    assert [(it.cases, it.people) for it in all_issues()] == [(5, 2)]
