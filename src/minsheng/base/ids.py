"""Case codes that people read out, write down and type again."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from minsheng.base.errors import Refusal

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters, none of 0, O, 1, I, L. The number is a prime: that is what makes one check character strong."""

RANDOM_LENGTH = 5
_BASE = len(ALPHABET)
_STEP = 3  # a primitive root of 31: its first 30 powers differ, so no two places weigh the same
_CODE = re.compile(rf"(?P<prefix>[A-Z]{{1,4}})(?P<day>\d{{6}})(?P<tail>[{ALPHABET}]{{{RANDOM_LENGTH + 1}}})", re.ASCII)


class Chooser(Protocol):
    """What a source of randomness must offer: ``secrets`` and ``random.Random`` both do."""

    def choice(self, seq: Sequence[str], /) -> str:
        """One element of ``seq``, each equally likely."""


def new_code(prefix: str, on: date, rng: Chooser = secrets) -> str:
    """Make a case code such as ``HL261123-7K3Q9F``: prefix, day, five random characters, one check character.

    Collisions: 31⁵ = 28,629,151 tails per prefix and day. With n codes on a day some two agree with a chance of about
    n² / 57,000,000 (100: 0.02 %, 1,000: 1.7 %), so the column must be unique and the caller must try again. A guess
    hits one of n codes of a known day with n / 28.6 million: a code alone is no secret, ask for a second proof.

    Check character: weighted sum modulo the prime 31 with different weights. It finds every single wrong character and
    every swap of two neighbours within the prefix, the day or the tail; of arbitrary errors it misses 1 in 31.

    ``prefix`` is 1–4 capital letters (ValueError otherwise); ``on`` the local day of intake.
    """
    if not re.fullmatch(r"[A-Z]{1,4}", prefix):
        raise ValueError(f"prefix must be 1 to 4 capital letters: {prefix!r}")
    head = f"{prefix}{on:%y%m%d}"
    tail = "".join(rng.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return f"{head}-{tail}{_check_character(head, tail)}"


def check_code(text: str) -> str:
    """Return the code as it was issued, or raise Refusal ``code.check`` on field ``code``.

    Forgives full-width and lower-case letters, spaces and dashes anywhere, and a missing hyphen. Nothing is guessed:
    a wrong character is refused, not repaired.
    """
    letters = unicodedata.normalize("NFKC", text).upper()
    found = _CODE.fullmatch("".join(c for c in letters if not c.isspace() and unicodedata.category(c) != "Pd"))
    if found is None or not _is_day(found["day"]):
        raise Refusal("code.check", field="code")
    head, tail = found["prefix"] + found["day"], found["tail"]
    if _check_character(head, tail[:-1]) != tail[-1]:
        raise Refusal("code.check", field="code")
    return f"{head}-{tail}"


def _check_character(head: str, random_part: str) -> str:
    values = [int(c, 36) for c in head] + [ALPHABET.index(c) for c in random_part]
    # The weights count from the right, so that a prefix of any length leaves the other places alone.
    total = sum(value * pow(_STEP, place, _BASE) for place, value in enumerate(reversed(values), start=1))
    return ALPHABET[-total % _BASE]


def _is_day(text: str) -> bool:
    try:
        date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return False
    return True
