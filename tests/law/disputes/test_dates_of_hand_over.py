"""Dates that go along when a dispute is handed over: from when and to when each way is open.

人民调解法 33; 民法典 188; 劳动争议调解仲裁法 27; 行政复议法 20. The day from which a term counts is not counted itself.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.handover.dates import WAYS, Way, dates_for

AGREED, LAST, BREACH, ENDED = date(2026, 8, 31), date(2026, 11, 10), date(2026, 11, 20), date(2026, 8, 20)


def test_confirmation_counts_from_the_agreement() -> None:
    found = dates_for(Way.CONFIRMATION, agreed_on=AGREED, perform_by=LAST, breached_on=None, ended_on=None)
    assert (found.counts_from, found.apply_by) == (AGREED, date(2026, 9, 30))  # domain reference, example 17


@pytest.mark.parametrize(
    ("way", "until"),
    [
        (Way.COURT, date(2029, 11, 10)),
        (Way.ARBITRATION, date(2027, 11, 10)),
        (Way.RECONSIDERATION, date(2027, 1, 9)),
        (Way.DEPARTMENT, None),
    ],
)
def test_other_ways_count_from_the_last_day_of_performance(way: Way, until: date | None) -> None:
    found = dates_for(way, agreed_on=AGREED, perform_by=LAST, breached_on=BREACH, ended_on=None)
    assert (found.counts_from, found.apply_by, found.law) == (LAST, until, WAYS[way].law)


def test_without_such_a_day_they_count_from_the_breach_or_from_the_end_of_the_mediation() -> None:
    assert (
        dates_for(Way.COURT, agreed_on=AGREED, perform_by=None, breached_on=BREACH, ended_on=None).counts_from == BREACH
    )
    assert dates_for(Way.COURT, agreed_on=None, perform_by=None, breached_on=None, ended_on=ENDED).counts_from == ENDED
    assert dates_for(Way.COURT, agreed_on=None, perform_by=None, breached_on=None, ended_on=None).apply_by is None


def test_a_leap_day_has_no_corresponding_day() -> None:
    found = dates_for(Way.COURT, agreed_on=None, perform_by=date(2028, 2, 29), breached_on=None, ended_on=None)
    assert found.apply_by == date(2031, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.sampled_from(list(Way)))
def test_no_way_closes_before_it_opens(day: date, way: Way) -> None:
    found = dates_for(way, agreed_on=day, perform_by=day, breached_on=day, ended_on=day)
    assert found.apply_by is None or found.apply_by > day
    assert WAYS[way].told
