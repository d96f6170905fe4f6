"""MED-6: enforcement is applied for within two years of the last day of the time for performance.

《民事诉讼法》（2023）第250条.
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import ANNA, confirmed
from tests.law.life import Life


def unperformed(last: str) -> Life:
    """Confirmed in January 2024; the time for performance ended on ``last``."""
    life = confirmed("2024-01-12 09:00")
    life.do("court 2", "note_unperformed", "2024-12-30", period_end=last)
    return life


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2024-06-30", "2026-07-01 00:00"),
        ("2024-02-29", "2026-03-01 00:00"),  # 02-28: 2026 has no 29th; a worked Saturday
        ("2024-10-04", "2026-10-09 00:00"),  # 10-04 in the holidays → 10-08
        ("2024-02-16", "2026-02-25 00:00"),  # 02-16 in the spring festival → 02-24
    ],
)
def test_two_years_from_the_last_day(last: str, due: str) -> None:
    assert unperformed(last).due("enforce") == due


@pytest.mark.parametrize(("when", "code"), [("2026-06-30 23:59", ""), ("2026-07-01 00:00:01", "guard.too_late")])
def test_to_the_last_day_and_not_beyond(when: str, code: str) -> None:
    life = unperformed("2024-06-30")
    if code:
        assert life.refused("party", "enforce", when, party=ANNA) == code
    else:
        assert life.do("party", "enforce", when, party=ANNA).facts["enforcement_at"]


def test_not_before_the_time_is_over_nor_twice() -> None:
    life = confirmed("2024-01-12 09:00")
    assert life.refused("party", "enforce", "2024-02-01", party=ANNA) == "guard.no_clock"
    assert life.refused("court 2", "note_unperformed", "2024-02-01", period_end="2024-02-02") == "field.future"
    life.do("court 2", "note_unperformed", "2024-03-02", period_end="2024-03-01")
    life.do("party", "enforce", "2024-03-04", party=ANNA)
    assert life.refused("party", "enforce", "2024-03-05", party=ANNA) == "guard.fact_given"
