"""Page keys in addresses: where the next page begins, never how many rows to skip."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from minsheng.kernel.cases.queries import PageKey

_NONE = "none"


def read_key(text: str) -> PageKey | None:
    """The key in an address; anything malformed is the first page."""
    at, _, pk = text.rpartition("~")
    if not (pk.isdecimal() and len(pk) < 19):
        return None
    if at == _NONE:
        return PageKey(None, int(pk))
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        return None
    return PageKey(instant, int(pk)) if timezone.is_aware(instant) else None


def write_key(at: datetime | None, case_id: int) -> str:
    """The key behind a row."""
    return f"{at.astimezone(timezone.get_default_timezone()).isoformat() if at else _NONE}~{case_id}"
