"""What comes in is trimmed and bounded; cells that a spreadsheet would execute are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text, looks_like_formula


def test_trimmed_with_plain_line_ends() -> None:
    assert clean_text("\ufeff  红卫里\r\n3号楼\t漏水\r\u2028二层 \n", "text", 100) == "红卫里\n3号楼\t漏水\n\n二层"
    assert clean_text("  ", "text", 10, required=False) == ""
    assert clean_text(None, "text", 10, required=False) == ""


@pytest.mark.parametrize(
    ("value", "code", "params"),
    [
        ("", "text.empty", {}),
        (None, "text.empty", {}),
        (" \n\u3000", "text.empty", {}),
        ("\u200b\u200d", "text.empty", {}),
        ("a\x00b", "text.control", {}),
        ("a\x1bb", "text.control", {}),
        ("a\x85b", "text.control", {}),
        ("a\ud800b", "text.control", {}),
        ("一二三四五六", "text.too_long", {"limit": 5, "length": 6}),
        ("𠮷" * 6, "text.too_long", {"limit": 5, "length": 6}),
    ],
)
def test_refused(value: str | None, code: str, params: dict[str, int]) -> None:
    with pytest.raises(Refusal) as caught:
        clean_text(value, "title", 5)
    assert (caught.value.code, caught.value.field, caught.value.params) == (code, "title", params)


def test_the_limit_counts_characters_not_bytes() -> None:
    assert clean_text("𠮷" * 5, "title", 5) == "𠮷" * 5


@given(st.text())
def test_clean_text_is_stable(text: str) -> None:
    try:
        once = clean_text(text, "text", 10_000, required=False)
    except Refusal as refusal:
        assert refusal.code == "text.control"
    else:
        assert clean_text(once, "text", 10_000, required=False) == once


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "-cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        '\t=HYPERLINK("http://x")',
        "\r=1",
        "=漏水",
        "+A1",
        "-$B$2",
        "+1+1",
        "-2-3",
        "-(1)-(2)",
        "-10*2",
        "＝1+1",
        "@sheet!A",
        "+sum(a)",
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_formulas(cell: str) -> None:
    assert looks_like_formula(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-5",
        "-1,234.50",
        "- 5",
        "-12.5%",
        "-1.5E+10",
        "+86 138 1234 5678",
        "+86-352-2345678",
        "+86 (352) 2345678",
        "-楼道漏水",
        "- 第一条：（1）修屋顶",
        "@小明 请看",
        "@李主任",
        "+1 同意",
        "-1栋漏水",
        "-B2栋漏水",
        "------",
        "=====",
        "——漏水",
        "\t缩进的正文",
        "3=2+1",
        "电话+86 138",
    ],
)
def test_plain_cells(cell: str) -> None:
    assert not looks_like_formula(cell)
