"""A unit that is not responsible objects within five WORKING days, to the sender, with detailed reasons (条例 23; XF-3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.petitions import HOUSING, REVIEWING, filed, transferred
from tests.law.life import CALENDAR

REASON = "房屋测绘由自然资源部门负责，依据三定规定"


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-09-30", "2026-10-14 00:00"),  # domain reference 13.5 row 1: 10-08, 09, 10 (Saturday, worked), 12, 13
        ("2026-02-13", "2026-02-28 00:00"),  # 02-14 (Saturday, worked), 24, 25, 26, 27
        ("2026-04-30", "2026-05-12 00:00"),  # 05-06, 07, 08, 09 (Saturday, worked), 11
    ],
)
def test_due_dates(sent: str, due: str) -> None:
    assert transferred(sent).due("objection") == due


def test_in_the_last_second_it_is_in_time_and_after_it_is_not() -> None:
    petition = transferred("2026-09-30")
    assert petition.refused("acceptor 3", "object", "2026-10-14 00:00:01", reason=REASON) == "guard.too_late"
    petition.do("acceptor 3", "object", "2026-10-14 00:00:00", reason=REASON)
    assert petition.snapshot.state == "objected"


def test_reasons_are_needed() -> None:
    assert transferred().refused("acceptor 3", "object", "2026-03-03") == "field.required"


def test_agreed_it_goes_back_to_the_sender_and_may_be_sent_elsewhere() -> None:
    petition = transferred()
    petition.do("acceptor 3", "object", "2026-03-03", reason=REASON)
    petition.do("sender 2", "agree_objection", "2026-03-04")
    assert (petition.snapshot.state, petition.snapshot.lead_unit_id, petition.snapshot.returns) == ("received", None, 1)
    petition.do("sender 2", "transfer", "2026-03-05", unit=REVIEWING, manner="forward")
    assert petition.due("objection") == "2026-03-13 00:00"


def test_rejected_it_binds_and_the_notice_is_still_due() -> None:
    petition = transferred()
    petition.do("acceptor 3", "object", "2026-03-03", reason=REASON)
    petition.do("sender 2", "reject_objection", "2026-03-04", reason="职责明确")
    assert petition.refused("acceptor 3", "object", "2026-03-05", reason=REASON) == "guard.binding"
    assert petition.due("notice") == "2026-03-18 00:00"


def test_nobody_objects_to_what_it_got_itself() -> None:
    petition = filed()
    petition.do("registrar 2", "take_direct", "2026-03-02", unit=HOUSING)
    assert petition.refused("acceptor 3", "object", "2026-03-03", reason=REASON) == "guard.no_clock"


@bounded(60)
@given(st.dates(date(2026, 1, 1), date(2026, 12, 15)))
def test_exactly_five_worked_days_lie_between(sent: date) -> None:
    due = transferred(sent.isoformat()).clock("objection").due_at
    assert due is not None
    last = (due - timedelta(seconds=1)).date()
    days = [sent + timedelta(days=n) for n in range(1, (last - sent).days + 1)]
    assert sum(CALENDAR.is_working_day(day) for day in days) == 5
    assert CALENDAR.is_working_day(last)
