"""Endpoints of compound branches and posted cadres."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from ninja import Body, Query, Router

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.postings import queries
from minsheng.domains.disputes.postings.branches import close_branch, register_branch, set_due
from minsheng.domains.disputes.postings.schemas import (
    BranchCloseIn,
    BranchDueIn,
    BranchFilters,
    BranchFull,
    BranchIn,
    BranchOut,
    BranchPage,
    CoverageReport,
    PostingEndIn,
    PostingIn,
    PostingOut,
)
from minsheng.domains.disputes.postings.services import end_posting, post_cadre
from minsheng.domains.disputes.postings.showing import area_coverage, branch_full, branch_out, coverage_out, posting_out
from minsheng.kernel.access.units import unit_registry
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.reads import area_named

router = Router(tags=["postings"])
ORDER = "branches"
KEEPS = "disputes.postings"


@router.get("/compound-branches", url_name="branches", response=BranchPage, summary="Compound branches")
@signed_in
@reading
def list_branches(request: ApiRequest, wanted: BranchFilters = Query(...)) -> HttpResponse:
    """Branches where the caller's posts reach, by number, each with its postings."""
    after = read_cursor(wanted.cursor, ORDER)
    area_id = area_named(wanted.area) if wanted.area else None
    rows = queries.branches(request.actor, area_id=area_id, after=after.last_id if after else 0)
    found, more = cut(list(rows[: wanted.limit + 1]), wanted.limit)
    following = Cursor(ORDER, None, found[-1].pk) if more else None
    return page(request, [branch_full(row, language_of(request)) for row in found], following)


@router.post("/compound-branches", url_name="branches", response={201: BranchOut}, summary="Register a branch")
@needs(KEEPS)
def register_compound_branch(request: ApiRequest, wanted: BranchIn = Body(...)) -> HttpResponse:
    """Register the party branch of a compound."""
    given = wanted.model_dump(exclude={"area"})
    made = register_branch(by=request.actor, area_id=area_named(wanted.area), **given)
    return answer(branch_out(made, language_of(request)), 201)


@router.get("/compound-branches/{number}", url_name="branches_one", response=BranchFull, summary="One branch")
@signed_in
@reading
def show_compound_branch(request: ApiRequest, number: int) -> HttpResponse:
    """A branch with all its postings, newest first."""
    return answer(branch_full(queries.branch(request.actor, number), language_of(request)))


@router.post("/compound-branches/{number}/due", url_name="branches_due", response=BranchOut, summary="Set when due")
@needs(KEEPS)
def set_branch_due(request: ApiRequest, number: int, wanted: BranchDueIn = Body(...)) -> HttpResponse:
    """Say from when to when the branch is due to have a posted cadre."""
    changed = set_due(by=request.actor, branch_id=number, due_from=wanted.due_from, due_to=wanted.due_to)
    return answer(branch_out(changed, language_of(request)))


@router.post("/compound-branches/{number}/close", url_name="branches_close", response=BranchOut, summary="Close")
@needs(KEEPS)
def close_compound_branch(request: ApiRequest, number: int, wanted: BranchCloseIn = Body(...)) -> HttpResponse:
    """Close a branch; its open postings end on the same day."""
    closed = close_branch(by=request.actor, branch_id=number, valid_to=wanted.valid_to)
    return answer(branch_out(closed, language_of(request)))


@router.post(
    "/compound-branches/{number}/postings",
    url_name="branches_postings",
    response={201: PostingOut},
    summary="Post a cadre",
)
@needs(KEEPS)
def post_cadre_to_branch(request: ApiRequest, number: int, wanted: PostingIn = Body(...)) -> HttpResponse:
    """Post a cadre to a branch from a day on."""
    unit = unit_registry().by_code.get(wanted.unit)
    if unit is None:
        raise Refusal("unit.unknown", "unit", id=wanted.unit)
    given = wanted.model_dump(exclude={"unit", "account"})
    made = post_cadre(by=request.actor, branch_id=number, unit_id=unit.id, account_id=wanted.account, **given)
    return answer(posting_out(made, language_of(request)), 201)


@router.post("/cadre-postings/{number}/end", url_name="postings_end", response=PostingOut, summary="End a posting")
@needs(KEEPS)
def end_cadre_posting(request: ApiRequest, number: int, wanted: PostingEndIn = Body(...)) -> HttpResponse:
    """End a posting, with the reason."""
    ended = end_posting(by=request.actor, posting_id=number, **wanted.model_dump())
    return answer(posting_out(ended, language_of(request)))


@router.get("/cadre-coverage", url_name="cadre_coverage", response=CoverageReport, summary="Coverage by posted cadres")
@signed_in
@reading
def show_cadre_coverage(request: ApiRequest, on: date | None = None) -> HttpResponse:
    """Coverage on a day (today), where the caller's posts reach."""
    day = on or timezone.localdate()
    rows = queries.coverage_by_subdistrict(request.actor, day)
    areas = [area_coverage(row, language_of(request)) for row in rows]
    return answer({"on": day.isoformat(), "areas": areas, "total": coverage_out(queries.total(rows))})
