"""What the sweep does: each rung of each missed clock once, lapses, and nothing else."""

from __future__ import annotations

import pytest

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Act
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.sweeping import Swept, Watch, sweep, watch
from minsheng.kernel.messages.models import Outbox
from tests.factories.district import District
from tests.kernel.cases.support import Office, at, filed

# In March 2025: the 3rd is a Monday; no holidays.
FILED = at("2025-03-03 09:00")


@pytest.fixture
def office(district: District) -> Office:
    """A case that nobody has taken: to be dispatched by 15:30, to be answered by 03-10 24:00."""
    return Office(district, filed(FILED))


def climbs(office: Office) -> list[tuple[str, int]]:
    """Clock and rung of each escalation, in order."""
    look_as_system()
    acts = Act.objects.filter(case=office.case, key="escalate").order_by("seq")
    return [(act.data["late_clock"], act.data["step"]) for act in acts]


def told(office: Office) -> list[str]:
    """Who was told that something is overdue, in order."""
    rows = Outbox.objects.filter(case_id=office.case.pk, template__key="overdue").order_by("id")
    return list(rows.values_list("template__audience", flat=True))


def given(office: Office) -> None:
    """The case in hand: dispatched and contacted on its first morning."""
    office.do("dispatcher", "dispatch", at("2025-03-03 09:30"), unit="housing")
    office.do("housing", "contact", at("2025-03-03 10:00"), note="已联系")


def test_nothing_is_late_at_the_instant_itself(office: Office) -> None:
    assert sweep(at("2025-03-03 15:30")) == Swept(0, 0)
    assert climbs(office) == []


def test_a_case_that_nobody_took_climbs_both_ladders(office: Office) -> None:
    assert sweep(at("2025-03-03 15:31")) == Swept(1, 0)
    assert (climbs(office), told(office)) == ([("dispatch", 1)], ["dispatcher"])
    assert sweep(at("2025-03-04 23:59")) == Swept(0, 0)
    assert sweep(at("2025-03-05 00:01")) == Swept(1, 0)
    assert (climbs(office)[1:], told(office)[1:]) == ([("dispatch", 2)], ["district"])
    # The second rung of one ladder does not stand for the first of another.
    assert sweep(at("2025-03-11 00:01")) == Swept(1, 0)
    assert climbs(office)[2:] == [("handle", 1)]
    assert told(office)[2:] == [], "the first rung tells handler and lead unit, and there are none"
    assert sweep(at("2025-03-12 00:01")) == Swept(1, 0)
    assert (climbs(office)[3:], told(office)[2:]) == ([("handle", 2)], ["dispatcher"])
    assert sweep(at("2025-03-14 00:01")) == Swept(1, 0)
    assert (climbs(office)[4:], told(office)[3:]) == ([("handle", 3)], ["district"])
    assert office.fresh().escalation == 3
    assert rebuild(write=False).differences == []


def test_each_rung_once_however_often_it_is_swept(office: Office) -> None:
    now = at("2025-03-03 15:31")
    assert [sweep(now).done for _ in range(3)] == [1, 0, 0]
    assert [sweep(at("2025-03-05 00:01")).done for _ in range(3)] == [1, 0, 0]
    assert climbs(office) == [("dispatch", 1), ("dispatch", 2)]


def test_the_act_bears_the_time_of_the_sweep(office: Office) -> None:
    now = at("2025-03-03 15:31")
    sweep(now)
    assert office.fresh().acted_at == now


def test_rungs_passed_while_nobody_swept_are_told_as_well(office: Office) -> None:
    given(office)
    sweep(at("2025-03-14 00:01"))
    assert climbs(office) == [("handle", 3)]
    assert sorted(told(office)) == ["dispatcher", "district", "handler", "lead"]


def test_a_clock_that_runs_again_climbs_again(office: Office) -> None:
    given(office)
    sweep(at("2025-03-14 00:01"))
    office.do("housing", "answer", at("2025-03-14 09:00"), answer="已修", result="solved")
    assert sweep(at("2025-03-14 10:00")).done == 0, "an answered case is late no more"
    office.do("reviewer", "review", at("2025-03-14 10:00"), verdict="back", reason="未修")
    assert sweep(at("2025-03-22 00:00")).done == 0
    assert sweep(at("2025-03-22 00:01")).done == 1
    assert climbs(office) == [("handle", 3), ("handle", 1)]
    assert rebuild(write=False).differences == []


def test_who_has_the_case_is_told_first(office: Office) -> None:
    given(office)
    assert sweep(at("2025-03-11 00:01")) == Swept(1, 0)
    assert sorted(told(office)) == ["handler", "lead"]
    addressed = Outbox.objects.filter(case_id=office.case.pk, template__key="overdue")
    assert {row.account_id for row in addressed} - {None} == {office.district.accounts["housing"].pk}
    assert {row.unit_id for row in addressed} - {None} == {office.district.unit("housing")}


def test_missed_clocks_that_only_warn_change_nothing(office: Office) -> None:
    office.do("dispatcher", "dispatch", at("2025-03-03 09:30"), unit="housing")
    assert sweep(at("2025-03-10 12:00")) == Swept(0, 0), "signing and responding are late"
    assert office.fresh().seq == 2


def test_waiting_lapses_once_and_the_clock_goes_on(office: Office) -> None:
    given(office)
    office.do("housing", "ask", at("2025-03-04 10:00"), message="请提供门牌号")
    assert sweep(at("2025-03-12 00:00")).done == 0
    assert sweep(at("2025-03-12 00:01")) == Swept(1, 0)
    case = office.fresh()
    assert (case.state, case.waiting) == ("handling", False)
    last = case.acts.last()
    assert last is not None
    assert (last.key, last.at, last.channel, last.account_id) == ("go_on", at("2025-03-12 00:01"), "job", None)
    # Of the pause 03-05, 06, 07, 10, 11, 12 are working days: 03-10 and six more.
    assert case.due_at == at("2025-03-19 00:00")
    assert sweep(at("2025-03-12 00:01")) == Swept(0, 0)


def test_while_it_stands_still_a_clock_is_not_missed(office: Office) -> None:
    given(office)
    office.do("housing", "ask", at("2025-03-10 10:00"), message="请提供门牌号")
    assert sweep(at("2025-03-14 10:00")) == Swept(0, 0)
    assert climbs(office) == []


def test_a_call_back_lapses_into_silence(office: Office) -> None:
    given(office)
    office.do("housing", "answer", at("2025-03-04 10:00"), answer="已修", result="solved")
    office.do("reviewer", "review", at("2025-03-04 11:00"), verdict="pass")
    assert sweep(at("2025-03-12 00:00")).done == 0
    assert sweep(at("2025-03-12 00:01")) == Swept(1, 0)
    case = office.fresh()
    assert (case.state, case.outcome, case.closed_at) == ("closed", "lapse_call_back", at("2025-03-12 00:01"))
    assert [(r.source, r.reach, r.solved) for r in case.ratings.all()] == [("lapse", "silent", "")]
    assert sweep(at("2025-04-12 00:01")) == Swept(0, 0)
    assert rebuild(write=False).differences == []


def test_what_the_reporter_calls_unsolved_is_never_closed_by_time(office: Office) -> None:
    given(office)
    office.do("housing", "answer", at("2025-03-04 10:00"), answer="已修", result="solved")
    office.do("reviewer", "review", at("2025-03-04 11:00"), verdict="pass")
    office.do("reporter", "rate", at("2025-03-05 20:00"), solved="no", satisfied="dissatisfied")
    assert sweep(at("2025-03-12 00:01")) == Swept(0, 0)
    assert sweep(at("2025-03-13 00:01")) == Swept(1, 0)
    assert (climbs(office), told(office)) == ([("settle", 1)], ["dispatcher"])
    assert office.fresh().state == "calling_back"


def test_closed_cases_are_left_alone(office: Office) -> None:
    office.do("dispatcher", "redirect", at("2025-03-03 15:40"), route="court", message="请向法院起诉")
    assert sweep(at("2025-06-03 15:40")) == Swept(0, 0)
    assert office.fresh().seq == 2


def test_an_act_after_the_sweep_began_is_left_to_the_next_one(office: Office) -> None:
    """The act of a sweep bears the sweep's time, which may not lie before the last act."""
    office.do("dispatcher", "add", at("2025-03-03 16:00"), message="补充")
    assert sweep(at("2025-03-03 15:45")) == Swept(0, 1)
    assert sweep(at("2025-03-03 16:05")) == Swept(1, 0)


def test_more_clocks_than_one_page(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.kernel.cases.sweeping.CHUNK", 2)
    offices = [Office(district, filed(FILED)) for _ in range(5)]
    assert sweep(at("2025-03-03 15:31")) == Swept(5, 0)
    assert [climbs(office) for office in offices] == [[("dispatch", 1)]] * 5


def test_the_watch_counts_what_nothing_drives(office: Office) -> None:
    assert watch(at("2025-03-03 15:30")) == Watch(0, 0, 0)
    assert watch(at("2025-03-03 15:31")) == Watch(0, 1, 0)
    given(office)
    assert watch(at("2025-03-12 00:01")) == Watch(0, 0, 0)
    look_as_system()
    office.case.clocks.filter(stopped_at__isnull=True).update(stopped_at=at("2025-03-04 00:00"))
    assert watch(at("2025-03-12 00:01")) == Watch(1, 0, 0)
