"""Citizen identity numbers 公民身份号码 (GB 11643-1999)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST_BIRTH_YEAR = 1800
"""A number with an earlier year is a slip of the pen: nobody of that age was ever given one."""

LONG, SHORT = 18, 15


class Sex(StrEnum):
    """GB/T 2261.1 as far as an identity number tells it."""

    MALE = "1"
    FEMALE = "2"


def check_identity(text: str, field: str = "identity", *, today: date | None = None) -> str:
    """Return the 18 characters of a valid number; a 15-digit number of before 1999 is brought up to 18.

    Full-width characters, spaces, hyphens and a small x are forgiven. The first six digits are those of the place of
    *first* issue and need not be an area of today: 140202, 140203 and 140211 were dissolved in 2018 and most adults of
    平城区 carry them; 810000, 820000 and 830000 (residence permits) and foreigners' numbers beginning with 9 pass too.

    Raises Refusal on ``field``: ``identity.length`` (param length), ``identity.characters``, ``identity.date`` (no such
    day, before 1800, or after ``today``, which is the Shanghai day by default), ``identity.checksum`` (param expected).
    """
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(number) not in (LONG, SHORT):
        raise Refusal("identity.length", field, length=len(number))
    if not re.fullmatch(r"\d{15}|\d{17}[\dX]", number, re.ASCII):
        raise Refusal("identity.characters", field)
    long = number if len(number) == LONG else _lengthened(number)
    _check_birth(long, field, today or datetime.now(SHANGHAI).date())
    expected = check_character(long[:-1])
    if long[-1] != expected:
        raise Refusal("identity.checksum", field, expected=expected)
    return long


def check_character(first_17: str) -> str:
    """The 18th character for 17 digits: ``10X98765432[Σ aᵢ·Wᵢ mod 11]`` (GB 11643-1999 annex, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def birth_date(number: str) -> date:
    """The date of birth in a number that ``check_identity`` has returned."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> Sex:
    """The sex in a number that ``check_identity`` has returned: the 17th digit is odd for a man."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def _lengthened(short: str) -> str:
    body = f"{short[:6]}19{short[6:]}"
    return body + check_character(body)


def _check_birth(number: str, field: str, today: date) -> None:
    try:
        born = birth_date(number)
    except ValueError as error:
        raise Refusal("identity.date", field, date=number[6:14]) from error
    if born > today or born.year < OLDEST_BIRTH_YEAR:
        raise Refusal("identity.date", field, date=number[6:14])
