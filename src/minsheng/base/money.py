"""Money as whole 分: amounts are never floats."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from minsheng.base.errors import Refusal

FEN_IN_YUAN = 100
LARGEST_FEN = 10**15
"""Ten trillion yuan: above the yearly budget of any district, below what ``bigint`` holds."""

_UNITS = {"": 0, "元": 0, "圆": 0, "万": 4, "万元": 4, "亿": 8, "亿元": 8}
_AMOUNT = re.compile(r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>[元圆万亿]{0,2})", re.ASCII)


def parse_amount(value: str | Decimal | int, field: str | None = None) -> int:
    """Read an amount in yuan and return 分.

    Takes a Decimal or int of yuan, or text such as ``1234.5``, ``￥1,234.50``, ``12元``, ``3.2万元`` (full-width too).
    Floats are not taken: read a spreadsheet's number as text first. Raises Refusal ``money.format``,
    ``money.precision`` (finer than one 分) or ``money.too_large``.
    """
    try:
        fen = _yuan(value) * FEN_IN_YUAN
    except (InvalidOperation, KeyError, ValueError) as error:
        raise Refusal("money.format", field, value=str(value)[:40]) from error
    if abs(fen) > LARGEST_FEN:
        raise Refusal("money.too_large", field, limit=format_amount(LARGEST_FEN))
    if fen != fen.to_integral_value():
        raise Refusal("money.precision", field, value=str(value)[:40])
    return int(fen)


def format_amount(fen: int) -> str:
    """Write 分 as yuan with two decimals and grouped thousands: 123456 → ``1,234.56``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_IN_YUAN)
    return f"{sign}{yuan:,}.{rest:02d}"


def to_yuan(fen: int) -> Decimal:
    """The amount in yuan as an exact Decimal with two places, for exports and formulas."""
    return Decimal(fen).scaleb(-2)


def _yuan(value: str | Decimal | int) -> Decimal:
    if isinstance(value, float):
        raise ValueError("floats are not exact")  # noqa: TRY004 -- callers refuse every bad amount alike
    if not isinstance(value, str):
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(value)
        return number
    text = unicodedata.normalize("NFKC", value).replace("¥", "").replace("人民币", "")
    found = _AMOUNT.fullmatch("".join(text.split()))
    if found is None or len(found["number"]) > 40:
        raise ValueError(value)
    return Decimal(found["number"].replace(",", "")).scaleb(_UNITS[found["unit"]])
