"""HL-1: an order is handled and answered within five working days.

《济南市12345市民服务热线条例》第24条、潍坊市热线规定第20条 (domain reference 0.3 HL-1, 13.5 row 10), taken as the district's
example until it is confirmed. The day of the filing is not counted (民法典 201); the last day ends at 24:00 (民法典 203).
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.time import SHANGHAI, end_of_day, local_date
from minsheng.kernel.deadlines.rules import working_days_between
from tests.hypothesis_profile import bounded
from tests.law.hotline.support import filed, handled
from tests.law.life import CALENDAR, at

# Filed on, last day of the term.
VECTORS = [
    ("2026-04-30", "2026-05-11"),  # over 劳动节; Saturday 05-09 is worked (13.5 row 10)
    ("2026-11-23", "2026-11-30"),  # row 10
    ("2026-09-30", "2026-10-13"),  # over 国庆节; Saturday 10-10 is worked
    ("2026-02-13", "2026-02-27"),  # over 春节; Saturday 02-14 is worked
    ("2026-09-18", "2026-09-24"),  # Sunday 09-20 is worked
    ("2026-06-20", "2026-06-26"),  # filed on a rest day
]


@pytest.mark.parametrize(("on", "last"), VECTORS)
def test_the_last_day(on: str, last: str) -> None:
    order = filed(on)
    assert order.clock("handle").due_at == end_of_day(local_date(at(last)))
    assert not order.late("handle", f"{last} 23:59:59")
    assert order.due("handle").endswith("00:00")


@pytest.mark.parametrize(("on", "last"), VECTORS)
def test_answered_at_the_last_stroke_is_in_time_and_after_it_late(on: str, last: str) -> None:
    in_time, late = handled(on), handled(on)
    midnight = in_time.due("handle")
    in_time.do("handler 3", "answer", f"{last} 23:59:59", answer="已办", result="solved")
    late.do("handler 3", "answer", f"{midnight}:01", answer="已办", result="solved")
    assert (in_time.late("handle", f"{last} 23:59:59"), late.late("handle", f"{midnight}:01")) == (False, True)


@bounded(60)
@given(st.datetimes(at("2026-01-01").replace(tzinfo=None), at("2026-12-20").replace(tzinfo=None)))
def test_between_filing_and_last_day_lie_five_working_days(when: object) -> None:
    order = filed(str(when))
    last = local_date(order.clock("handle").raw_due - timedelta(microseconds=1))
    assert working_days_between(local_date(at(str(when))), last, CALENDAR) == 5
    assert CALENDAR.is_working_day(last)


@pytest.mark.parametrize(
    ("kind", "due", "law"),
    [
        ("consultation", "2026-05-09 00:00", "local 咨询3个工作日"),
        ("praise", "2026-05-19 00:00", "local 表扬"),
        ("help", "2026-05-12 00:00", "jn24"),
        ("complaint", "2026-05-12 00:00", "jn24"),
        ("report", "2026-05-12 00:00", "jn24"),
        ("suggestion", "2026-05-12 00:00", "jn24"),
    ],
)
def test_the_kind_decides_the_term_and_its_source(kind: str, due: str, law: str) -> None:
    order = filed("2026-04-30", kind=kind)
    assert (order.due("handle"), order.clock("handle").law) == (due, law)


def test_a_case_that_nobody_took_runs_all_the_same() -> None:
    order = filed("2026-04-30")
    assert order.snapshot.lead_unit_id is None
    assert order.late("handle", "2026-05-12 00:00:01")


def test_no_edit_and_no_change_of_hands_starts_the_term_anew() -> None:
    order = handled("2026-04-30")
    order.do("dispatcher 2", "classify", "2026-05-06", kind="praise", urgent=True)
    order.do("handler 3", "return_order", "2026-05-07", reason="非我局", basis="三定")
    order.do("dispatcher 2", "dispatch", "2026-05-07 11:00", unit=20)
    assert (order.due("handle"), order.clock("handle").run) == ("2026-05-12 00:00", 1)


def test_the_zone_of_a_day_is_that_of_the_district() -> None:
    """Filed at 23:30 in Shanghai is still that day, though in UTC it is the afternoon."""
    assert filed("2026-04-30 23:30").due("handle") == "2026-05-12 00:00"
    assert filed("2026-04-30 00:00").due("handle") == "2026-05-12 00:00"
    assert at("2026-04-30 23:30").tzinfo is SHANGHAI
