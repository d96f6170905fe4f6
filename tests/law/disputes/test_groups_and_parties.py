"""A group speaks through at most five representatives; there are two sides, and nobody stands on both.

Representatives: 《劳动争议调解仲裁法》第7条 for workers; the number of five is local elsewhere. Two sides: 《人民调解法》第17条.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.kinds import DisputeType
from tests.hypothesis_profile import bounded
from tests.law.disputes.support import ANNA, BO, SESSION, labour, mediating, registered
from tests.law.life import PROCEDURES, Life


def group(people: int, *, listed: int = 0) -> Life:
    """``people`` are concerned, of whom ``listed`` more stand in the file."""
    life = mediating("2026-08-03 10:00", people=people)
    for party in range(110, 110 + listed):
        life.do("mediator 3", "add_applicant", "2026-08-03 11:00", new_party=party)
    return life


@pytest.mark.parametrize(("people", "code"), [(2, ""), (5, ""), (6, "no"), (12, "no")])
def test_more_than_five_need_representatives(people: int, code: str) -> None:
    life = group(people)
    if code:
        assert life.refused("mediator 3", "schedule", "2026-08-04", **SESSION) == "mediation.group_unrepresented"
        assert life.refused("mediator 3", "agree_oral", "2026-08-04", terms="和解") == "mediation.group_unrepresented"
        life.do("party", "name_representatives", "2026-08-04", delegates=[ANNA])
    life.do("mediator 3", "schedule", "2026-08-04", **SESSION)


@given(count=st.integers(1, 9))
@bounded(20)
def test_five_at_most(count: int) -> None:
    life = group(12, listed=8)
    chosen = [ANNA, *range(110, 110 + count - 1)]
    if count > 5:
        assert life.refused("party", "name_representatives", "2026-08-04", delegates=chosen) == (
            "mediation.representatives_many"
        )
    else:
        assert (
            life.do("party", "name_representatives", "2026-08-04", delegates=chosen).facts["representatives"] == chosen
        )


def test_representatives_are_parties() -> None:
    assert group(12).refused("party", "name_representatives", "2026-08-04", delegates=[199]) == "mediation.not_a_party"


def test_a_later_choice_takes_the_place_of_the_earlier() -> None:
    life = group(12, listed=2)
    life.do("party", "name_representatives", "2026-08-04", delegates=[ANNA, 110])
    assert life.do("party", "name_representatives", "2026-08-05", delegates=[111]).facts["representatives"] == [111]


def test_when_more_people_turn_up_the_rule_bites() -> None:
    life = group(3)
    life.do("mediator 3", "restate", "2026-08-04", people=9)
    assert life.refused("mediator 3", "schedule", "2026-08-04", **SESSION) == "mediation.group_unrepresented"


def test_workers_may_but_need_not_name_representatives() -> None:
    """劳动争议调解仲裁法 第7条: 可以推举."""
    life = labour("2026-06-01", people=12)
    soon = {"session_begins": "2026-06-03 09:00", "session_ends": "2026-06-03 10:00"}
    life.do("mediator 3", "schedule", "2026-06-02", **soon)


def test_one_side_alone_is_not_accepted() -> None:
    life = registered(other_party=None)
    assert life.refused("committee 2", "accept", "2026-08-03 11:00", level="normal") == "mediation.one_side"
    life.do("committee 2", "add_respondent", "2026-08-03 11:00", new_party=BO)
    assert life.do("committee 2", "accept", "2026-08-03 12:00", level="normal").state == "accepted"


def test_nobody_stands_on_both_sides() -> None:
    life = registered()
    assert life.refused("committee 2", "add_respondent", "2026-08-03 11:00", new_party=ANNA) == "mediation.both_sides"
    assert life.refused("committee 2", "add_applicant", "2026-08-03 11:00", new_party=BO) == "mediation.both_sides"


@pytest.mark.parametrize("key", ["disputes.mediation", "disputes.administrative_mediation"])
def test_the_types_are_those_of_the_statistics(key: str) -> None:
    assert list(PROCEDURES[key].kinds) == DisputeType.values
