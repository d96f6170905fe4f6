"""Tokens: the one currency of access. A row carries tokens that may open it, an actor carries tokens from its posts.

A token is a positive 63-bit integer: kind (4 bits), realm (8), clearance (3), id (48). Both questions — "may this
actor touch this row" and "which rows may this actor see" — are one set intersection over tokens, and so is the
row-level security policy in the database.
"""

from __future__ import annotations

from enum import IntEnum

SYSTEM = 1
"""The token that passes every policy: jobs, imports, and services after their own check."""

_ID_BITS = 48
_CLEARANCE_BITS = 3
_REALM_BITS = 8
MAX_CLEARANCE = 3


class Kind(IntEnum):
    """What the id of a token names."""

    AREA = 1
    UNIT = 2
    PARTY = 3
    CASE = 4
    ACCOUNT = 5
    MEMBER = 6


def pack(kind: Kind, subject_id: int, *, realm: int = 0, clearance: int = 0) -> int:
    """Return the token for ``subject_id``. Raises ValueError when a part does not fit its bits."""
    if not 0 < subject_id < 1 << _ID_BITS:
        raise ValueError(f"token id out of range: {subject_id}")
    if not 0 <= clearance <= MAX_CLEARANCE or not 0 <= realm < 1 << _REALM_BITS:
        raise ValueError(f"token realm or clearance out of range: {realm}, {clearance}")
    head = (kind << _REALM_BITS | realm) << _CLEARANCE_BITS | clearance
    return head << _ID_BITS | subject_id


def party_token(party_id: int) -> int:
    """Token of a person or organisation that is party to a case."""
    return pack(Kind.PARTY, party_id)


def case_token(case_id: int) -> int:
    """Token of one case, handed to a resident who proved its code and phone tail."""
    return pack(Kind.CASE, case_id)


def account_token(account_id: int) -> int:
    """Token of one account, given to a case that names it (its mediators) or bars it."""
    return pack(Kind.ACCOUNT, account_id)


def member_token(unit_id: int) -> int:
    """Token of everybody with a post in a unit or below it. No row opens to it: it bars, whatever the posts allow."""
    return pack(Kind.MEMBER, unit_id)


def as_setting(tokens: frozenset[int] | set[int]) -> str:
    """Write tokens as the text of a ``bigint[]`` for the setting ``minsheng.tokens``."""
    return "{" + ",".join(map(str, sorted(tokens))) + "}"
