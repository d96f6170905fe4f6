"""A review is asked for within thirty days of receiving the opinion (条例 35; XF-5)."""

from __future__ import annotations

import pytest

from tests.law.disputes.petitions import OPINION, accepted, served


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-03-31", "2026-05-01 00:00"),
        ("2026-04-03", "2026-05-07 00:00"),  # 05-03 is in the holiday: 05-06
        ("2026-09-03", "2026-10-09 00:00"),  # 10-03 is in the holiday: 10-08
        ("2026-04-09", "2026-05-10 00:00"),  # 05-09 is a Saturday that is worked
    ],
)
def test_due_dates(on: str, due: str) -> None:
    assert served(on=on).due("review_request") == due


def test_it_counts_from_service_not_from_entry() -> None:
    petition = accepted()
    petition.do("handler 3", "reply", "2026-03-20", **OPINION)
    petition.do("handler 3", "serve_reply", "2026-03-30", served_on="2026-03-23", service="post")
    assert petition.due("review_request") == "2026-04-23 00:00"


def test_before_service_nothing_runs_and_nothing_can_be_asked() -> None:
    petition = accepted()
    petition.do("handler 3", "reply", "2026-03-20", **OPINION)
    assert petition.refused("petitioner", "request_review", "2026-03-21", message="不服") == "act.not_open"
    assert (
        petition.refused("handler 3", "serve_reply", "2026-03-21", served_on="2026-03-19", service="hand")
        == "guard.served_early"
    )
    assert (
        petition.refused("handler 3", "serve_reply", "2026-03-21", served_on="2026-03-22", service="hand")
        == "field.future"
    )


def test_on_the_last_day_it_is_in_time_and_on_the_next_too_late() -> None:
    petition = served(on="2026-04-03")
    assert petition.refused("petitioner", "request_review", "2026-05-07 00:00:01", message="不服") == "guard.too_late"
    petition.do("petitioner", "request_review", "2026-05-06 23:59:59", message="不服")
    assert petition.snapshot.state == "review_asked"


def test_unused_it_closes_the_petition() -> None:
    petition = served(on="2026-04-03")
    assert petition.procedure.clock["review_request"].lapse == "conclude"
    petition.do("system", "conclude", "2026-05-07 00:05")
    assert (petition.snapshot.state, petition.snapshot.outcome) == ("closed", "conclude")
    assert petition.refused("petitioner", "request_review", "2026-05-08", message="不服") == "act.not_open"


@pytest.mark.parametrize(
    ("born", "course", "act"),
    [({"kind": "suggestion"}, "study", "answer_suggestion"), ({"way": "duty"}, "duty", "answer_duty")],
)
def test_only_written_opinions_are_reviewed(born: dict[str, str], course: str, act: str) -> None:
    petition = accepted(course=course, **born)
    petition.do("handler 3", act, "2026-03-20", message="已办理")
    assert petition.refused("petitioner", "request_review", "2026-03-21", message="不服") == "act.not_open"
