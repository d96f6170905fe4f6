"""Endpoints of step templates: reads. Composing is for the screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from minsheng.domains.disputes.models import StepAssignment, StepTemplate, StepVersion
from minsheng.domains.disputes.steps import queries
from minsheng.domains.disputes.steps.definition import read
from minsheng.domains.disputes.steps.schemas import (
    AssignmentFilters,
    AssignmentPage,
    PageFilters,
    TemplateFull,
    TemplatePage,
)
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.showing.names import area_ref

router = Router(tags=["steps"])
TEMPLATES, ASSIGNMENTS = "step-templates", "step-assignments"


@router.get("/step-templates", url_name="step_templates", response=TemplatePage, summary="Local step templates")
@signed_in
@reading
def list_templates(request: ApiRequest, wanted: PageFilters = Query(...)) -> HttpResponse:
    """Templates by number."""
    after = read_cursor(wanted.cursor, TEMPLATES)
    rows = queries.templates(request.actor, after=after.last_id if after else 0)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(TEMPLATES, None, found[-1].pk) if more else None
    return page(request, [_template(row) for row in found], following)


@router.get("/step-templates/{number}", url_name="step_templates_one", response=TemplateFull, summary="One template")
@signed_in
@reading
def show_template(request: ApiRequest, number: int) -> HttpResponse:
    """A template with all its versions, newest first."""
    found = queries.template(request.actor, number)
    versions = [_version(row) for row in queries.versions(request.actor, number)]
    return answer(_template(found) | {"versions": versions})


@router.get(
    "/step-assignments", url_name="step_assignments", response=AssignmentPage, summary="Where templates are used"
)
@signed_in
@reading
def list_assignments(request: ApiRequest, wanted: AssignmentFilters = Query(...)) -> HttpResponse:
    """Assignments where the caller's posts reach, by number."""
    after = read_cursor(wanted.cursor, ASSIGNMENTS)
    query = wanted.q.replace("\x00", "").strip()
    rows = queries.assignments(request.actor, after=after.last_id if after else 0, query=query)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(ASSIGNMENTS, None, found[-1].pk) if more else None
    return page(request, [_assignment(row, language_of(request)) for row in found], following)


def _template(row: StepTemplate) -> dict[str, Any]:
    return {"id": row.pk, "slug": row.slug, "name": {"zh": row.name, "en": row.name_en}}


def _version(row: StepVersion) -> dict[str, Any]:
    return {
        "number": row.number,
        "procedure": row.procedure.key if row.procedure else "",
        "version": row.procedure.version if row.procedure else "",
        "released_at": row.released_at.isoformat() if row.released_at else None,
        **read(row.content).stored(),
    }


def _assignment(row: StepAssignment, language: str) -> dict[str, Any]:
    return {
        "id": row.pk,
        "template": row.version.template.slug,
        "number": row.version.number,
        "area": area_ref(row.area_id, language),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
