"""Parties say whom they want; what all want is taken, anything else is for the director (人民调解法第19条)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.mediation.choice import chosen_by_all, proposals_of, speakers_of
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.law.disputes.support import ANNA, BO, BOTH, accepted
from tests.law.life import Life

DAY = "2026-08-04"
COLLEAGUE = 103


def proposed(**wanted: list[int]) -> Life:
    """Accepted, and each of those named has said whom it wants."""
    life = accepted()
    for name, ids in wanted.items():
        life.do("party", "propose_mediators", DAY, party={"anna": ANNA, "bo": BO}[name], proposed=ids)
    return life


def test_what_all_want_is_taken_without_more_words() -> None:
    life = proposed(anna=[4, 3], bo=[3, 4])
    life.do("committee 2", "choose_mediators", DAY)
    assert life.snapshot.state == "mediating"
    assert set(life.snapshot.listed("mediators")) == {3, 4}
    assert life.snapshot.facts["chosen_at"]
    assert life.refused("director 5", "replace_mediators", DAY, mediators=[9]) == "recusal.chosen"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [({}, "choice.missing"), ({"anna": [3]}, "choice.missing"), ({"anna": [3], "bo": [4]}, "choice.differs")],
)
def test_until_then_the_director_assigns(wanted: dict[str, list[int]], code: str) -> None:
    life = proposed(**wanted)
    assert life.refused("committee 2", "choose_mediators", DAY) == code
    life.do("director 5", "assign_mediators", DAY, mediators=[7])
    assert (life.snapshot.state, life.snapshot.listed("mediators")) == ("mediating", [7])


def test_who_comes_round_says_so_anew() -> None:
    life = proposed(anna=[3], bo=[4])
    life.do("party", "propose_mediators", DAY, party=ANNA, proposed=[4])
    assert proposals_of(life.snapshot) == {ANNA: [4], BO: [4]}
    life.do("committee 2", "choose_mediators", DAY)
    assert life.snapshot.listed("mediators") == [4]


def test_what_the_committee_heard_does_not_go_over_what_a_party_wrote() -> None:
    life = proposed(anna=[3])
    assert life.refused("committee 2", "choose_mediators", DAY, mediators=[4], choosing=BOTH) == "choice.differs"
    life.do("committee 2", "choose_mediators", DAY, mediators=[3], choosing=BOTH)
    assert life.snapshot.listed("mediators") == [3]


def test_it_is_for_the_parties_before_anybody_is_named() -> None:
    life = proposed()
    assert life.refused("mediator 3", "propose_mediators", DAY, party=ANNA, proposed=[3]) == "act.not_your_role"
    assert life.refused("party", "propose_mediators", DAY, party=999, proposed=[3]) == "mediation.not_a_party"
    life.do("director 5", "assign_mediators", DAY, mediators=[7])
    assert life.refused("party", "propose_mediators", DAY, party=ANNA, proposed=[3]) == "act.not_open"


def test_representatives_speak_for_their_side() -> None:
    life = accepted()
    life.do("committee 2", "add_applicant", DAY, new_party=COLLEAGUE)
    life.do("committee 2", "name_representatives", DAY, delegates=[COLLEAGUE])
    for party in (COLLEAGUE, BO):
        life.do("party", "propose_mediators", DAY, party=party, proposed=[3])
    life.do("committee 2", "choose_mediators", DAY)
    assert life.snapshot.listed("mediators") == [3]


PARTIES = st.integers(1, 6)
CHOICES = st.dictionaries(PARTIES, st.lists(st.integers(11, 13), min_size=1, max_size=2, unique=True))


@given(
    left=st.sets(PARTIES, max_size=3),
    right=st.sets(PARTIES, max_size=3),
    representing=st.sets(PARTIES, max_size=2),
    said=CHOICES,
)
def test_chosen_are_those_whom_everybody_who_speaks_wants(
    left: set[int], right: set[int], representing: set[int], said: dict[int, list[int]]
) -> None:
    snapshot = Snapshot()
    snapshot.facts = {
        "applicants": sorted(left),
        "respondents": sorted(right - left),
        "representatives": sorted(representing),
        "proposals": [{"party": party, "mediators": ids} for party, ids in said.items()],
    }
    chosen = chosen_by_all(snapshot)
    for side in (left, right - left):
        speakers = side & representing or side
        assert speakers <= set(speakers_of(snapshot))
        assert not chosen or all(set(said[party]) == set(chosen) for party in speakers)
    if chosen:
        assert all(set(ids) == set(chosen) for ids in said.values())
