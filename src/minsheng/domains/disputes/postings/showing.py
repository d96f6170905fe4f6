"""Branches and postings as the API writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.domains.disputes.postings.coverage import Coverage
from minsheng.domains.disputes.postings.queries import AreaCoverage
from minsheng.surface.api.showing.names import area_ref, name_in


def branch_out(row: CompoundBranch, language: str) -> dict[str, Any]:
    """A branch without its postings."""
    days = {name: _day(getattr(row, name)) for name in ("valid_from", "valid_to", "due_from", "due_to")}
    return {
        "id": row.pk,
        "name": row.name,
        "compound": row.compound,
        "area": area_ref(row.area_id, language),
        **days,
    }


def branch_full(row: CompoundBranch, language: str) -> dict[str, Any]:
    """A branch with its postings, which have been read with it."""
    return branch_out(row, language) | {"postings": [posting_out(it, language) for it in row.postings.all()]}


def posting_out(row: Posting, language: str) -> dict[str, Any]:
    """A posting."""
    return {
        "id": row.pk,
        "branch": row.branch_id,
        "unit": {"id": row.unit_id, "code": row.unit.code, "name": name_in(language, row.unit)},
        "cadre": row.cadre,
        "staff_number": row.staff_number,
        "account": row.account_id,
        "position": row.position,
        "full_time": row.full_time,
        "valid_from": _day(row.valid_from),
        "valid_to": _day(row.valid_to),
        "end_reason": row.end_reason,
        "end_note": row.end_note,
    }


def coverage_out(found: Coverage) -> dict[str, Any]:
    """Coverage in whole numbers, and the share."""
    share = found.share()
    return {
        "covered": found.covered,
        "due": found.due,
        "full_time": found.full_time,
        "share": float(share) if share is not None else None,
    }


def area_coverage(row: AreaCoverage, language: str) -> dict[str, Any]:
    """Coverage of one sub-district."""
    return coverage_out(row.coverage) | {"area": area_ref(row.area.id, language)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
