"""A district of 400 cases: all of it went through the services, everything occurs in it, and nothing is impossible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.db.models import Count, F, Max

from minsheng.demo.matters.catalogue import catalogue
from minsheng.demo.models import DemoLoad
from minsheng.demo.summary import in_time
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.models import Act, ActText, Case, Content, RatingRow
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.sweeping import sweep, watch
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.procedures.library import active_version, procedure_of
from tests import database
from tests.demo.conftest import NOW, Databases, play

CASES = 400


@pytest.fixture(scope="module")
def district(offices: str, working_in: Databases) -> Iterator[DemoLoad]:
    """The loaded district; the tests of this module only look at it."""
    with database.copy_of(offices) as name, working_in(name):
        load = play(CASES)
        with acting_as_system():
            yield load


def states_of(procedure: str) -> set[str]:
    return set(procedure_of(active_version(procedure).pk).states)


def test_every_state_of_both_procedures_occurs(district: DemoLoad) -> None:
    for name, procedure in (("hotline", "hotline.order"), ("grid", "grid.event")):
        found = set(Case.objects.filter(realm=realm(name).number).values_list("state", flat=True))
        assert found == states_of(procedure)


def test_most_lie_in_the_year_and_the_others_are_recent(district: DemoLoad) -> None:
    years = Counter(case.year for case in Case.objects.values_list("filed_at", flat=True))
    assert Case.objects.count() == CASES
    assert 0.7 < years[2023] / CASES < 0.82
    assert Case.objects.filter(filed_at__year__gt=2023, filed_at__year__lt=2026).count() == 0
    assert 0.7 < Case.objects.filter(realm=realm("hotline").number).count() / CASES < 0.85
    assert 15 < Case.objects.filter(closed_at__isnull=True).count() < 80
    assert not Case.objects.filter(closed_at__isnull=True, filed_at__year=2023).exists()


def test_no_act_lies_in_the_future_or_before_another(district: DemoLoad) -> None:
    assert Act.objects.aggregate(last=Max("at"))["last"] <= NOW
    acts = Act.objects.order_by("case_id", "seq").values_list("case_id", "at")
    assert all(one[0] != other[0] or one[1] <= other[1] for one, other in pairwise(acts))


def test_nothing_was_written_behind_the_services(district: DemoLoad) -> None:
    report = rebuild(write=False)
    assert report.differences == []
    assert report.cases == CASES
    counts = dict(Act.objects.values_list("case_id").annotate(n=Count("id")))
    assert counts == dict(Case.objects.values_list("id", "seq"))
    filed = AuditLine.objects.filter(kind="cases.filed").values_list("case_id", flat=True)
    assert Counter(filed) == dict.fromkeys(counts, 1)
    acts = Act.objects.filter(seq__gt=1).values_list("case_id", "seq", "key", "account_id")
    lines = AuditLine.objects.filter(kind="cases.acted")
    said = {(row.case_id, row.data["seq"], row.data["act"], row.actor_account_id) for row in lines}
    assert said == set(acts)


def test_points_lie_in_the_grids_of_their_cases(district: DemoLoad) -> None:
    for lon, lat, area in Content.objects.values_list("lon", "lat", "case__area_id"):
        located = registry().locate(lon, lat, NOW.date())
        assert located is not None
        assert (located.area_id, located.grid_id) == (area, area)


def test_nine_of_ten_are_answered_in_time(district: DemoLoad) -> None:
    for number, (good, count) in in_time().items():
        assert count > 40, number
        assert 0.8 < good / count < 0.97, number


def test_what_makes_a_district_difficult_is_there(district: DemoLoad) -> None:
    keys = set(Act.objects.values_list("key", flat=True))
    wanted = (
        "merge absorb reopen exempt appeal extend supervise answer_supervision escalate ask reply rule_on finish_part"
    )
    assert set(wanted.split()) <= keys
    assert set(Case.objects.values_list("returns", flat=True)) == {0, 1, 2}
    assert Case.objects.filter(binding=True).exists()
    assert set(RatingRow.objects.values_list("reach", flat=True)) == {"reached", "unreachable", "declined", "silent"}
    late = Case.objects.filter(closed_at__isnull=True, due_at__lt=NOW)
    assert late.filter(escalation__gt=0).exists()
    merged = Case.objects.exclude(merged_into=None)
    assert not merged.filter(reporter_id=F("merged_into__reporter_id")).exists()
    assert {len(data["evidence"]) for data in Act.objects.filter(key="exempt").values_list("data", flat=True)} == {2}
    assert StoredFile.objects.filter(attached_at__isnull=False).count() > 50


def test_nobody_checks_his_own_work(district: DemoLoad) -> None:
    doers: dict[int, dict[str, set[int]]] = {}
    for case_id, key, account in Act.objects.exclude(account_id=None).values_list("case_id", "key", "account_id"):
        doers.setdefault(case_id, {}).setdefault(key, set()).add(account)
    for acts in doers.values():
        assert acts.get("answer", set()).isdisjoint(acts.get("review", set()) | acts.get("call_back", set()))
        assert acts.get("finish", set()).isdisjoint(acts.get("verify", set()))


def test_offices_work_in_office_hours(district: DemoLoad) -> None:
    calendar = current_calendar()
    at_work = ("answer", "review", "call_back", "finish_part", "supervise", "extend")
    instants = Act.objects.filter(key__in=at_work).values_list("at", flat=True)
    in_hours = [at for at in instants if calendar.is_working_day(at.astimezone(NOW.tzinfo).date())]
    assert len(in_hours) > 0.98 * len(instants)


def test_words_are_complete_and_nobody_has_a_real_number(district: DemoLoad) -> None:
    bodies = list(Content.objects.values_list("body", flat=True))
    texts = [*bodies, *ActText.objects.values_list("text", flat=True), *Case.objects.values_list("title", flat=True)]
    assert not [text for text in texts if "{" in text or "}" in text or "None" in text or not text]
    assert len(set(bodies)) > 0.9 * len(bodies)
    used = set(Case.objects.exclude(category=None).values_list("category__code", flat=True))
    assert used <= {topic.code for topic in catalogue().topics}


def test_a_second_sweep_finds_nothing_left(district: DemoLoad) -> None:
    swept = sweep(NOW)
    assert (swept.done, swept.busy) == (0, 0)
    assert watch(NOW).open_without_clock == 0
