"""What time alone brings about: escalation of missed deadlines, lapses, clocks computed anew, and a watch on integrity.

A deadline is late without any write; the sweeps only do what must follow from it. They may run at any time and as
often as they like: each act is done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.loading import load_snapshot, lock_case
from minsheng.kernel.cases.models import Case, ClockRow
from minsheng.kernel.cases.store import store_snapshot
from minsheng.kernel.cases.telling import send_news
from minsheng.kernel.deadlines.clock import restate
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.deadlines.rules import Calendar, due
from minsheng.kernel.procedures.interpreter import term_of
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.models import ProcedureVersion
from minsheng.kernel.procedures.schema import AT_ONCE, Ladder

CHUNK = 200


@dataclass(slots=True)
class Swept:
    """How many acts a sweep did, and how many cases were busy and will be found by the next one."""

    done: int = 0
    busy: int = 0


def sweep(now: datetime) -> Swept:
    """Escalate and lapse everything that is due at ``now``."""
    swept = Swept()
    for clock in _overdue(now):
        try:
            swept.done += _settle(clock, now)
        except Refusal:  # somebody is at the case, or has just moved it on: the next sweep looks again
            swept.busy += 1
    return swept


def _late_clocks(now: datetime) -> QuerySet[ClockRow]:
    """Clocks that have run out. Those that outlive their case and only warn pile up for ever, and drive nothing."""
    late = ClockRow.objects.filter(stopped_at__isnull=True, due_at__lt=now).select_related("case")
    return late.filter(Q(case__closed_at__isnull=True) | Q(key__in=_driving_after_the_end()))


def _driving_after_the_end() -> set[str]:
    """Keys of clocks from which something follows in cases that are closed."""
    procedures = map(procedure_of, ProcedureVersion.objects.values_list("pk", flat=True))
    clocks = (item for procedure in procedures for item in procedure.clock.items())
    return {key for key, spec in clocks if spec.outlives and spec.missed != "warn"}


def _overdue(now: datetime) -> Iterator[ClockRow]:
    last: tuple[datetime, int] | None = None
    while True:
        with acting_as_system():
            rows = _late_clocks(now).order_by("due_at", "id")
            if last is not None:
                rows = rows.filter(due_at__gte=last[0]).exclude(due_at=last[0], id__lte=last[1])
            page = list(rows[:CHUNK])
        yield from page
        if len(page) < CHUNK:
            return
        last = (page[-1].due_at or now, page[-1].pk)


@dataclass(frozen=True, slots=True)
class _Consequence:
    """What must follow from a missed clock: an act, and who is told besides."""

    act: str
    data: dict[str, Any]
    tell: tuple[str, ...] = ()


def _settle(clock: ClockRow, now: datetime) -> int:
    if _consequence(clock, now) is None:
        return 0
    with transaction.atomic():
        look_as_system()
        lock_case(by=Actor.system(), case_id=clock.case_id)
        # The clock was read without a lock: since then it may have been stopped, or climbed by another sweep.
        fresh = _late_clocks(now).filter(pk=clock.pk).first()
        found = _consequence(fresh, now) if fresh is not None else None
        if found is None:
            return 0
        done = perform(by=Actor.system(), case_id=clock.case_id, act=found.act, data=found.data, at=now)
        if found.tell:
            snapshot = load_snapshot(done.case)
            news = [(audience, "overdue") for audience in found.tell]
            send_news(done.case, procedure_of(done.case.procedure_id), news, done.seq, snapshot, snapshot)
    return 1


def _consequence(clock: ClockRow, now: datetime) -> _Consequence | None:
    procedure = procedure_of(clock.case.procedure_id)
    lapse = procedure.clock[clock.key].lapse
    if lapse is not None:
        return _Consequence(lapse, {})
    highest = climbed(clock.warned)
    for ladder in procedure.ladder:
        if ladder.clock == clock.key and clock.due_at is not None:
            step = _step_reached(ladder, clock.due_at, now, current_calendar().with_fallback())
            if step > highest:
                # Rungs that were passed between two sweeps are told as well.
                told = dict.fromkeys(name for rung in ladder.steps[highest:step] for name in rung.tell)
                return _Consequence(ladder.act, {"step": step, "late_clock": clock.key}, tuple(told))
    return None


def _step_reached(ladder: Ladder, due_at: datetime, now: datetime, calendar: Calendar) -> int:
    return max((number for number, at in enumerate(rungs(ladder, due_at, calendar), start=1) if now > at), default=0)


def rungs(ladder: Ladder, due_at: datetime, calendar: Calendar) -> list[datetime]:
    """The instants after which each rung of a ladder is reached, for a deadline at ``due_at``."""
    return [
        due_at if step.after == AT_ONCE else due(term_of(step.after, step.days), _last_moment(due_at), calendar).due_at
        for step in ladder.steps
    ]


def climbed(warned: Iterable[str]) -> int:
    """The highest rung that a run of a clock has climbed, by its ``warned``. No run takes another's rungs."""
    return max((int(rung) for rung in warned), default=0)


def _last_moment(due_at: datetime) -> datetime:
    """A day's term ends at the midnight after its last day; counting on begins on that last day."""
    return due_at - timedelta(microseconds=1)


def restate_clocks(year: int) -> int:
    """Compute clocks anew after the calendar of ``year`` was entered or corrected. Returns how many cases changed.

    Touched are clocks that were provisional, and those that ran in the year or the days around it (a yearly notice may
    give days of the December before).
    """
    calendar = current_calendar().with_fallback()
    begin, end = datetime(year - 1, 12, 1, tzinfo=UTC), datetime(year + 1, 2, 1, tzinfo=UTC)
    touched = Q(provisional=True) | Q(started_at__lt=end, raw_due__gte=begin)
    changed = last = 0
    while True:
        with transaction.atomic():
            look_as_system()
            has_touched = Exists(ClockRow.objects.filter(touched, case_id=OuterRef("pk")))
            cases = list(Case.objects.filter(has_touched, pk__gt=last).order_by("pk").select_for_update()[:CHUNK])
            changed += sum(_restate_case(case, calendar) for case in cases)
            if len(cases) < CHUNK:
                data = {"count": changed, "year": year}
                record("cases.clocks_restated", by=Actor.system(), subject="calendar", subject_id=year, data=data)
                return changed
            last = cases[-1].pk


def _restate_case(case: Case, calendar: Calendar) -> int:
    snapshot = load_snapshot(case)
    fresh = [restate(clock, calendar) for clock in snapshot.clocks]
    if fresh == snapshot.clocks:
        return 0
    before, snapshot.clocks = snapshot.copy(), fresh
    store_snapshot(case, before, snapshot)
    return 1


@dataclass(frozen=True, slots=True)
class Watch:
    """Things that must not be: counted each night, shown as metrics, told to the district centre when not zero."""

    open_without_clock: int
    overdue_without_unit: int
    provisional: int


def watch(now: datetime) -> Watch:
    """Count open cases that nothing drives: no clock runs, or late and nobody has them; and provisional clocks."""
    with acting_as_system():
        running = ClockRow.objects.filter(case_id=OuterRef("pk"), stopped_at__isnull=True)
        open_cases = Case.objects.filter(closed_at__isnull=True)
        return Watch(
            open_without_clock=open_cases.filter(~Exists(running)).count(),
            overdue_without_unit=open_cases.filter(due_at__lt=now, lead_unit_id__isnull=True).count(),
            provisional=open_cases.filter(provisional=True).count(),
        )
