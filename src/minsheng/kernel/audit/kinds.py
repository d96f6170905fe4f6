"""Kinds of log lines: each says how a line reads and what its data may hold. There is no default.

The log cannot be edited, so nothing personal may get into it: a kind names every key of its data and how that key is
kept clean. A key that the kind does not name is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from minsheng.base.text.masking import mask_phones_in

if TYPE_CHECKING:
    from minsheng.kernel.audit.models import AuditLine

Plain = str | int | bool | None
Data = Mapping[str, Any]
"""Data of a line: plain values or lists of them, held to that by `clean_data`.

No floats: their text differs between Python and PostgreSQL, and the digest would too.
"""

_KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_LONGEST_TEXT = 500


class AuditKindError(ValueError):
    """A kind is not registered, registered twice, or given data that it does not name."""


class Holds(Enum):
    """How one key of the data is kept free of personal data."""

    CODE = "code"
    """Ids, keys, counts, names of fields: nothing personal by nature."""
    TEXT = "text"
    """Words of an official, such as a reason: telephone and identity numbers in it are masked, length is bounded."""


@dataclass(frozen=True, slots=True)
class LogKind:
    """One kind of line. ``says`` puts a line into words for the reader; ``holds`` names every key its data may have."""

    key: str
    says: Callable[[AuditLine], str]
    holds: Mapping[str, Holds]


_kinds: dict[str, LogKind] = {}


def register_kinds(*kinds: LogKind) -> None:
    """Add kinds at start-up. Raises AuditKindError on a malformed key or one that is taken."""
    for kind in kinds:
        if not _KEY.fullmatch(kind.key):
            raise AuditKindError(f"kind {kind.key!r} must be two lower-case words with a dot between")
        if kind.key in _kinds:
            raise AuditKindError(f"kind {kind.key} is registered twice")
        _kinds[kind.key] = kind


def log_kind(key: str) -> LogKind:
    """Return the kind ``key``; raises AuditKindError when no module registered it."""
    try:
        return _kinds[key]
    except KeyError:
        raise AuditKindError(f"kind {key!r} is not registered") from None


def log_kinds() -> list[LogKind]:
    """All kinds, by key."""
    return [_kinds[key] for key in sorted(_kinds)]


def clean_data(kind: LogKind, data: Data) -> dict[str, Plain | list[str] | list[int]]:
    """Return ``data`` as it may be logged under ``kind``. Raises AuditKindError on an unnamed key or a wrong type."""
    return {key: _clean(kind, key, value) for key, value in data.items()}


def _clean(kind: LogKind, key: str, value: Plain | list[str] | list[int]) -> Plain | list[str] | list[int]:
    holds = kind.holds.get(key)
    if holds is None:
        raise AuditKindError(f"kind {kind.key} does not name the data key {key!r}")
    for part in value if isinstance(value, list) else [value]:
        if part is not None and not isinstance(part, str | int):
            raise AuditKindError(f"kind {kind.key}, {key!r}: {type(part).__name__} cannot be logged")
    if holds is Holds.TEXT:
        if not isinstance(value, str):
            raise AuditKindError(f"kind {kind.key}, {key!r}: a text is needed")
        return mask_phones_in(value.replace("\0", ""))[:_LONGEST_TEXT]
    return value
