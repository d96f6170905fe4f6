"""Text as it comes in: trimmed, bounded, free of control characters; and cells that a spreadsheet would execute."""

from __future__ import annotations

import re
import unicodedata

from minsheng.base.errors import Refusal

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
# C0 and C1 controls without tab and newline, and halves of surrogate pairs: none of them can be stored or shown.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = frozenset(("Cf", "Zs", "Zl", "Zp", "Cc"))


def clean_text(value: str | None, field: str, max_length: int, required: bool = True) -> str:
    """Return ``value`` trimmed, with line feeds as line ends and without byte-order marks; nothing else is changed.

    ``max_length`` counts code points after trimming. Raises Refusal on ``field``: ``text.control`` for NUL and other
    control characters (tab and newline are allowed), ``text.empty`` when required and nothing visible is there,
    ``text.too_long`` (params limit, length).
    """
    text = _LINE_ENDS.sub("\n", value or "").replace("\ufeff", "").strip()
    if _FORBIDDEN.search(text):
        raise Refusal("text.control", field)
    if all(unicodedata.category(c) in _INVISIBLE for c in text):
        text = ""
    if required and not text:
        raise Refusal("text.empty", field)
    if len(text) > max_length:
        raise Refusal("text.too_long", field, limit=max_length, length=len(text))
    return text


_FIRST, _START = "=+-@", 40
_PLAIN_NUMBER = re.compile(r"[+-]\s?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:E[+-]?\d+)?\s?%?", re.ASCII | re.IGNORECASE)
_PHONE = re.compile(r"\+\d[\d\s()-]{5,20}", re.ASCII)
_SIGNS = re.compile(
    r"[A-Z][A-Z0-9_.]{0,40}\("  # a function
    r"|\|"  # a DDE call
    r"|!\$?[A-Z]"  # a cell of another sheet
    r"|(?<!\w)\$?[A-Z]{1,3}\$?\d+(?!\w)"  # a cell
    r"|^[+-]\s*\(?[\d.]+\)?\s*[-+*/^&]\s*\(?[\d.]",  # a sum
    re.IGNORECASE,
)


def looks_like_formula(value: str) -> bool:
    """Whether a spreadsheet might execute a cell with this text (OWASP "CSV injection").

    True for a cell that begins with ``=`` and something after it, or with ``+ - @`` (full-width too, and behind leading
    tabs or line ends) and a function, cell, sum or DDE call. A plain negative number, a percentage, a phone number such
    as ``+86 138 1234 5678``, a dash before a sentence and ``@小明`` are not formulas.
    """
    start = unicodedata.normalize("NFKC", value.lstrip()[:_START]).lstrip()
    if start and start[0] not in _FIRST:  # nearly every cell of a large file
        return False
    text = unicodedata.normalize("NFKC", value).strip()
    if not text or text[0] not in _FIRST:
        return False
    if text[0] == "=":
        return bool(text.strip("= \t"))
    if _PLAIN_NUMBER.fullmatch(text) or _PHONE.fullmatch(text):
        return False
    return _SIGNS.search(text) is not None
