"""Likely duplicates and hot issues as the API shows them."""

from __future__ import annotations

from typing import Any

from minsheng.kernel.access.permissions import realms
from minsheng.kernel.cases.duplicates import Duplicate
from minsheng.kernel.cases.models import HotIssue
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.api.answers import instant
from minsheng.surface.api.showing.names import area_ref, state_ref

Shown = dict[str, Any]


def similar(duplicate: Duplicate, language: str) -> Shown:
    """A case that is likely the same matter."""
    case = duplicate.case
    return {
        "code": case.code,
        "title": case.title,
        "state": state_ref(procedure_of(case.procedure_id), case.state, language),
        "filed_at": instant(case.filed_at),
        "metres": round(duplicate.metres) if duplicate.metres is not None else None,
        "days": round(duplicate.days, 1),
        "shared": list(duplicate.shared),
        "score": round(duplicate.score, 3),
    }


def hot_issue(issue: HotIssue, language: str) -> Shown:
    """A hot issue in a list."""
    return {
        "id": issue.pk,
        "title": issue.representative.title,
        "terms": issue.terms,
        "realm": next((realm.key for realm in realms() if realm.number == issue.realm), ""),
        "area": area_ref(issue.area_id, language),
        "first_at": instant(issue.first_at),
        "last_at": instant(issue.last_at),
        "cases": issue.cases,
        "open": issue.open_cases,
        "closed": issue.cases - issue.open_cases,
        "people": issue.people,
        "unnamed": issue.unnamed,
        "per_week": issue.per_week,
        "heat": issue.heat,
        "computed_at": instant(issue.computed_at),
    }
