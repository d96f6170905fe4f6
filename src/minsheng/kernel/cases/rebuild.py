"""Throwing projections away and making them again from the acts: they must come out the same, row for row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.loading import load_snapshots
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.projection import (
    COLUMNS,
    assignment_values,
    case_columns,
    clock_values,
    rating_values,
)
from minsheng.kernel.cases.remaking import concerned, remade
from minsheng.kernel.cases.store import store_anew, watchers_of
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.deadlines.rules import Calendar
from minsheng.kernel.procedures.interpreter import apply
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.snapshot import Done, Snapshot

CHUNK = 500


@dataclass(slots=True)
class RebuildReport:
    """What a rebuild found. ``differences``: one line per differing row, naming case, row and columns."""

    cases: int = 0
    acts: int = 0
    differences: list[str] = field(default_factory=list)


def replay(procedure_version_id: int, acts: list[Act], calendar: Calendar) -> Snapshot:
    """The snapshot that a case's acts lead to, in their order."""
    procedure = procedure_of(procedure_version_id)
    snapshot = Snapshot()
    for act in acts:
        done = Done(act.seq, act.key, act.at, act.account_id, act.party_id, act.unit_id, act.data)
        apply(procedure, snapshot, done, calendar)
    return snapshot


def rebuild(*, write: bool, progress: Callable[[int], None] | None = None) -> RebuildReport:
    """Replay every case. ``write`` False only compares (``--check``); True stores what differs. In chunks of cases."""
    report = RebuildReport()
    calendar = current_calendar().with_fallback()
    last = 0
    while True:
        with transaction.atomic():
            look_as_system()
            cases = list(Case.objects.filter(pk__gt=last).order_by("pk")[:CHUNK])
            if not cases:
                return report
            last = cases[-1].pk
            report.cases += len(cases)
            acts = _histories(cases)
            report.acts += sum(map(len, acts.values()))
            suspects = [found.case.pk for found in _compared(cases, acts, calendar) if found.differences]
            # Somebody may have acted between our reads: what differs is looked at again under a lock.
            locked = list(Case.objects.filter(pk__in=suspects).order_by("pk").select_for_update(no_key=True))
            for found in _compared(locked, _histories(locked), calendar):
                report.differences.extend(found.differences)
                if write and found.differences and found.snapshot is not None:
                    store_anew(found.case, found.snapshot)
            report.differences.extend(_remade(concerned(cases, acts), write=write))
        if progress is not None:
            progress(len(cases))


def _remade(cases: list[Case], *, write: bool) -> Iterator[str]:
    """Differences in the tables of modules, looked for under a lock on each case."""
    locked = list(Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk").select_for_update(no_key=True))
    acts = _histories(locked)
    for case in locked:
        yield from remade(case, acts.get(case.pk, []), write=write)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A case, what its acts lead to (None when acts are missing), and where its rows differ from that."""

    case: Case
    snapshot: Snapshot | None
    differences: list[str]


def _histories(cases: Iterable[Case]) -> dict[int, list[Act]]:
    """The acts of cases in their order, by case. One query."""
    rows = Act.objects.filter(case_id__in=[case.pk for case in cases]).order_by("case_id", "seq")
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.case_id)}


def _compared(cases: list[Case], acts: dict[int, list[Act]], calendar: Calendar) -> Iterator[_Compared]:
    if not cases:
        return
    stored = load_snapshots(cases)
    for case in cases:
        history = acts.get(case.pk, [])
        gap = next((number for number, act in enumerate(history, start=1) if act.seq != number), None)
        if gap is not None or not history:
            yield _Compared(case, None, [f"{case.code}: act {gap or 1} is missing"])
            continue
        snapshot = replay(case.procedure_id, history, calendar)
        yield _Compared(case, snapshot, list(_differences(case, stored[case.pk], snapshot)))


def _differences(case: Case, stored: Snapshot, snapshot: Snapshot) -> Iterator[str]:
    procedure = procedure_of(case.procedure_id)
    columns = case_columns(snapshot, procedure, case_id=case.pk, realm=case.realm, watchers=watchers_of(case))
    differing = [name for name in COLUMNS if getattr(case, name) != columns[name]]
    if differing:
        yield f"{case.code}: case: {', '.join(differing)}"
    yield from _row_differences(case, "clock", clock_values, stored.clocks, snapshot.clocks)
    yield from _row_differences(case, "assignment", assignment_values, stored.assignments, snapshot.assignments)
    yield from _row_differences(case, "rating", rating_values, stored.ratings, snapshot.ratings)


def _row_differences(
    case: Case, kind: str, values: Callable[[Any], dict[str, Any]], stored: list[Any], wanted: list[Any]
) -> Iterator[str]:
    if len(stored) != len(wanted):
        yield f"{case.code}: {kind}: {len(stored)} rows stored, {len(wanted)} from acts"
        return
    for number, (row, made) in enumerate(zip(map(values, stored), map(values, wanted), strict=True), start=1):
        differing = [name for name in made if row[name] != made[name]]
        if differing:
            yield f"{case.code}: {kind} {number}: {', '.join(differing)}"
