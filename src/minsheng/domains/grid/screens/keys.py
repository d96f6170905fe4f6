"""Keys of pages that are sorted by day, and numbers in addresses. What is malformed is the first page, or nothing."""

from __future__ import annotations

from datetime import date

LONGEST = 16


def number(text: str) -> int:
    """A positive number in an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else 0


def read_day_key(text: str) -> tuple[date, int] | None:
    """Where a page begins: behind this day and number."""
    day, _mark, last = text.partition("~")
    try:
        return (date.fromisoformat(day), number(last)) if number(last) else None
    except ValueError:
        return None


def write_day_key(day: date, last: int) -> str:
    """The key behind a row."""
    return f"{day.isoformat()}~{last}"
