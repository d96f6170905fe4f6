"""Cursors of lists that are sorted by day: the day as a text, and the number of the last row."""

from __future__ import annotations

from datetime import date

from minsheng.base.errors import Refusal
from minsheng.surface.api.paging import read_cursor


def day_cursor(text: str, order: str) -> tuple[date, int] | None:
    """The key that a cursor holds; None for the first page. Raises Refusal ``cursor.invalid`` (400)."""
    cursor = read_cursor(text, order)
    if cursor is None:
        return None
    try:
        return date.fromisoformat(str(cursor.at)), cursor.last_id
    except ValueError as error:
        raise Refusal("cursor.invalid", "cursor", status=400) from error
