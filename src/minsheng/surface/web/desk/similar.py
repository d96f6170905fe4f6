"""Cases that are likely about the matter on the screen: fetched after its page, or a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.duplicates import Duplicate, likely_duplicates, wanted_of
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import acts_offered, get_for
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.faces import DESK
from minsheng.surface.web.cases.queries import content_of
from minsheng.surface.web.cases.rows import Row, row_of
from minsheng.surface.web.doors import staff
from minsheng.surface.web.requests import WebRequest, is_partial


@dataclass(frozen=True, slots=True)
class Like:
    """A case that is likely the same matter; ``merge_url`` leads to the form that merges this case into it, if any."""

    row: Row
    shared: tuple[str, ...]
    metres: int | None
    days: int
    merge_url: str


@staff
@require_GET
def similar(request: WebRequest, code: str) -> HttpResponse:
    """The section alone for htmx, or a page."""
    eyes, now = DESK.eyes(request.actor), timezone.now()
    case = get_for(eyes, code)
    content = content_of(case)
    found = likely_duplicates(by=eyes, wanted=wanted_of(case, content)) if content else []
    merge = merge_act(eyes, case, now) if found else None
    likes = [_like(duplicate, case, merge, now) for duplicate in found]
    template = "web/desk/similar.html" if is_partial(request) else "web/desk/similar_page.html"
    response = render(request, template, {"row": row_of(case, now), "likes": likes})
    response["Vary"] = "HX-Request"
    return response


def merge_act(actor: Actor, case: Case, now: datetime) -> tuple[str, str] | None:
    """The act by which the actor may merge the case into another one now, and its input for that one's code."""
    procedure = procedure_of(case.procedure_id)
    for offered in acts_offered(actor, case, now):
        codes = [name for name in offered.spec.fields if procedure.fields[name].type == "case"]
        if codes and "merge" in offered.spec.does and offered.blocked is None:
            return offered.key, codes[0]
    return None


def _like(duplicate: Duplicate, case: Case, merge: tuple[str, str] | None, now: datetime) -> Like:
    url = ""
    if merge is not None and duplicate.case.closed_at is None:  # a closed case takes in no other
        act, field = merge
        url = f"{DESK.act_url(case.code, act)}?{urlencode({field: duplicate.case.code})}"
    metres = None if duplicate.metres is None else round(duplicate.metres)
    return Like(row_of(duplicate.case, now), duplicate.shared, metres, round(duplicate.days), url)
