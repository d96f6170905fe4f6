"""How much time is left, in words: 还剩2个工作日, 超期3天, 今天到期."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minsheng.base.time import SHANGHAI, local_date
from minsheng.kernel.deadlines.rules import Calendar
from minsheng.surface.web.times import day_words as full_day_words
from minsheng.surface.web.times import short_day_words

SOON = 1
"""Working days left from which on a deadline is called near."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a reader sees it. ``tone`` is late, soon or calm; ``day`` is the day (or instant) in words."""

    text: str
    tone: str
    day: str
    at: datetime


def due_words(due_at: datetime | None, now: datetime, calendar: Calendar) -> Due | None:
    """Words for a deadline, or None when none runs. ``calendar`` must answer every year (``with_fallback``)."""
    if due_at is None:
        return None
    last = last_day(due_at)
    day = day_words(due_at, now)
    if now > due_at:
        return Due(_late_text(due_at, now, last), "late", day, due_at)
    left = calendar.working_days_between(local_date(now), last)
    text = _left_text(due_at, now, last, left)
    return Due(text, "soon" if left <= SOON else "calm", day, due_at)


def last_day(due_at: datetime) -> date:
    """The day that people name: a term that ends at midnight ends with the day before."""
    return local_date(due_at - timedelta(microseconds=1))


def day_words(due_at: datetime, now: datetime) -> str:
    """The last day, with the year when it is another one, and the hour when the term is counted in hours."""
    last = last_day(due_at)
    written = short_day_words if last.year == local_date(now).year else full_day_words
    local = due_at.astimezone(SHANGHAI)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return written(last)
    return f"{written(local.date())} {local:%H:%M}"


def _late_text(due_at: datetime, now: datetime, last: date) -> str:
    days = (local_date(now) - last).days
    if days > 0:
        return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}
    hours = (now - due_at) // _HOUR
    if hours > 0:
        return ngettext("%(count)s hour late", "%(count)s hours late", hours) % {"count": hours}
    return _("just overdue")


def _left_text(due_at: datetime, now: datetime, last: date, left: int) -> str:
    if last == local_date(now):
        return _hours_text(due_at, now, last)
    if left == 0:  # only rest days lie between
        days = (last - local_date(now)).days
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return ngettext("%(count)s working day left", "%(count)s working days left", left) % {"count": left}


def _hours_text(due_at: datetime, now: datetime, last: date) -> str:
    if local_date(due_at) != last:  # the whole day counts
        return _("due today")
    hours = (due_at - now) // _HOUR
    if hours > 0:
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    minutes = max(1, (due_at - now) // timedelta(minutes=1))
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}
