"""Whoever gets a petition tells the petitioner in writing within fifteen days how it will be handled (条例 23; XF-2)."""

from __future__ import annotations

import pytest

from tests.law.disputes.petitions import HOUSING, filed, transferred
from tests.law.life import Life


def taken(received: str) -> Life:
    """The organ itself got the petition."""
    petition = filed(received)
    petition.do("registrar 2", "take_direct", received, unit=HOUSING, received_on=received)
    return petition


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-09-18", "2026-10-09 00:00"),  # domain reference 13.5 row 11: raw 10-03, due 10-08
        ("2026-02-05", "2026-02-25 00:00"),  # row 12: raw 02-20, due 02-24
        ("2026-06-04", "2026-06-23 00:00"),  # 06-19 is 端午
    ],
)
def test_fifteen_calendar_days_roll_over_holidays(received: str, due: str) -> None:
    assert taken(received).due("notice") == due
    assert transferred(received).due("notice") == due


def test_it_counts_from_the_day_of_receipt_not_of_entry() -> None:
    petition = filed("2026-03-02")
    petition.do("registrar 2", "take_direct", "2026-03-10", unit=HOUSING, received_on="2026-03-02")
    assert petition.due("notice") == "2026-03-18 00:00"


def test_a_day_of_receipt_in_the_future_is_refused() -> None:
    petition = filed("2026-03-02")
    assert (
        petition.refused("registrar 2", "take_direct", "2026-03-02", unit=HOUSING, received_on="2026-03-03")
        == "field.future"
    )


def test_acceptance_without_a_written_notice_is_refused() -> None:
    petition = transferred()
    assert petition.refused("acceptor 3", "accept", "2026-03-03", course="opinion") == "guard.no_notice"


def test_no_notice_is_owed_to_whom_nobody_can_find() -> None:
    petition = transferred()
    petition.do("acceptor 3", "waive_notice", "2026-03-03", reason="未署名，住址不清")
    assert petition.clock("notice").stopped_at is not None
    petition.do("acceptor 3", "accept", "2026-03-20", course="opinion")
    assert petition.snapshot.state == "handling"


def test_a_notice_on_the_sixteenth_day_is_late() -> None:
    petition = transferred("2026-03-02")
    petition.do("acceptor 3", "accept", "2026-03-18 08:30", course="opinion", notice_on="2026-03-18")
    assert petition.late("notice", "2026-03-18 08:30")
