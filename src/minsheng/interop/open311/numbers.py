"""Public numbers of requests: they name a case to everybody, and give away neither its code nor any other case."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: none of I, L, O, U."""
_TAG = 6
_LONGEST = 13


def number_of(case_id: int) -> str:
    """The public number of a case: its id and a keyed tag of 30 bits, so that numbers cannot be counted through."""
    return f"{_written(case_id)}-{_tag(case_id)}"


def case_id_of(number: str) -> int | None:
    """The id behind a public number, or None when it is not one of ours."""
    head, _, tag = number.strip().upper().partition("-")
    if not head or len(head) > _LONGEST or any(letter not in _DIGITS for letter in head):
        return None
    case_id = 0
    for letter in head:
        case_id = case_id * 32 + _DIGITS.index(letter)
    if case_id >= 1 << 62 or not hmac.compare_digest(_tag(case_id).encode(), tag.encode("utf-8", "replace")):
        return None
    return case_id


def _tag(case_id: int) -> str:
    digest = hmac.digest(settings.INDEX_KEY, f"open311:{case_id}".encode(), hashlib.sha256)
    return _written(int.from_bytes(digest[:4], "big") >> 2).rjust(_TAG, "0")


def _written(number: int) -> str:
    letters = ""
    while number or not letters:
        number, rest = divmod(number, 32)
        letters = _DIGITS[rest] + letters
    return letters
