"""Lateness of imported messages over holidays and make-up days, by examples that were counted by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from minsheng.base.time import SHANGHAI
from minsheng.kernel.cases.models import ClockRow
from tests.factories.district import District
from tests.interop.exchange.support import a_row, an_open_row, case_of, land

# (title, written, answered, end of the term, in time, working days to the answer)
EXAMPLES = [
    # Spring Festival 2019: 4–10 February off, Saturday 2 and Sunday 3 worked. Friday 1st is not counted;
    # 2 (1), 3 (2), 11 (3), 12 (4), 13 (5): the term of five ends with the 13th.
    ("漏水", "2019/2/1 10:00", "2019/2/13 23:59:59", (2019, 2, 14), True, 5),
    ("漏水", "2019/2/1 10:00", "2019/2/14 00:00:00", (2019, 2, 14), True, 6),
    ("漏水", "2019/2/1 10:00", "2019/2/14 00:00:01", (2019, 2, 14), False, 6),
    # A question has three working days: 2, 3 and 11 February.
    ("请问如何办理", "2019/2/1 10:00", "2019/2/11 18:00", (2019, 2, 12), True, 3),
    ("请问如何办理", "2019/2/1 10:00", "2019/2/12 08:00", (2019, 2, 12), False, 4),
    # National Day 2016: 1–7 October off, Saturday 8 and Sunday 9 worked: 8, 9, 10, 11, 12.
    ("漏水", "2016/9/30 23:30", "2016/10/12 09:00", (2016, 10, 13), True, 5),
    # Qingming 2013: 4–6 April off, Sunday 7 worked. Wednesday 3rd; 7, 8, 9, 10, 11.
    ("漏水", "2013/4/3 09:00", "2013/4/12 09:00", (2013, 4, 12), False, 6),
    # Written on a day off, within the holidays: counting begins with the first working day after it.
    ("漏水", "2019/2/6 12:00", "2019/2/15 12:00", (2019, 2, 16), True, 5),
    # 3–5 September 2015 off by a notice of its own, Sunday 6 worked: 6, 7, 8, 9, 10.
    ("漏水", "2015/9/2 09:00", "2015/9/10 17:00", (2015, 9, 11), True, 5),
    # Prolonged Spring Festival of 2020: off to 2 February; 3, 4, 5, 6, 7.
    ("漏水", "2020/1/23 17:00", "2020/2/7 17:00", (2020, 2, 8), True, 5),
    # An answer within the day.
    ("漏水", "2019/4/25 09:00", "2019/4/25 18:00", (2019, 5, 6), True, 0),
]


@pytest.mark.parametrize(("title", "written", "answered", "end", "in_time", "days"), EXAMPLES)
def test_lateness_by_hand(
    district: District, title: str, written: str, answered: str, end: tuple[int, ...], in_time: bool, days: int
) -> None:
    done = land([a_row(1, 留言主题=title, 留言时间=written, 答复时间=answered)])
    clock = ClockRow.objects.get(case=case_of(1), key="handle")
    assert clock.due_at == datetime(*end, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]  # the parts of a day
    (outcome,) = done.outcomes
    assert (outcome.late, outcome.working_days, outcome.is_open) == (not in_time, days, False)
    assert outcome.guessed_years == ()
    assert not clock.provisional


def test_an_open_message_is_late_by_now(district: District) -> None:
    (outcome,) = land([an_open_row(1)]).outcomes
    assert (outcome.late, outcome.working_days, outcome.is_open) == (True, None, True)


def test_years_without_a_plan_are_named(district: District) -> None:
    (outcome,) = land([a_row(1, 留言时间="2009/12/30 9:00", 答复时间="2010/1/6 9:00")]).outcomes
    assert outcome.guessed_years == (2009, 2010)
    assert ClockRow.objects.get(case=case_of(1), key="handle").provisional
    assert date(2010, 1, 6).weekday() < 5
