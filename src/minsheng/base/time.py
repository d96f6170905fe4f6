"""Instants and days: what files write, read in the district's zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from minsheng.base.errors import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of every local day and hour in the platform."""

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200

_INSTANT = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<hour>\d{1,2})\s*[:时]\s*(?P<minute>\d{1,2})\s*分?"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?\s*秒?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)


def end_of_day(day: date) -> datetime:
    """The instant at which a local day ends: 24:00, which is 00:00 of the next day (民法典 203(2)).

    A ``datetime`` is taken for the local day in which it lies.
    """
    return start_of_day(local_date(day) if isinstance(day, datetime) else day, plus=1)


def start_of_day(day: date, plus: int = 0) -> datetime:
    """00:00 in Shanghai of ``day`` moved by ``plus`` days."""
    return datetime.combine(day + timedelta(days=plus), time(), SHANGHAI)


def local_date(instant: datetime) -> date:
    """The day in Shanghai in which an aware instant lies. Raises ValueError for a naive one: it has no day."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no local day")
    return instant.astimezone(SHANGHAI).date()


def parse_instant(value: str | date, field: str | None = None) -> datetime:
    """Read an instant as real files write it, as an aware ``datetime`` in Shanghai.

    Takes ``2019/4/25 9:32:09``, ``2019-04-25 09:32``, ``2019.4.25``, ``2019年4月25日9时32分``, ISO 8601 with or without
    an offset, full-width digits, and the ``date`` and ``datetime`` objects of a spreadsheet. Without an offset the text
    means Shanghai; a day alone means its 00:00; ``24:00`` means the next midnight. Two-digit years are not guessed.
    Raises Refusal ``instant.format``, also for days that no calendar has.
    """
    if isinstance(value, datetime):
        return _in_zone(value)
    if isinstance(value, date):
        return start_of_day(value)
    found = _INSTANT.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if found is None:
        raise Refusal("instant.format", field, value=value[:40])
    try:
        return _assembled(found)
    except (ValueError, OverflowError) as error:
        raise Refusal("instant.format", field, value=value[:40]) from error


def _in_zone(value: datetime) -> datetime:
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


def _assembled(found: re.Match[str]) -> datetime:
    year = int(found["year"])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(year)
    day = date(year, int(found["month"]), int(found["day"]))
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    is_midnight = hour == 24 and minute == second == 0
    micro = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    local = datetime.combine(day, time(0 if is_midnight else hour, minute, second, micro)) + timedelta(days=is_midnight)
    zone = found["zone"]
    if not zone:
        return local.replace(tzinfo=SHANGHAI)
    return datetime.fromisoformat(local.isoformat() + zone.upper()).astimezone(SHANGHAI)
