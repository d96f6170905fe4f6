"""Writes of the working calendar: the plans that come with the software, and those that people enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.kinds import Data
from minsheng.kernel.audit.services import record
from minsheng.kernel.deadlines.models import CalendarYear
from minsheng.kernel.deadlines.queries import forget_calendar
from minsheng.kernel.deadlines.years import YearDays, bundled_years, read_year
from minsheng.kernel.events import Event, announce


@dataclass(frozen=True, slots=True)
class CalendarEntered(Event):
    """The plan of ``year`` was entered or changed: clocks that were reckoned with that year must be restated."""

    year: int


@transaction.atomic
def enter_calendar_year(
    *,
    year: int,
    off: Sequence[Sequence[str]],
    work: Sequence[str],
    source: str,
    by: Actor,
    provisional: bool = False,
) -> CalendarYear:
    """Enter or correct the plan of a year, in the compact form of `years`, and announce ``CalendarEntered``.

    ``provisional`` marks a plan that is not the official one. A notice may give days off in the December before:
    correct that year as well. Entering what is stored already changes and announces nothing.

    Raises Refusal ``access.denied``, or Refusals with every fault, each naming its field and rule (`years.read_year`).
    """
    require(by, "calendars.manage")
    plan = read_year(year, off, work, source)
    stored = CalendarYear.objects.select_for_update().filter(year=year).first()
    if stored is not None and _is_same(stored, plan) and stored.provisional == provisional:
        return stored
    row = _store(plan, provisional=provisional, entered_by_id=by.account_id)
    data: Data = {"year": year, "provisional": provisional, "source": plan.source}
    record("deadlines.calendar_entered", by=by, subject="calendar", subject_id=year, data=data)
    announce(CalendarEntered(year))
    return row


@transaction.atomic
def load_calendars() -> list[int]:
    """Store the plans that come with the software; returns the years that changed. Runs after every migration.

    A missing year is added, a provisional one replaced, one that came with an earlier version corrected; what a person
    entered as official is left alone. Clocks are told only of changes to a calendar that was in use.
    """
    stored = {row.year: row for row in CalendarYear.objects.select_for_update()}
    changed = [year for year, plan in bundled_years().items() if _is_outdated(stored.get(year), plan)]
    for year in changed:
        _store(bundled_years()[year], provisional=False, entered_by_id=None)
        if stored:
            announce(CalendarEntered(year))
    return changed


def _is_outdated(row: CalendarYear | None, plan: YearDays) -> bool:
    if row is None or row.provisional:
        return True
    return row.entered_by_id is None and not _is_same(row, plan)


def _is_same(row: CalendarYear, plan: YearDays) -> bool:
    return row.days == plan.as_data() and row.source == plan.source


def _store(plan: YearDays, *, provisional: bool, entered_by_id: int | None) -> CalendarYear:
    values = {
        "days": plan.as_data(),
        "source": plan.source,
        "provisional": provisional,
        "entered_by_id": entered_by_id,
        "entered_at": timezone.now(),
    }
    row, _ = CalendarYear.objects.update_or_create(
        year=plan.year, defaults={**values, "revision": F("revision") + 1}, create_defaults=values
    )
    transaction.on_commit(forget_calendar)
    return row
