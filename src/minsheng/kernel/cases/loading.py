"""Loading a case for an act: locked at once or not at all, and its snapshot in two statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.projection import snapshot_of, term_of_text
from minsheng.kernel.deadlines.clock import Clock, Extension
from minsheng.kernel.deadlines.rules import Span
from minsheng.kernel.procedures.models import ActiveProcedure
from minsheng.kernel.procedures.snapshot import Assignment, Rating, Snapshot

_NAMES = [field.attname for field in Case._meta.concrete_fields]
# Django's cursor leaves jsonb as text and reads json: the one column of that type is asked for as json.
_SELECTED = ", ".join(
    f'c."{field.column}"{"::json" if field.get_internal_type() == "JSONField" else ""}'
    for field in Case._meta.concrete_fields
)
_LOCK = f"SELECT {_SELECTED} FROM cases_case c WHERE c.{{column}} = %s{{seen}} FOR NO KEY UPDATE NOWAIT"
_SEEN = " AND c.audience && %s::bigint[] AND NOT c.barred && %s::bigint[]"

_BEGIN = f"""
SELECT (SELECT a.version_id FROM procedures_activeprocedure a WHERE a.key = %s),
  CASE WHEN c.id IS NULL THEN nextval('cases_case_id_seq') END, {_SELECTED}
FROM (SELECT 1) AS one LEFT JOIN cases_case c ON c.client_key = %s
"""

_CLOCK = (
    "k.key, k.run, k.term, k.law, k.started_at, k.raw_due, k.due_at, k.paused_at, k.suspended, k.extensions, "
    "k.stopped_at, k.stop_reason, k.provisional, k.warned"
)
_PART = "a.seq, a.unit_id, a.role, a.assigned_at, a.accepted_at, a.accepted_by_id, a.ended_at, a.outcome"
_RATING = "r.seq, r.at, r.source, r.reach, r.contacted, r.solved, r.satisfied"
_CHILDREN = f"""
SELECT c.id,
  (SELECT json_agg(json_build_array({_CLOCK}) ORDER BY k.id) FROM cases_clockrow k WHERE k.case_id = c.id),
  (SELECT json_agg(json_build_array({_PART}) ORDER BY a.id) FROM cases_assignmentrow a WHERE a.case_id = c.id),
  (SELECT json_agg(json_build_array({_RATING}) ORDER BY r.seq) FROM cases_ratingrow r WHERE r.case_id = c.id)
FROM {{cases}}
"""
_CHILDREN_OF_MANY = _CHILDREN.format(cases="unnest(%s::bigint[]) AS c(id)")
# Apart, because the planner takes any array for ten cases and would then plan anew each time: five times the work.
_CHILDREN_OF_ONE = _CHILDREN.format(cases="(SELECT %s::bigint AS id) AS c")


def lock_case(*, by: Actor, case_id: int | None = None, code: str = "") -> Case:
    """Lock a case that the actor may see, by its id or its code.

    Raises Refusal ``case.unknown`` (404) or ``case.busy`` (409) at once. Needs a transaction with system eyes; the
    audience test is in the statement itself. After ``case.busy`` the transaction (or savepoint) is broken and must be
    left.
    """
    column = "id" if case_id is not None else "code"
    statement = _LOCK.format(column=column, seen="" if by.is_system else _SEEN)
    values: list[Any] = [case_id if case_id is not None else code]
    if not by.is_system:
        values += [sorted(by.reading_tokens()), sorted(by.barring_tokens())]
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Refusal("case.busy", status=409) from error
        raise
    if row is None:
        raise Refusal("case.unknown", status=404)
    return Case.from_db(connection.alias, _NAMES, row)


@dataclass(frozen=True, slots=True)
class Begun:
    """What a filing begins with: the case under the same client key, or the version and the id of a new one."""

    known: Case | None
    version_id: int
    case_id: int


def begin_filing(procedure: str, client_key: str | None) -> Begun:
    """Look for the case filed under a (scoped) client key; without one, draw an id. One statement. Needs system eyes.

    Raises ActiveProcedure.DoesNotExist when no version of the procedure was released.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [procedure, client_key])
        version_id, case_id, *row = cursor.fetchone()
    if case_id is None:
        return Begun(Case.from_db(connection.alias, _NAMES, row), 0, 0)
    if version_id is None:
        raise ActiveProcedure.DoesNotExist(procedure)
    return Begun(None, version_id, case_id)


def load_snapshot(case: Case) -> Snapshot:
    """The snapshot that a case's rows hold."""
    return load_snapshots([case])[case.pk]


def load_snapshots(cases: list[Case]) -> dict[int, Snapshot]:
    """Snapshots of several cases by id, child rows read in one statement."""
    ids = [case.pk for case in cases]
    with connection.cursor() as cursor:
        if len(ids) == 1:
            cursor.execute(_CHILDREN_OF_ONE, ids)
        else:
            cursor.execute(_CHILDREN_OF_MANY, [ids])
        children = {row[0]: row[1:] for row in cursor.fetchall()}
    return {case.pk: _snapshot(case, *children[case.pk]) for case in cases}


def _snapshot(case: Case, clocks: Any, parts: Any, ratings: Any) -> Snapshot:
    return snapshot_of(
        case,
        [_clock(row) for row in _rows(clocks)],
        [_part(row) for row in _rows(parts)],
        [_rating(row) for row in _rows(ratings)],
    )


def _rows(value: Any) -> list[list[Any]]:
    return value or []


def _at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _clock(row: list[Any]) -> Clock:
    key, run, term, law, started, raw_due, due, paused, suspended, extensions, *rest = row
    stopped, reason, provisional, warned = rest
    return Clock(
        key=key,
        run=run,
        term=term_of_text(term),
        law=law,
        started_at=_instant(started),
        raw_due=_instant(raw_due),
        due_at=_at(due),
        paused_at=_at(paused),
        suspended=tuple(Span(_instant(a), _instant(b)) for a, b in suspended),
        extensions=tuple(
            Extension(term_of_text(e["term"]), e["ground"], e["approver"], _instant(e["at"]), e["seq"])
            for e in extensions
        ),
        stopped_at=_at(stopped),
        stop_reason=reason,
        provisional=provisional,
        warned=tuple(warned),
    )


def _part(row: list[Any]) -> Assignment:
    seq, unit, role, assigned, accepted, by, ended, outcome = row
    return Assignment(seq, unit, role, _instant(assigned), _at(accepted), by, _at(ended), outcome)


def _rating(row: list[Any]) -> Rating:
    seq, at, source, reach, contacted, solved, satisfied = row
    return Rating(seq, _instant(at), source, reach, contacted, solved, satisfied)
