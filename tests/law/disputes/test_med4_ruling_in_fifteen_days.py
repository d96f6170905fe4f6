"""MED-4: a ruling within fifteen days of acceptance, ten more once with the president's approval; thirty in all at most.

法释〔2011〕5号 第5条、第6条; 《民事诉讼法》（2023）第187条 (outer limit), 第206条; grounds of rejection 民诉解释 第358条.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.support import BO, confirmation
from tests.law.life import Life


def accepted(when: str) -> Life:
    """Received and accepted at the same moment."""
    life = confirmation(when)
    life.do("court 2", "accept", when, case_number="1")
    return life


@pytest.mark.parametrize(
    ("start", "due", "outer"),
    [
        ("2026-06-01", "2026-06-17 00:00", "2026-07-02 00:00"),
        ("2026-09-18", "2026-10-09 00:00", "2026-10-20 00:00"),  # 10-03 → 10-08; 10-18 a Sunday → 10-19
        ("2026-02-05", "2026-02-25 00:00", "2026-03-10 00:00"),  # 02-20 → 02-24; 03-07 Saturday → 03-09
        ("2026-09-05", "2026-09-21 00:00", "2026-10-09 00:00"),  # 09-20, a worked Sunday; 10-05 → 10-08
    ],
)
def test_fifteen_days_and_thirty_at_the_outside(start: str, due: str, outer: str) -> None:
    life = accepted(f"{start} 09:00")
    assert (life.due("rule"), life.due("special")) == (due, outer)


@pytest.mark.parametrize(("days", "due"), [(1, "2026-06-18 00:00"), (10, "2026-06-27 00:00")])
def test_the_president_may_add_ten(days: int, due: str) -> None:
    life = accepted("2026-06-01 09:00")
    life.do("president 5", "extend", "2026-06-15", days=days, ground="疑难")
    assert life.due("rule") == due


@given(days=st.integers(1, 366))
@bounded(40)
def test_more_than_ten_is_over_the_cap(days: int) -> None:
    life = accepted("2026-06-01 09:00")
    if days > 10:
        assert life.refused("president 5", "extend", "2026-06-15", days=days, ground="疑难") == "extension.over_cap"
    else:
        life.do("president 5", "extend", "2026-06-15", days=days, ground="疑难")
        assert life.refused("president 5", "extend", "2026-06-15", days=1, ground="再延") == "extension.count"


def test_only_once_in_time_and_by_the_president() -> None:
    life = accepted("2026-06-01 09:00")
    assert life.refused("court 2", "extend", "2026-06-10", days=5, ground="疑难") == "act.not_your_role"
    assert life.refused("president 5", "extend", "2026-06-17 00:00:01", days=5, ground="疑难") == "extension.too_late"
    assert life.refused("president 5", "extend", "2026-06-10", days=5) == "field.required"


@pytest.mark.parametrize("ground", ["mandatory", "harm", "morals", "involuntary", "unclear", "other"])
def test_grounds_of_rejection(ground: str) -> None:
    life = accepted("2026-06-01 09:00")
    life.do("court 2", "rule_reject", "2026-06-10", ground_of_rejection=ground, message="驳回申请。")
    assert life.snapshot.state == "rejected"


def test_asking_for_more_does_not_stop_the_time() -> None:
    life = accepted("2026-06-01 09:00")
    life.do("court 2", "ask_material", "2026-06-03", message="补充证件")
    assert (life.snapshot.state, life.due("rule")) == ("supplementing", "2026-06-17 00:00")
    assert life.refused("court 2", "rule_valid", "2026-06-04") == "act.not_open"
    life.do("party", "supply", "2026-06-04", message="见附件")
    life.do("court 2", "rule_valid", "2026-06-16 23:59")
    assert not life.late("rule", "2026-06-20")


def test_nothing_supplied_may_count_as_withdrawn() -> None:
    life = accepted("2026-06-01 09:00")
    assert life.refused("court 2", "deem_withdrawn", "2026-06-02", reason="未补充") == "act.not_open"
    life.do("court 2", "ask_material", "2026-06-03", message="补充证件")
    life.do("court 2", "deem_withdrawn", "2026-06-12", reason="未补充")
    assert (life.snapshot.state, life.snapshot.outcome) == ("withdrawn", "deem_withdrawn")


def test_one_party_may_withdraw_before_the_ruling() -> None:
    life = accepted("2026-06-01 09:00")
    assert life.refused("party", "withdraw", "2026-06-02", party=199) == "mediation.not_a_party"
    life.do("party", "withdraw", "2026-06-02", party=BO)
    assert life.snapshot.state == "withdrawn"


def test_not_after_it() -> None:
    life = accepted("2026-06-01 09:00")
    life.do("court 2", "rule_valid", "2026-06-02")
    assert life.refused("party", "withdraw", "2026-06-03", party=BO) == "act.not_open"
