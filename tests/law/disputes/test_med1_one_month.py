"""MED-1: people's mediation ends within one month of acceptance as a rule; the parties may agree on longer.

《人民调解工作若干规定》（司法部令第75号）第33条; months end on the corresponding day or the last of the month (民法典 202), and a
last day on a holiday moves (203).
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.kernel.procedures.examples import ExampleStep, perform_step
from tests.hypothesis_profile import bounded
from tests.law.disputes.support import BOTH, accepted, mediating, registered
from tests.law.life import CALENDAR, at

GROUND = "等待鉴定"


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-01-31", "2026-03-01 00:00"),  # 02-28, a Saturday that is worked (13.5 no. 22)
        ("2026-01-20", "2026-02-25 00:00"),  # 02-20 in the spring festival: 02-24
        ("2026-08-20", "2026-09-21 00:00"),  # 09-20, a Sunday that is worked
        ("2026-08-31", "2026-10-01 00:00"),  # 09-30: September has no 31st
        ("2026-09-01", "2026-10-09 00:00"),  # 10-01 in the national holiday: 10-08
        ("2026-04-02", "2026-05-07 00:00"),  # 05-02: 05-06
        ("2026-05-19", "2026-06-23 00:00"),  # 06-19, dragon boat: 06-22
        ("2024-01-31", "2024-03-01 00:00"),  # 02-29 of a leap year
    ],
)
def test_one_month_from_acceptance(start: str, due: str) -> None:
    assert mediating(f"{start} 16:00").due("mediate") == due


def test_it_counts_from_acceptance_and_not_from_the_application() -> None:
    life = registered("2026-08-03 09:00")
    assert [clock.key for clock in life.snapshot.clocks] == ["accept"]
    life.do("committee 2", "accept", "2026-08-06", level="simple")
    assert life.due("mediate") == "2026-09-08 00:00"  # 09-06 is a Sunday


@pytest.mark.parametrize(("days", "due"), [(1, "2026-09-05 00:00"), (30, "2026-10-09 00:00"), (90, "2026-12-03 00:00")])
def test_the_parties_may_agree_on_longer(days: int, due: str) -> None:
    life = mediating("2026-08-03")
    life.do("mediator 3", "extend", "2026-09-03", days=days, ground=GROUND, agreeing=BOTH)
    assert life.due("mediate") == due


def test_as_often_as_they_like_and_without_a_cap() -> None:
    life = mediating("2026-06-01")
    for _ in range(4):
        life.do("mediator 3", "extend", "2026-07-01", days=30, ground=GROUND, agreeing=BOTH)
    assert (life.due("mediate"), len(life.clock("mediate").extensions)) == ("2026-10-30 00:00", 4)


@pytest.mark.parametrize("agreeing", [[101], [102], [101, 103]])
def test_one_side_alone_does_not_prolong_it(agreeing: list[int]) -> None:
    life = mediating("2026-08-03")
    found = life.refused("mediator 3", "extend", "2026-09-03", days=5, ground=GROUND, agreeing=agreeing)
    assert found == ("mediation.not_a_party" if 103 in agreeing else "mediation.not_joint")


@pytest.mark.parametrize(("when", "code"), [("2026-09-04 00:00", ""), ("2026-09-04 00:00:01", "extension.too_late")])
def test_only_before_the_month_is_over(when: str, code: str) -> None:
    life = mediating("2026-08-03")
    if code:
        assert life.refused("mediator 3", "extend", when, days=5, ground=GROUND, agreeing=BOTH) == code
    else:
        life.do("mediator 3", "extend", when, days=5, ground=GROUND, agreeing=BOTH)
        assert life.due("mediate") == "2026-09-09 00:00"


def test_late_is_late_but_mediation_may_go_on() -> None:
    """一般: the month is the rule, and its end does not end the mediation."""
    life = mediating("2026-08-03")
    life.do("mediator 3", "agree_oral", "2026-09-20", terms="和解")
    assert life.snapshot.state == "agreed"
    assert life.late("mediate", "2026-09-20")


def test_when_missed_it_is_brought_up_step_by_step() -> None:
    life = mediating("2026-08-03")
    ladder = life.procedure.ladder[0]
    assert (life.procedure.clock["mediate"].missed, ladder.clock) == ("escalate", "mediate")
    assert [step.tell for step in ladder.steps] == [["handler", "lead"], ["dispatcher"]]


@given(day=st.dates(date(2026, 1, 1), date(2026, 10, 31)))
@bounded(120)
def test_always_on_a_working_day_a_month_later_or_soon_after(day: date) -> None:
    life = accepted(f"{day} 12:00")
    due = life.clock("mediate").due_at
    assert due is not None
    last = at(life.due("mediate")).date().toordinal() - 1
    assert CALENDAR.is_working_day(date.fromordinal(last))
    assert 28 <= last - day.toordinal() <= 31 + 8


@given(days=st.integers(1, 40), more=st.integers(1, 40))
@bounded(60)
def test_two_extensions_are_as_good_as_one(days: int, more: int) -> None:
    once, twice = mediating("2026-06-01"), mediating("2026-06-01")
    step = ExampleStep(
        act="extend",
        at=at("2026-06-20"),
        by=["mediator"],
        account=3,
        data={"days": days + more, "ground": GROUND, "agreeing": BOTH},
    )
    perform_step(once.procedure, once.snapshot, step, CALENDAR)
    for part in (days, more):
        twice.do("mediator 3", "extend", "2026-06-20", days=part, ground=GROUND, agreeing=BOTH)
    assert once.due("mediate") == twice.due("mediate")
