"""Months back from an instant."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from django.utils import timezone


def months_before(at: datetime, months: int) -> datetime:
    """The corresponding instant ``months`` earlier, else that of the last day of the month (民法典 202)."""
    local = timezone.localtime(at)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
