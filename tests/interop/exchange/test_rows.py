"""Every kind of row that must not land is refused at its cell, and all others are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from minsheng.base.time import SHANGHAI
from minsheng.interop.exchange.messages import Message, Refused
from tests.interop.exchange.support import Row, a_row, an_open_row, csv_bytes, read, xlsx_bytes

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BAD: list[tuple[Row, str | None, str]] = [
    (a_row(留言时间="2019/2/30 9:00:00"), "留言时间", "instant.format"),
    (a_row(留言时间="昨天"), "留言时间", "instant.format"),
    (a_row(留言时间=""), "留言时间", "instant.format"),
    (a_row(留言时间=43580.39), "留言时间", "instant.format"),
    (a_row(留言时间="2031/1/1 9:00:00", 答复意见="", 答复时间=""), "留言时间", "import.in_future"),
    (a_row(答复时间="2031/1/1 9:00:00"), "答复时间", "import.in_future"),
    (a_row(答复时间="2019-13-01"), "答复时间", "instant.format"),
    (a_row(答复时间="2019/4/25 9:32:08"), "答复时间", "import.answer_before"),
    (a_row(答复时间=""), "答复时间", "import.answer_without_time"),
    (a_row(答复意见=" \n"), "答复意见", "import.time_without_answer"),
    (a_row(留言详情=""), "留言详情", "text.empty"),
    (a_row(留言详情=" \t\n\u200b"), "留言详情", "text.empty"),
    (a_row(留言详情="水" * 40_000), "留言详情", "text.too_long"),
    (a_row(留言主题="水" * 40_000), "留言主题", "text.too_long"),
    (a_row(答复意见="水" * 40_000), "答复意见", "text.too_long"),
    (a_row(留言用户="水" * 40_000), "留言用户", "text.too_long"),
    (a_row(number=""), "留言编号", "text.empty"),
    (a_row(number="12 34"), "留言编号", "import.number_format"),
    (a_row(number="9" * 65), "留言编号", "text.too_long"),
    (a_row(留言详情='=HYPERLINK("http://x","y")'), "留言详情", "import.formula"),
    (a_row(留言主题="=1+1"), "留言主题", "import.formula"),
    (a_row(留言用户="@SUM(A1:A9)"), "留言用户", "import.formula"),
    (a_row(答复意见="+cmd|' /C calc'!A0"), "答复意见", "import.formula"),
    (a_row(number="=A1"), "留言编号", "import.formula"),
    (a_row(留言时间="=NOW()"), "留言时间", "import.formula"),
    (a_row(答复时间="=NOW()"), "答复时间", "import.formula"),
]
ONLY_IN_CSV: list[tuple[Row, str | None, str]] = [  # XML cannot hold these characters
    (a_row(留言详情="漏水\x00了"), "留言详情", "text.control"),
    (a_row(留言主题="漏水\x07"), "留言主题", "text.control"),
    (a_row(答复意见="\x1b[31m已修"), "答复意见", "text.control"),
    (a_row(number="12\x00"), "留言编号", "text.control"),
    (a_row(留言详情="坏字节\udcff"), "留言详情", "text.control"),
]


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
@pytest.mark.parametrize(("row", "column", "code"), BAD)
def test_a_bad_row_is_refused_at_its_cell(
    make: Callable[[list[Row]], bytes], row: Row, column: str | None, code: str
) -> None:
    before, refused, after = read(make([a_row(8), row, an_open_row(9)]), NOW)
    assert isinstance(before, Message)
    assert isinstance(after, Message)
    assert isinstance(refused, Refused)
    assert [(fault.row, fault.refusal.field, fault.refusal.code) for fault in refused.faults] == [(3, column, code)]


@pytest.mark.parametrize(("row", "column", "code"), ONLY_IN_CSV)
def test_control_characters_and_broken_bytes_are_refused(row: Row, column: str, code: str) -> None:
    before, refused, after = read(csv_bytes([a_row(8), row, an_open_row(9)]), NOW)
    assert isinstance(before, Message)
    assert isinstance(after, Message)
    assert isinstance(refused, Refused)
    assert [(fault.refusal.field, fault.refusal.code) for fault in refused.faults] == [(column, code)]


def test_every_fault_of_a_row_is_named() -> None:
    (refused,) = read(csv_bytes([a_row(留言时间="?", 留言详情="", 答复时间="?")]), NOW)
    assert isinstance(refused, Refused)
    assert {(fault.refusal.field, fault.refusal.code) for fault in refused.faults} == {
        ("留言时间", "instant.format"),
        ("留言详情", "text.empty"),
        ("答复时间", "instant.format"),
    }


def test_a_number_lands_once() -> None:
    first, again, other = read(csv_bytes([a_row(7), a_row(7, 留言主题="别的"), a_row(8)]), NOW)
    assert isinstance(first, Message)
    assert isinstance(other, Message)
    assert isinstance(again, Refused)
    assert (again.faults[0].refusal.code, again.faults[0].refusal.params) == ("import.number_twice", {"first": 2})


def test_a_number_whose_first_row_was_bad_lands_with_the_second() -> None:
    bad, good = read(csv_bytes([a_row(7, 留言时间="?"), a_row(7)]), NOW)
    assert (type(bad), type(good)) == (Refused, Message)


def test_a_good_row_is_cleaned() -> None:
    (message,) = read(
        xlsx_bytes([a_row(2549.0, 留言时间=datetime(2019, 4, 25, 9, 32, 9), 留言主题="  -吉祥𠮷号  ")]), NOW
    )
    assert isinstance(message, Message)
    assert (message.number, message.title) == ("2549", "-吉祥𠮷号")
    assert message.at == datetime(2019, 4, 25, 9, 32, 9, tzinfo=SHANGHAI)
    assert message.body.startswith("小区物业公司")


def test_what_is_no_formula_is_not_refused() -> None:
    rows = [a_row(1, 留言主题="-3℃还没供暖"), a_row(2, 留言详情="@市长 请关注"), a_row(3, 留言主题="===")]
    rows += [a_row(4, 答复意见="+86 138 1234 5678 可联系"), a_row(5, 留言主题="--")]
    assert [type(row) for row in read(csv_bytes(rows), NOW)] == [Message] * 5


def test_too_many_cells_mean_a_broken_row() -> None:
    content = (
        csv_bytes([a_row(1)])
        + "2,A,题,2019/4/25 9:32,详情,,,多出,一格\n".encode()
        + csv_bytes([a_row(3)]).split(b"\r\n", 1)[1]
    )
    one, two, three = read(content, NOW)
    assert (type(one), type(two), type(three)) == (Message, Refused, Message)
    assert isinstance(two, Refused)
    assert two.faults[0].refusal.code == "import.too_many_cells"


def test_an_open_quotation_mark_costs_its_own_row_only_up_to_the_end() -> None:
    content = csv_bytes([a_row(1)]) + '2,A,题,2019/4/25 9:32,"没有闭合,,\n3,B,题,2019/4/25 9:32,详情,,\n'.encode()
    one, two = read(content, NOW)
    assert isinstance(one, Message)
    assert isinstance(two, Refused)
    assert "import.unclosed_quote" in {fault.refusal.code for fault in two.faults}


def test_categories_may_not_skip_a_level() -> None:
    columns = [*a_row(), "一级标签", "二级标签", "三级分类"]
    rows = [
        a_row(1, 一级标签="城乡建设", 二级标签="住房"),
        a_row(2, 一级标签="城乡建设", 三级分类="房屋漏水"),
        a_row(3),
    ]
    good, gap, none = read(csv_bytes(rows, columns), NOW)
    assert isinstance(good, Message)
    assert good.category == ("城乡建设", "住房")
    assert isinstance(gap, Refused)
    assert gap.faults[0].refusal.code == "import.category_gap"
    assert isinstance(none, Message)
    assert none.category == ()
