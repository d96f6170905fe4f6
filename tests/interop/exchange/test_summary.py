"""The figures of an import against a count made another way."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import median, quantiles

from django.utils import timezone

from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.outcomes import Outcome
from minsheng.interop.exchange.printing import printed
from minsheng.interop.exchange.summary import quantile, summarise
from minsheng.kernel.cases.models import Case, ClockRow
from minsheng.kernel.deadlines.rules import Calendar, bundled_years, working_days_between
from tests.factories.district import District
from tests.interop.exchange.support import a_row, an_open_row, land

NAMES = {1: "城乡建设", 2: "环境保护"}


def name_of(category_id: int | None) -> str:
    return NAMES.get(category_id or 0, "(none)")


def test_numbers_by_hand() -> None:
    outcomes = [
        Outcome(1, 2, is_open=False, late=False),
        Outcome(1, 9, is_open=False, late=True),
        Outcome(1, 5, is_open=False, late=False, guessed_years=(2027,)),
        Outcome(2, 40, is_open=False, late=True),
        Outcome(None, None, is_open=True, late=True, guessed_years=(2010, 2027)),
        Outcome(None, None, is_open=True, late=False),
        Outcome(1, None, is_open=False, late=False),  # withdrawn
    ]
    summary = summarise(Landed(landed=6, known=1, outcomes=outcomes), name_of)
    assert [(line.name, line.answered, line.in_time, line.late) for line in summary.categories] == [
        ("城乡建设", 3, 2, 1),
        ("环境保护", 1, 0, 1),
    ]
    assert (summary.total.answered, summary.total.share) == (4, 0.5)
    assert (summary.open, summary.open_late) == (2, 1)
    assert (summary.median_days, summary.p90_days) == (7, 30.7)
    assert (summary.provisional, summary.guessed_years) == (2, (2010, 2027))
    assert summary.as_data()["categories"][0]["share"] == float(Fraction(2, 3))


def test_quantiles_are_those_of_the_library() -> None:
    values = sorted([3, 1, 4, 1, 5, 9, 2, 6, 5, 35])
    assert quantile(values, Fraction(1, 2)) == median(values)
    assert quantile(values, Fraction(9, 10)) == quantiles(values, n=10, method="inclusive")[8]
    assert quantile([], Fraction(1, 2)) is None
    assert quantile([7], Fraction(9, 10)) == 7


def test_the_summary_is_a_plain_recount_of_the_rows(district: District) -> None:
    columns = [*a_row(), "一级分类", "二级分类"]
    rows = [
        a_row(
            number,
            留言用户=f"U{number % 7}",
            留言时间=f"2018/{1 + number % 12}/{1 + number % 28} {number % 24}:30",
            答复时间=f"2019/{1 + number % 3}/{1 + number % 28} 9:00",
            一级分类="城乡建设" if number % 3 else "",
            二级分类=("住房", "供水")[number % 2] if number % 3 else "",
        )
        for number in range(1, 60)
    ]
    rows += [an_open_row(number, 留言时间="2019/3/1 9:00") for number in range(60, 65)]
    summary = summarise(land(rows, columns), lambda pk: "" if pk is None else "城乡建设")

    calendar = Calendar(bundled_years())
    answered = Case.objects.filter(answered_at__isnull=False).select_related("category")
    days = sorted(working_days_between(case.filed_at, case.answered_at, calendar) for case in answered)
    handle = {clock.case_id: clock for clock in ClockRow.objects.filter(key="handle")}
    late = Counter(bool(case.category_id) for case in answered if handle[case.pk].stopped_at > handle[case.pk].due_at)
    whole = Counter(bool(case.category_id) for case in answered)
    lines = {line.name: line for line in summary.categories}
    assert {name: (line.answered, line.late) for name, line in lines.items()} == {
        "城乡建设": (whole[True], late[True]),
        "": (whole[False], late[False]),
    }
    assert (summary.median_days, summary.p90_days) == (median(days), quantiles(days, n=10, method="inclusive")[8])
    assert summary.open == summary.open_late == Case.objects.filter(closed_at=None, due_at__lt=timezone.now()).count()


def test_it_prints_straight_columns() -> None:
    outcomes = [Outcome(1, 2, is_open=False, late=False), Outcome(None, 3, is_open=False, late=True)]
    lines = list(printed(summarise(Landed(landed=2, outcomes=outcomes), name_of)))
    assert lines[0] == "2 messages landed, 0 known, 0 refused"
    table = [line for line in lines if "%" in line and "days" not in line]
    assert table == [
        "(none)                     1        0       1     0.0%",
        "城乡建设                   1        1       0   100.0%",
        "all                        2        1       1    50.0%",
    ]
    assert lines[-1] == "without an answer: 0, of these late now: 0"
