"""What rounds and visits have in common: texts that hold no personal secrets, keys under which a phone sends again."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import scoped_key

NOTE_LIMIT = 1_000
OLDEST = timedelta(days=7)
"""A phone may be off line for some days; what is older is no round of somebody on foot, but an import."""
CLOCK_SKEW = timedelta(minutes=5)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
SENSITIVE = ("刑满释放", "社区矫正", "精神障碍", "精神病", "吸毒", "艾滋", "前科", "服刑", "患有", "确诊", "传染病")
"""Health and criminal records (GB/T 31000-2015 module 3; PIPL art. 28): they have no place in notes of a visit."""


def clean_note(text: str, field: str, *, limit: int = NOTE_LIMIT, required: bool = True) -> str:
    """A text of the field work. Raises Refusal ``text.*``, ``grid.identity_in_text``, ``grid.sensitive`` (word)."""
    note = clean_text(text, field, limit, required=required)
    if _NUMBER.search(note.translate(_HALF_WIDTH)):
        raise Refusal("grid.identity_in_text", field)
    word = next((it for it in SENSITIVE if it in note), None)
    if word is not None:
        raise Refusal("grid.sensitive", field, word=word)
    return note


def settle_instant(at: datetime | None, field: str, now: datetime | None = None) -> datetime:
    """When something happened: now, or some days ago. Raises Refusal ``grid.in_future``, ``grid.too_old``."""
    present = now or timezone.now()
    if at is None:
        return present
    if at > present + CLOCK_SKEW:
        raise Refusal("grid.in_future", field)
    if at < present - OLDEST:
        raise Refusal("grid.too_old", field, days=OLDEST.days)
    return min(at, present)


def sent_key(by: Actor, client_key: str, what: str) -> str | None:
    """The key under which this client may send the same again; rounds and visits have keys of their own."""
    return scoped_key(by, f"{what}:{client_key}" if client_key else "")


def digest_of(content: dict[str, Any]) -> bytes:
    """32 bytes by which other content under a known key is noticed."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def refuse_other(stored: bytes | memoryview | None, digest: bytes) -> None:
    """Raise Refusal ``grid.key_reused`` (409) when a key was used for something else."""
    if bytes(stored or b"") != digest:
        raise Refusal("grid.key_reused", "client_key", status=409)
