"""Telephone numbers of the mainland, in one written form each."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from minsheng.base.errors import Refusal


class PhoneKind(StrEnum):
    """What a number is good for: only a mobile takes a message."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"


_COUNTRY = re.compile(r"(?:\+|00)86-?|86-?(?=1[3-9]\d-?\d{4}-?\d{4}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
# Two-digit area codes are 010 and 02x with eight digits; all others have three digits and seven or eight.
_LANDLINE = re.compile(r"0?(?P<area>10|2\d|[3-9]\d{2})(?P<local>[2-9]\d{6,7})")
_SERVICE = re.compile(r"[48]00\d{7}|11\d|12[0-2]|1[0-2]\d{3}|11[68]114|9[56]\d{3,4}")
_EXTENSION = re.compile(r"(?P<main>.*?\d)(?:转|分机|EXT\.?|X|#|,)(?P<extension>\d{1,6})")
_HYPHENATED = re.compile(r"(?P<main>0\d{2,3}-?\d{7,8})-(?P<extension>\d{1,6})")


def check_phone(text: str, field: str = "phone") -> str:
    """Return the number in its one written form, or raise Refusal ``phone.format`` on ``field``.

    Mobile ``13812345678``; landline with area code ``0352-2345678``, with extension ``0352-2345678-801``; service
    numbers as dialled: ``12345``, ``95588``, ``4001234567``. Forgives full-width digits, spaces, hyphens, brackets, and
    the country code (+86, 0086, 86). A landline without area code is refused: it reaches nobody from another city.
    """
    compact = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text)).upper().replace("—", "-").replace("–", "-")
    country = _COUNTRY.match(compact)
    main, extension = _without_extension(compact[country.end() :] if country else compact)
    number = _written(re.sub(r"[-.]", "", main), with_country=country is not None)
    if number is None or (extension and "-" not in number):
        raise Refusal("phone.format", field)
    return f"{number}-{extension}" if extension else number


def phone_kind(number: str) -> PhoneKind:
    """The kind of a number that ``check_phone`` has returned."""
    if _MOBILE.fullmatch(number):
        return PhoneKind.MOBILE
    return PhoneKind.LANDLINE if number.startswith("0") else PhoneKind.SERVICE


def _without_extension(compact: str) -> tuple[str, str]:
    found = _EXTENSION.fullmatch(compact) or _HYPHENATED.fullmatch(compact)
    return (found["main"], found["extension"]) if found else (compact, "")


def _written(digits: str, *, with_country: bool) -> str | None:
    if not digits.isascii() or not digits.isdigit():
        return None
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(digits)
    if landline and (digits.startswith("0") or with_country) and _lengths_agree(landline):
        return f"0{landline['area']}-{landline['local']}"
    return digits if _SERVICE.fullmatch(digits) and not with_country else None


def _lengths_agree(landline: re.Match[str]) -> bool:
    return len(landline["area"]) == 3 or len(landline["local"]) == 8
