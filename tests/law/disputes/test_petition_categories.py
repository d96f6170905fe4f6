"""Three categories drive the procedure: suggestions, accusations, and claims with their six routes (条例 29–31)."""

from __future__ import annotations

import pytest

from minsheng.domains.disputes.petitions.rules import OTHER_ROUTES
from tests.law.disputes.petitions import HOUSING, accepted, filed, transferred
from tests.law.life import Life


@pytest.mark.parametrize("way", ["litigation", "arbitration", "discipline", "administrative"])
def test_the_first_four_routes_are_led_elsewhere_and_the_petitioner_is_told(way: str) -> None:
    petition = filed(way=way)
    assert petition.refused("sorter 2", "lead_to", "2026-03-03", way=way) == "field.required"
    petition.do("sorter 2", "lead_to", "2026-03-03", way=way, message="请依法通过该途径提出")
    assert (petition.snapshot.state, petition.snapshot.facts["way"]) == ("led", way)
    assert way in OTHER_ROUTES
    assert {clock.key for clock in petition.snapshot.clocks} == {"sort"}


@pytest.mark.parametrize("way", ["duty", "opinion"])
def test_the_last_two_are_handled_here(way: str) -> None:
    petition = filed(way=way)
    assert petition.refused("sorter 2", "lead_to", "2026-03-03", way=way, message="请走其他途径") == "guard.way_here"
    assert accepted(way=way, course=way).snapshot.state == {"duty": "enforcing", "opinion": "handling"}[way]


@pytest.mark.parametrize(
    ("born", "course"),
    [
        ({"kind": "suggestion"}, "opinion"),
        ({"kind": "suggestion"}, "inquiry"),
        ({"kind": "accusation"}, "study"),
        ({"kind": "accusation"}, "opinion"),
        ({"way": "opinion"}, "duty"),
        ({"way": "duty"}, "opinion"),
        ({"way": "opinion"}, "study"),
        ({"way": "litigation"}, "opinion"),
    ],
)
def test_it_is_taken_up_as_what_it_is(born: dict[str, str], course: str) -> None:
    petition = transferred(**born)
    refused = petition.refused("acceptor 3", "accept", "2026-03-03", course=course, notice_on="2026-03-03")
    assert refused == "guard.course"


def test_a_claim_is_sorted_before_it_goes_anywhere() -> None:
    petition = Life("disputes.petition", "2026-03-02", kind="appeal")
    assert petition.refused("sender 2", "transfer", "2026-03-02", unit=HOUSING, manner="forward") == "guard.unsorted"
    assert petition.refused("sorter 2", "sort", "2026-03-02", kind="appeal") == "guard.way_of_kind"
    assert petition.refused("sorter 2", "sort", "2026-03-02", kind="suggestion", way="duty") == "guard.way_of_kind"


def test_sorted_anew_as_a_suggestion_it_has_no_route_left() -> None:
    petition = filed()
    petition.do("sorter 2", "sort", "2026-03-03", kind="suggestion")
    assert "way" not in petition.snapshot.facts
    assert petition.snapshot.kind == "suggestion"


def test_a_suggestion_is_studied_and_answered() -> None:
    petition = accepted(kind="suggestion", course="study")
    petition.do("handler 3", "answer_suggestion", "2026-03-20", message="已采纳")
    assert (petition.snapshot.state, petition.snapshot.outcome) == ("closed", "answer_suggestion")
