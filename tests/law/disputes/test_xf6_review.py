"""The higher organ gives its reviewing opinion within thirty days; nothing extends them (条例 35; XF-6)."""

from __future__ import annotations

import pytest

from tests.law.disputes.petitions import HOUSING, REVIEWING, reviewing, served


@pytest.mark.parametrize(
    ("opinion", "asked", "due"),
    [
        ("2026-01-19", "2026-01-20", "2026-02-25 00:00"),  # domain reference 13.5 row 15: raw 02-19, due 02-24
        ("2026-03-31", "2026-04-02", "2026-05-07 00:00"),  # raw 05-02
        ("2026-05-20", "2026-05-22", "2026-06-23 00:00"),  # 06-21 is in the 端午 holiday
    ],
)
def test_due_dates(opinion: str, asked: str, due: str) -> None:
    assert reviewing(opinion, asked).due("review") == due


def test_there_is_no_extension() -> None:
    petition = reviewing("2026-03-31", "2026-04-02")
    assert petition.procedure.clock["review"].extend is None
    assert petition.procedure.clock["review"].pause == []
    assert petition.refused("head 5", "extend", "2026-04-10", days=10, ground="复杂") == "act.not_open"


def test_it_runs_from_the_request_though_the_organ_is_named_later() -> None:
    petition = served(on="2026-03-31")
    petition.do("petitioner", "request_review", "2026-04-02", message="不服")
    petition.do("sender 2", "assign_review", "2026-04-20", unit=REVIEWING)
    assert petition.due("review") == "2026-05-07 00:00"


def test_nobody_reviews_its_own_opinion() -> None:
    petition = served(on="2026-03-31")
    petition.do("petitioner", "request_review", "2026-04-02", message="不服")
    assert petition.refused("sender 2", "assign_review", "2026-04-03", unit=HOUSING) == "guard.own_judge"


def test_nor_does_a_clerk_who_handled_it() -> None:
    petition = reviewing("2026-03-31", "2026-04-02")
    assert (
        petition.refused("reviewer 3", "review", "2026-04-10", verdict="upheld", opinion="维持")
        == "guard.handler_is_rater"
    )


def test_the_opinion_stops_it() -> None:
    petition = reviewing("2026-01-19", "2026-01-20")
    petition.do("reviewer 6", "review", "2026-02-24 23:59:59", verdict="changed", opinion="部分支持")
    assert not petition.late("review", "2026-03-01")
