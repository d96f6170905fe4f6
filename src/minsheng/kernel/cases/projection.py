"""Snapshots to rows and back. Whatever a row says here was computed from acts by the interpreter, nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from minsheng.kernel.cases.audience import audience_of, barred_by, seeing
from minsheng.kernel.cases.models import Case
from minsheng.kernel.deadlines.clock import Clock, Extension
from minsheng.kernel.deadlines.rules import Term
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Assignment, Rating, Snapshot

_SAME = [
    "state",
    "seq",
    "kind",
    "category_id",
    "area_id",
    "urgent",
    "confidentiality",
    "reporter_id",
    "filed_at",
    "acted_at",
    "closed_at",
    "outcome",
    "lead_unit_id",
    "co_unit_ids",
    "handler_id",
    "handled_by_ids",
    "suggested_unit_id",
    "returns",
    "binding",
    "reopens",
    "contacted_at",
    "answered_at",
    "waiting",
    "exempt",
    "escalation",
    "supervised",
    "merged_into_id",
]
COLUMNS = (*_SAME, "due_at", "provisional", "audience", "barred", "facts")
"""Columns of a case that its acts determine."""


def case_columns(
    snapshot: Snapshot, procedure: Procedure, *, case_id: int, realm: int, watchers: tuple[int, ...] = ()
) -> dict[str, Any]:
    """Values of ``COLUMNS`` for a snapshot. ``watchers`` are further parties that may see the case."""
    values = {name: getattr(snapshot, name) for name in _SAME}
    values["co_unit_ids"] = list(snapshot.co_unit_ids)
    values["handled_by_ids"] = list(snapshot.handled_by_ids)
    values["due_at"] = snapshot.due_at
    values["provisional"] = snapshot.provisional
    lead = [snapshot.lead_unit_id] if snapshot.lead_unit_id is not None else []
    reporter = [snapshot.reporter_id] if snapshot.reporter_id is not None else []
    values["audience"] = audience_of(
        case_id=case_id,
        realm=realm,
        confidentiality=snapshot.confidentiality,
        area_id=snapshot.area_id or 0,
        unit_ids=[*lead, *snapshot.co_unit_ids],
        party_ids=[*reporter, *watchers, *seeing(procedure, snapshot, "parties")],
        account_ids=seeing(procedure, snapshot, "accounts"),
    )
    values["barred"] = barred_by(procedure, snapshot) if procedure.facts else []
    values["facts"] = dict(snapshot.facts)
    return values


def snapshot_of(case: Case, clocks: list[Clock], assignments: list[Assignment], ratings: list[Rating]) -> Snapshot:
    """The snapshot of a case's row with its clocks, assignments and ratings, each in the order of their acts."""
    values = {name: getattr(case, name) for name in _SAME}
    values["co_unit_ids"] = list(case.co_unit_ids)
    values["handled_by_ids"] = list(case.handled_by_ids)
    values["facts"] = dict(case.facts)
    return Snapshot(**values, clocks=clocks, assignments=assignments, ratings=ratings)


def _term_text(term: Term) -> str:
    return f"{term}:{term.days}"


@lru_cache(maxsize=512)
def term_of_text(text: str) -> Term:
    """Read a term as it is stored in a clock's row, for example ``P5D:working``."""
    written, _, days = text.partition(":")
    return Term.parse(written, days="working" if days == "working" else "calendar")


def _instant_text(at: datetime) -> str:
    """One text for one instant, whatever zone it came in: a rebuild reads its acts back in UTC."""
    return at.astimezone(UTC).isoformat()


def clock_values(clock: Clock) -> dict[str, Any]:
    """Column values of a clock's row, without the case."""
    return {
        "key": clock.key,
        "run": clock.run,
        "term": _term_text(clock.term),
        "law": clock.law,
        "started_at": clock.started_at,
        "raw_due": clock.raw_due,
        "due_at": clock.due_at,
        "paused_at": clock.paused_at,
        "suspended": [[_instant_text(span.start), _instant_text(span.end)] for span in clock.suspended],
        "extensions": [_extension_values(extension) for extension in clock.extensions],
        "stopped_at": clock.stopped_at,
        "stop_reason": clock.stop_reason,
        "provisional": clock.provisional,
        "warned": list(clock.warned),
    }


def _extension_values(extension: Extension) -> dict[str, Any]:
    return {
        "term": _term_text(extension.term),
        "ground": extension.ground,
        "approver": extension.approver_id,
        "at": _instant_text(extension.at),
        "seq": extension.act_seq,
    }


_PART = ("seq", "unit_id", "role", "assigned_at", "accepted_at", "accepted_by_id", "ended_at", "outcome")
_RATING = ("seq", "at", "source", "reach", "contacted", "solved", "satisfied")


def assignment_values(part: Assignment) -> dict[str, Any]:
    """Column values of an assignment's row, without the case."""
    return {name: getattr(part, name) for name in _PART}


def rating_values(rating: Rating) -> dict[str, Any]:
    """Column values of a rating's row, without the case."""
    return {name: getattr(rating, name) for name in _RATING}
