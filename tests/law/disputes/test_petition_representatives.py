"""More than five on a visit choose representatives, five at most (条例 20)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.petitions import HOUSING, filed


@bounded(40)
@given(st.integers(1, 200), st.sampled_from(["visit", "letter", "online", "call"]))
def test_only_a_crowd_on_a_visit_waits_for_its_choice(people: int, form: str) -> None:
    petition = filed(form=form, people=people)
    data = {"unit": HOUSING, "manner": "forward"}
    if form == "visit" and people > 5:
        assert petition.refused("sender 2", "transfer", "2026-03-03", **data) == "guard.unrepresented"
        petition.do("registrar 2", "name_representative", "2026-03-03", representative=101)
    petition.do("sender 2", "transfer", "2026-03-03", **data)
    assert petition.snapshot.state == "transferred"


def test_a_sixth_is_refused_and_the_same_one_twice_counts_once() -> None:
    petition = filed(form="visit", people=30)
    for party in (101, 102, 103, 103, 104, 105):
        petition.do("registrar 2", "name_representative", "2026-03-03", representative=party)
    refused = petition.refused("registrar 2", "name_representative", "2026-03-03", representative=106)
    assert refused == "guard.representatives"
    assert petition.snapshot.listed("representatives") == [101, 102, 103, 104, 105]


def test_representatives_see_the_petition() -> None:
    fact = filed().procedure.facts["representatives"]
    assert (fact.type, fact.sees, fact.bars) == ("parties", True, False)


@pytest.mark.parametrize("form", ["letter", "online", "call"])
def test_only_visitors_are_sent_to_the_organ_of_their_level(form: str) -> None:
    assert filed(form=form).refused("sorter 2", "advise", "2026-03-03", message="请到区住建局") == "guard.no_visit"
    visit = filed(form="visit", people=2)
    visit.do("sorter 2", "advise", "2026-03-03", message="请到区住建局")
    assert visit.snapshot.state == "advised"
