"""Reads of the working calendar: kept in the process, looked after every two seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db.models import Count, Sum

from minsheng.kernel.deadlines.models import CalendarYear
from minsheng.kernel.deadlines.working_calendar import Calendar

RECHECK_SECONDS = 2.0
"""How old an answer may be. A process that did not make the change itself sees it after at most this time."""

_Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    calendar: Calendar
    version: _Version
    checked: float


_kept: _Kept | None = None


def current_calendar() -> Calendar:
    """The calendar of all stored years; strict: ask ``with_fallback()`` of it where a guess is better than a refusal.

    No query within ``RECHECK_SECONDS`` of the last one, else one small query; all years are read only after a change.
    """
    global _kept  # noqa: PLW0603 - the one thing that the process keeps; replaced whole, so threads need no lock
    now, kept = time.monotonic(), _kept
    if kept is not None and now - kept.checked < RECHECK_SECONDS:
        return kept.calendar
    version = _stored_version()
    calendar = kept.calendar if kept is not None and kept.version == version else _stored_calendar()
    _kept = _Kept(calendar, version, now)
    return calendar


def forget_calendar() -> None:
    """Let the next ``current_calendar()`` read again: after a change in this process, and between tests."""
    global _kept  # noqa: PLW0603 - see above
    _kept = None


def calendar_years() -> list[CalendarYear]:
    """All stored years, oldest first, for the page on which they are kept. One query."""
    return list(CalendarYear.objects.order_by("year"))


def _stored_version() -> _Version:
    found = CalendarYear.objects.aggregate(years=Count("pk"), revisions=Sum("revision", default=0))
    return found["years"], found["revisions"]


def _stored_calendar() -> Calendar:
    rows = calendar_years()
    return Calendar({row.year: row.plan() for row in rows}, [row.year for row in rows if row.provisional])
