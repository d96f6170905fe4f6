"""What belongs together: likely duplicates of a case, and hot issues."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from minsheng.kernel.cases.duplicates import likely_duplicates, stored
from minsheng.kernel.cases.hot_issues import HeatKey, behind, hot_issues
from minsheng.surface.api import reads
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import reading, signed_in
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.schemas.issues import HotIssueFilters, HotIssuePage, Similar
from minsheng.surface.api.showing import issues as showing

router = Router(tags=["issues"])
ORDER = "heat"


@router.get("/cases/{code}/similar", url_name="case_similar", response=list[Similar], summary="Likely the same matter")
@signed_in
@reading
def list_similar(request: ApiRequest, code: str) -> HttpResponse:
    """Cases that are likely about the same matter (near in text, place and time), the likest first; five at most."""
    wanted = stored(request.actor, code[: reads.LONGEST_CODE])
    found = likely_duplicates(by=request.actor, wanted=wanted)
    return answer([showing.similar(duplicate, language_of(request)) for duplicate in found])


@router.get("/hot-issues", url_name="hot_issues", response=HotIssuePage, summary="Hot issues")
@signed_in
@reading
def list_hot_issues(request: ApiRequest, wanted: HotIssueFilters = Query(...)) -> HttpResponse:
    """Hot issues of the areas and realms for which the caller has a post, the hottest first, in pages by key."""
    after = read_cursor(wanted.cursor, ORDER)
    since = timezone.now() - timedelta(days=wanted.days)
    area_id = reads.area_named(wanted.area) if wanted.area else None
    rows = hot_issues(request.actor, since=since, area_id=area_id)
    key = HeatKey(float(str(after.at)), after.last_id) if after else None
    found, more = cut(list(behind(rows, key)[: wanted.limit + 1]), wanted.limit)
    following = Cursor(ORDER, repr(found[-1].heat), found[-1].pk) if more else None
    language = language_of(request)
    return page(request, [showing.hot_issue(issue, language) for issue in found], following)
