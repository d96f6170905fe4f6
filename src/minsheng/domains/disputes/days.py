"""Days and choices as registers take them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from minsheng.base.errors import Refusal

FIRST, LAST = date(1949, 10, 1), date(2100, 12, 31)


def check_day(day: date, field: str) -> date:
    """Return ``day``. Raises Refusal ``field.range`` for one that no register here can mean."""
    if not FIRST <= day <= LAST:
        raise Refusal("field.range", field, min=FIRST.isoformat(), max=LAST.isoformat(), value=day.isoformat())
    return day


def check_span(first: date, last: date | None, *, fields: tuple[str, str] = ("valid_from", "valid_to")) -> None:
    """Check both ends. Raises Refusal ``field.range``, or ``dates.order`` on the second field."""
    check_day(first, fields[0])
    if last is not None and check_day(last, fields[1]) < first:
        raise Refusal("dates.order", fields[1])


def overlaps(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Whether two spans share a day; an end that is None is open."""
    return (other_last is None or first <= other_last) and (last is None or other_first <= last)


def check_choice(value: str, choices: Iterable[str], field: str) -> str:
    """Return ``value``. Raises Refusal ``field.choice`` when it is none of ``choices``."""
    known = list(choices)
    if value not in known:
        raise Refusal("field.choice", field, value=value[:40], choices=known)
    return value


def three_years_after(day: date) -> date:
    """The corresponding day three years later; the last of the month where there is none (民法典 202)."""
    try:
        return day.replace(year=day.year + 3)
    except ValueError:
        return day.replace(year=day.year + 3, day=28)
