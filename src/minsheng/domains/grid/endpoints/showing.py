"""Rows of the grids as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minsheng.domains.grid.models import Absence, GridDuty, Round, RoundPoint, Visit
from minsheng.domains.grid.queries import Board
from minsheng.domains.grid.redrawing.services import Change, Redrawn
from minsheng.domains.grid.whistles import Whistle
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.api.answers import instant
from minsheng.surface.api.showing.names import area_ref, state_ref, unit_ref

Out = dict[str, Any]


def _day(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def board(one: Board, language: str) -> Out:
    """What everybody may know of a grid."""
    return {
        "grid": area_ref(one.grid.id, language),
        "community": area_ref(one.grid.parent_id, language),
        "main": one.main,
        "backups": list(one.backups),
        "on_duty": one.present,
        "backup_on_duty": one.is_backup_present,
        "phone": one.phone,
    }


def absence(one: Absence) -> Out:
    """Days of absence."""
    return {"id": one.pk, "first_day": _day(one.first_day), "last_day": _day(one.last_day)}


def duty(one: GridDuty, language: str, absences: list[Absence] | None = None) -> Out:
    """Somebody on duty."""
    return {
        "id": one.pk,
        "grid": area_ref(one.area_id, language),
        "worker": {"id": one.account_id, "name": one.account.display_name},
        "role": one.role,
        "valid_from": _day(one.valid_from),
        "valid_to": _day(one.valid_to),
        "absences": [absence(it) for it in (one.absences.all() if absences is None else absences)],
    }


def a_round(one: Round, findings: int, language: str) -> Out:
    """A round in a list."""
    return {
        "id": one.pk,
        "grid": area_ref(one.area_id, language),
        "worker": {"id": one.account_id, "name": one.account.display_name},
        "kind": one.kind,
        "state": one.state,
        "planned_on": _day(one.planned_on),
        "begun_at": instant(one.begun_at),
        "finished_at": instant(one.finished_at),
        "findings": findings,
    }


def whole_round(one: Round, points: list[RoundPoint], found: list[Case], findings: int, language: str) -> Out:
    """A round with what came of it."""
    return {
        **a_round(one, findings, language),
        "note": one.note,
        "points": [point(it, language) for it in points],
        "found": [_found(case, language) for case in found],
    }


def point(one: RoundPoint, language: str) -> Out:
    """Where a round came through."""
    return {"area": area_ref(one.area_id, language), "at": instant(one.at)}


def _found(case: Case, language: str) -> Out:
    procedure = procedure_of(case.procedure_id)
    return {
        "code": case.code,
        "title": case.title,
        "state": state_ref(procedure, case.state, language),
        "self_handled": case.outcome == "self_handle",
    }


def visit(one: Visit, language: str) -> Out:
    """A visit."""
    return {
        "id": one.pk,
        "grid": area_ref(one.area_id, language),
        "worker": {"id": one.account_id, "name": one.account.display_name},
        "visited_on": _day(one.visited_on),
        "subject": one.subject,
        "purpose": one.purpose,
        "address": one.address,
        "result": one.result,
        "follow_up": one.follow_up,
        "followed_up_on": _day(one.followed_up_on),
        "erased": one.erased_at is not None,
    }


def whistle(one: Whistle, now: datetime, language: str) -> Out:
    """A unit called to an event."""
    return {
        "case": one.case.code,
        "title": one.case.title,
        "unit": unit_ref(one.unit_id, language),
        "role": one.role,
        "kind": one.kind,
        "called_at": instant(one.called_at),
        "due_at": instant(one.due_at),
        "in_at": instant(one.in_at),
        "late": one.is_late(now),
        "outcome": one.outcome,
    }


def redrawn(done: Redrawn) -> Out:
    """What a redrawing did."""
    return {
        "valid_from": _day(done.valid_from),
        "dry_run": done.dry_run,
        "changes": [_change(it) for it in done.changes],
        "moved_cases": done.moved,
        "without_worker": done.without_worker,
    }


def _change(one: Change) -> Out:
    return {
        "code": one.code,
        "name": one.name,
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "households": one.households,
        "unusual": one.is_unusual,
    }
