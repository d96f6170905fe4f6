"""A re-review is asked for within thirty days of receiving the reviewing opinion (条例 36; XF-7)."""

from __future__ import annotations

import pytest

from tests.law.disputes.petitions import reviewing
from tests.law.life import Life


def review_served(on: str) -> Life:
    """The reviewing opinion was given and served on one day."""
    petition = reviewing("2026-03-02", "2026-03-03")
    petition.do("reviewer 6", "review", on, verdict="upheld", opinion="维持")
    petition.do("reviewer 6", "serve_review", on, served_on=on, service="hand")
    return petition


@pytest.mark.parametrize(
    ("on", "due"),
    [("2026-03-10", "2026-04-10 00:00"), ("2026-04-02", "2026-05-07 00:00"), ("2026-03-05", "2026-04-08 00:00")],
)
def test_due_dates(on: str, due: str) -> None:
    """Over the first of May (raw 05-02), and over 清明 (raw 04-04, due 04-07)."""
    assert review_served(on).due("recheck_request") == due


def test_late_by_a_second_it_is_refused() -> None:
    petition = review_served("2026-03-10")
    assert petition.refused("petitioner", "request_recheck", "2026-04-10 00:00:01", message="不服") == "guard.too_late"
    petition.do("petitioner", "request_recheck", "2026-04-10 00:00:00", message="不服")
    assert petition.snapshot.state == "recheck_asked"


def test_unused_it_closes_the_petition() -> None:
    petition = review_served("2026-03-10")
    petition.do("system", "conclude_review", "2026-04-10 00:05")
    assert (petition.snapshot.state, petition.snapshot.outcome) == ("closed", "conclude_review")


def test_a_representative_may_ask_too() -> None:
    petition = review_served("2026-03-10")
    petition.do("representative 1", "request_recheck", "2026-03-20", message="代表不服")
    assert petition.snapshot.state == "recheck_asked"
