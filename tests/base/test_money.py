"""Amounts are whole 分."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusal
from minsheng.base.money import LARGEST_FEN, format_amount, parse_amount, to_yuan


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("1234.5", 123450),
        ("￥1,234.50", 123450),
        ("12元", 1200),
        ("３．２万元", 3200000),
        ("1.5亿", 15000000000),
        ("-0.01", -1),
        ("0", 0),
        (" 760 ", 76000),
        (Decimal("760.00"), 76000),
        (760, 76000),
    ],
)
def test_parse(value: str | Decimal | int, fen: int) -> None:
    assert parse_amount(value) == fen


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "money.format"),
        ("abc", "money.format"),
        ("1,23", "money.format"),
        ("12元元", "money.format"),
        ("1e5", "money.format"),
        (Decimal("NaN"), "money.format"),
        (1.5, "money.format"),
        ("9" * 500, "money.format"),
        ("0.001", "money.precision"),
        ("99999999999999", "money.too_large"),
    ],
)
def test_refused(value: object, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_amount(value, "amount")  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, "amount")


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_written_and_read_again(fen: int) -> None:
    assert parse_amount(format_amount(fen)) == fen
    assert parse_amount(to_yuan(fen)) == fen


def test_format() -> None:
    assert [format_amount(fen) for fen in (0, 5, -5, 123456, -100000000)] == [
        "0.00",
        "0.05",
        "-0.05",
        "1,234.56",
        "-1,000,000.00",
    ]
