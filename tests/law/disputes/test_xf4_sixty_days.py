"""A claim under 31 (6) has its opinion within sixty days, extended once by thirty at most (条例 34; XF-4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.petitions import OPINION, accepted, transferred


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-08-05", "2026-10-09 00:00"),  # domain reference 13.5 row 13: raw 10-04, due 10-08
        ("2026-05-06", "2026-07-07 00:00"),  # row 14: raw 07-05, a Sunday, due 07-06
        ("2026-03-02", "2026-05-07 00:00"),  # raw 05-01
    ],
)
def test_due_dates(on: str, due: str) -> None:
    assert accepted(on).due("reply") == due


def test_thirty_more_make_the_ninetieth_day_not_thirty_after_the_rolled_one() -> None:
    petition = accepted("2026-05-06")
    petition.do("head 5", "extend", "2026-07-01", days=30, ground="需要测绘")
    assert petition.due("reply") == "2026-08-05 00:00"


@bounded(30)
@given(st.integers(1, 30))
def test_any_extension_up_to_thirty_days_is_taken_once(days: int) -> None:
    petition = accepted("2026-05-06")
    petition.do("head 5", "extend", "2026-07-01", days=days, ground="需要测绘")
    assert petition.refused("head 5", "extend", "2026-07-02", days=1, ground="再延") == "extension.count"


@pytest.mark.parametrize("days", [0, 31, 60])
def test_no_other_number_of_days(days: int) -> None:
    assert accepted().refused("head 5", "extend", "2026-03-10", days=days, ground="复杂") == "field.range"


def test_the_head_extends_and_no_handler() -> None:
    petition = accepted()
    assert petition.refused("handler 3", "extend", "2026-03-10", days=30, ground="复杂") == "act.not_your_role"
    assert petition.refused("head 3", "extend", "2026-03-10", days=30, ground="复杂") == "guard.approver_is_handler"


def test_the_petitioner_is_told_the_ground() -> None:
    act = accepted().procedure.act["extend"]
    assert act.fields["ground"] == "required"
    assert accepted().procedure.fields["ground"].public
    assert [notice.to for notice in act.notify] == ["reporter"]


def test_after_the_sixtieth_day_nothing_is_extended() -> None:
    petition = accepted("2026-03-02")
    assert petition.refused("head 5", "extend", "2026-05-07 00:00:01", days=5, ground="复杂") == "extension.too_late"


def test_the_opinion_stops_it_and_mediation_does_too() -> None:
    petition = accepted()
    petition.do("handler 3", "reply", "2026-05-06", **OPINION)
    assert not petition.late("reply", "2026-12-01")
    settled = accepted()
    settled.do("handler 3", "reconcile", "2026-03-20", message="和解")
    assert settled.clock("reply").stop_reason == "reconcile"


@pytest.mark.parametrize(("kind", "course"), [("suggestion", "study"), ("accusation", "inquiry")])
def test_only_claims_have_it(kind: str, course: str) -> None:
    petition = accepted(kind=kind, course=course)
    assert [clock.key for clock in petition.snapshot.clocks if clock.key == "reply"] == []
    assert petition.clock("course").law.startswith("local")


@pytest.mark.parametrize("part", ["claims", "findings", "basis", "opinion", "reply_kind"])
def test_an_opinion_without_one_of_its_parts_is_refused(part: str) -> None:
    """Article 32: what is asked, what was found, by which law, and the opinion with its reasons."""
    given_parts = {name: text for name, text in OPINION.items() if name != part}
    assert accepted().refused("handler 3", "reply", "2026-03-20", **given_parts) == "field.required"


def test_the_clock_begins_with_acceptance_not_with_receipt() -> None:
    petition = transferred("2026-03-02")
    petition.do("acceptor 3", "accept", "2026-03-16", course="opinion", notice_on="2026-03-16")
    assert petition.due("reply") == "2026-05-16 00:00"
