"""A year's plan in compact form: every fault is found, and names its field and rule."""

from datetime import date

import pytest

from minsheng.base.errors import Refusals
from minsheng.kernel.deadlines.years import bundled_years, read_year

OFF = [
    ["元旦", "2027-01-01", "2027-01-03"],
    ["劳动节", "2027-05-01", "2027-05-05"],
    ["国庆节", "2027-10-01", "2027-10-07"],
]
WORK = ["2027-09-26"]


def faults(
    *, year: int = 2027, off: object = OFF, work: object = WORK, source: str = "通知"
) -> list[tuple[str, str | None]]:
    with pytest.raises(Refusals) as caught:
        read_year(year, off, work, source)  # type: ignore[arg-type]
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


def test_a_good_plan_comes_back() -> None:
    plan = read_year(2027, list(reversed(OFF)), WORK, " 通知 ")
    assert plan.as_data() == {"off": OFF, "work": WORK}
    assert (plan.source, plan.work) == ("通知", frozenset([date(2027, 9, 26)]))


@pytest.mark.parametrize("year", range(2019, 2027))
def test_bundled_plans_come_back(year: int) -> None:
    plan = bundled_years()[year]
    data = plan.as_data()
    assert read_year(year, data["off"], data["work"], plan.source) == plan  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"year": 1999}, ("calendar.year", "year")),
        ({"source": " "}, ("text.empty", "source")),
        ({"off": [*OFF, ["中秋节", "2027-09-15"]]}, ("calendar.off_format", "off")),
        ({"off": [*OFF, ["", "2027-09-15", "2027-09-15"]]}, ("calendar.off_format", "off")),
        ({"off": [*OFF, ["中秋节", "2027-09-31", "2027-09-31"]]}, ("calendar.off_format", "off")),
        ({"off": [*OFF, ["中秋节", None, 3]]}, ("calendar.off_format", "off")),
        ({"off": [*OFF, ["中秋节", "2027-09-16", "2027-09-15"]]}, ("calendar.span_order", "off")),
        ({"off": [*OFF, ["元旦", "2027-12-31", "2028-01-02"]]}, ("calendar.outside_year", "off")),
        ({"off": [*OFF, ["中秋节", "2027-10-07", "2027-10-08"]]}, ("calendar.overlap", "off")),
        ({"off": OFF[:1] + OFF[2:]}, ("calendar.statutory_missing", "off")),
        ({"work": ["2027-13-01"]}, ("calendar.work_format", "work")),
        ({"work": [20270926]}, ("calendar.work_format", "work")),
        ({"work": ["2026-12-27"]}, ("calendar.outside_year", "work")),
        ({"work": ["2027-10-02"]}, ("calendar.overlap", "work")),
        ({"work": ["2027-09-27"]}, ("calendar.not_weekend", "work")),
        ({"work": ["2027-09-26", "2027-09-26"]}, ("calendar.duplicate", "work")),
    ],
)
def test_each_fault(change: dict[str, object], fault: tuple[str, str]) -> None:
    assert faults(**change) == [fault]  # type: ignore[arg-type]


def test_all_faults_at_once() -> None:
    found = faults(off=[["元旦", "x", "y"]], work=["2027-09-27"], source="")
    assert found[:2] == [("text.empty", "source"), ("calendar.off_format", "off")]
    assert found.count(("calendar.statutory_missing", "off")) == 5
    assert found[-1] == ("calendar.not_weekend", "work")
