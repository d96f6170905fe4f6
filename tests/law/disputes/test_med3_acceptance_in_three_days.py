"""MED-3: the court decides within three days whether it accepts an application; at once when both are present.

法释〔2011〕5号 第4条; grounds of refusal 民诉解释 第355条; every party applies 《民事诉讼法》（2023）第205条.
"""

from __future__ import annotations

import pytest

from minsheng.base.errors import Refusal
from tests.law.disputes.support import BOTH, confirmation


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-01", "2026-06-05 00:00"),
        ("2026-06-03", "2026-06-09 00:00"),  # 06-06 is a Saturday: 06-08
        ("2026-09-30", "2026-10-09 00:00"),  # 10-03 → 10-08
        ("2026-02-12", "2026-02-25 00:00"),  # 02-15 → 02-24
        ("2026-02-11", "2026-02-15 00:00"),  # 02-14, a worked Saturday
    ],
)
def test_three_calendar_days(received: str, due: str) -> None:
    assert confirmation(f"{received} 09:00").due("accept") == due


def test_at_once_when_both_are_present() -> None:
    life = confirmation("2026-06-01 09:00")
    life.do("court 2", "accept", "2026-06-01 09:00", case_number="1", both_present=True)
    life.do("court 2", "rule_valid", "2026-06-01 09:30")
    assert (life.snapshot.state, life.late("accept", "2026-06-01 09:30")) == ("valid", False)


@pytest.mark.parametrize("applying", [[], [101], [102]])
def test_an_application_of_one_side_is_none(applying: list[int]) -> None:
    with pytest.raises(Refusal) as refused:
        confirmation(applying=applying)
    assert (refused.value.code, refused.value.params["law"]) == ("mediation.not_joint", "msf 第205条")


def test_nobody_agrees_with_themselves() -> None:
    with pytest.raises(Refusal) as refused:
        confirmation(applying=[101], agreed_parties=[101])
    assert refused.value.code == "mediation.not_joint"


def test_all_who_applied_are_parties_to_it() -> None:
    assert confirmation().snapshot.facts["applicants"] == BOTH


@pytest.mark.parametrize("ground", ["scope", "jurisdiction", "status", "procedure", "title_right", "late", "not_joint"])
def test_grounds_on_which_it_is_not_accepted(ground: str) -> None:
    life = confirmation()
    life.do("court 2", "decline", "2026-06-02", ground_of_decline=ground, message="不予受理。")
    assert (life.snapshot.state, life.snapshot.closed_at is not None) == ("not_accepted", True)
    assert life.refused("court 2", "accept", "2026-06-02", case_number="1") == "act.not_open"


def test_a_ground_must_be_given() -> None:
    assert confirmation().refused("court 2", "decline", "2026-06-02", message="不予受理。") == "field.required"
