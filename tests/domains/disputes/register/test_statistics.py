"""The figures of the register, counted by hand, and what must hold of any register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.register.rules import (
    BREACHED,
    PERFORMED,
    SETTLED,
    Entry,
    Period,
    Share,
    Tally,
    performance_of,
    result_of,
    statistics,
    tally_of,
)

KINDS = ("neighbours", "labour", "family")
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
BLANK = Entry(
    code="TJ230110-AAAAAA", unit_id=1, area_id=1, kind="neighbours", source="application", manner="written", level="normal",
    people=2, amount=None, filed_on=date(2023, 3, 1), accepted_on=date(2023, 3, 2), settled_on=None, result="", form="",
    agreed_amount=None, perform_by=None, performance="", performed_on=None, applied_on=None, ruling="", sessions=0,
    late=False, risk_reported=False, handed_over=False,
)  # fmt: skip
AGREED = replace(
    BLANK, settled_on=date(2023, 3, 22), result="agreed", form="written", agreed_amount=Decimal("12000.50"),
    amount=Decimal(20000), perform_by=date(2023, 6, 30), performance=PERFORMED,
)  # fmt: skip


def test_one_agreement_counts_on_its_days() -> None:
    tally = tally_of(AGREED, YEAR)
    assert (tally.accepted, tally.settled, tally.agreed, tally.written, tally.oral) == (1, 1, 1, 1, 0)
    assert (tally.due, tally.performed, tally.days, tally.people) == (1, 1, 20, 2)
    assert (tally.amount, tally.agreed_amount) == (Decimal(20000), Decimal("12000.50"))


def test_what_was_accepted_last_year_and_settled_in_this_one_counts_as_settled_only() -> None:
    entry = replace(AGREED, filed_on=date(2022, 12, 20), accepted_on=date(2022, 12, 21), settled_on=date(2023, 1, 10))
    tally = tally_of(entry, YEAR)
    assert (tally.accepted, tally.settled, tally.people, tally.days) == (0, 1, 0, 20)


def test_performance_is_due_on_its_own_day() -> None:
    next_year = replace(AGREED, perform_by=date(2024, 1, 31))
    assert tally_of(next_year, YEAR).due == 0
    assert tally_of(next_year, Period(date(2024, 1, 1), date(2024, 12, 31))).performed == 1
    without_day = replace(AGREED, perform_by=None)
    assert tally_of(without_day, YEAR).due == 1


def test_rates_by_hand() -> None:
    entries = [
        AGREED,
        replace(AGREED, kind="labour", form="oral", performance=BREACHED, late=True),
        replace(BLANK, result="failed", settled_on=date(2023, 4, 1)),
        replace(BLANK, result="terminated", settled_on=date(2023, 4, 2)),
        replace(BLANK, result="not_accepted", accepted_on=None),
        BLANK,
    ]
    lines, total = statistics(entries, YEAR, KINDS)
    assert (total.accepted, total.settled, total.agreed, total.failed, total.terminated) == (5, 4, 2, 1, 1)
    assert total.success == Share(2, 4)
    assert total.success.percent == Decimal("50.0")
    assert total.performance.percent == Decimal("50.0")
    assert total.lateness.percent == Decimal("25.0")
    assert lines["family"] == Tally()
    assert lines["labour"].success.percent == Decimal("100.0")
    assert Tally().success.percent is None
    assert Tally().mean_days is None


def test_results_follow_from_states() -> None:
    assert result_of("mediating", "", agreed=False, ended=False) == ""
    assert result_of("archived", "performed", agreed=True, ended=False) == "agreed"
    assert result_of("archived", "failed", agreed=False, ended=True) == "failed"
    assert result_of("archived", "terminated", agreed=False, ended=True) == "terminated"
    assert result_of("not_accepted", "decline", agreed=False, ended=False) == "not_accepted"
    assert performance_of("agreed", "", agreed=True, performed=False, breached=False) == "waiting"
    assert performance_of("archived", "breached", agreed=True, performed=False, breached=True) == "breached"
    assert performance_of("failed", "", agreed=False, performed=False, breached=False) == ""


def test_a_share_is_rounded_half_up() -> None:
    assert Share(1, 8).percent == Decimal("12.5")
    assert Share(1, 16).percent == Decimal("6.3")
    assert Share(55, 61).percent == Decimal("90.2")
    assert Share(2, 3).value == Fraction(2, 3)


days = st.dates(date(2022, 6, 1), date(2024, 6, 1))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    filed = draw(days)
    accepted = draw(st.none() | st.integers(0, 5).map(lambda n: filed + timedelta(days=n)))
    result = draw(st.sampled_from(["", "agreed", "failed", "terminated"])) if accepted else ""
    settled = (accepted or filed) + timedelta(days=draw(st.integers(0, 90))) if result else None
    return replace(
        BLANK, kind=draw(st.sampled_from(KINDS)), filed_on=filed, accepted_on=accepted, result=result, settled_on=settled,
        form=draw(st.sampled_from(["written", "oral"])) if result == "agreed" else "",
        performance=draw(st.sampled_from([PERFORMED, BREACHED, "waiting"])) if result == "agreed" else "",
        perform_by=draw(st.none() | days) if result == "agreed" else None, late=draw(st.booleans()),
    )  # fmt: skip


@given(st.lists(entries(), max_size=40), days, st.integers(0, 400))
def test_lines_add_up_and_no_share_exceeds_its_whole(many: list[Entry], first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    lines, total = statistics(many, period, KINDS)
    assert sum(lines.values(), Tally()) == total
    assert total.settled == total.agreed + total.failed + total.terminated
    assert total.agreed == total.written + total.oral
    for share in (total.success, total.performance, total.confirmation, total.lateness):
        assert 0 <= share.part <= share.whole
    assert total.settled == sum(1 for e in many if e.result in SETTLED and period.holds(e.settled_on))


@given(st.lists(entries(), max_size=30), days, st.integers(1, 200), st.integers(1, 200))
def test_two_periods_that_meet_add_up(many: list[Entry], first: date, one: int, two: int) -> None:
    middle, last = first + timedelta(days=one), first + timedelta(days=one + two)
    _, whole = statistics(many, Period(first, last), KINDS)
    _, before = statistics(many, Period(first, middle), KINDS)
    _, after = statistics(many, Period(middle + timedelta(days=1), last), KINDS)
    assert before + after == whole
