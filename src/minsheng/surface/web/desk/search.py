"""Searching: a code goes to its case, a telephone number (where allowed) to its caller's cases, words to the texts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minsheng.base.codes.phone import check_phone
from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.kernel.access.context import look_as
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import get_for, visible_cases
from minsheng.kernel.cases.search import PAGE, Position, search_ids
from minsheng.kernel.parties.services import find_by_phone
from minsheng.surface.web.cases.paging import read_key, write_key
from minsheng.surface.web.cases.rows import rows_of
from minsheng.surface.web.doors import staff
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say

_MOST_OF_A_PERSON = 100


@staff
@require_GET
def search(request: WebRequest) -> HttpResponse:
    """Cases for what was typed, newest first."""
    text = request.GET.get("q", "").strip()[:200]
    code = _code(text)
    if code is not None:
        return _by_code(request, code, text)
    if _is_phone(text) and request.actor.holds("parties.look_up"):
        return _page(request, text, _of_caller(request, text), by_phone=True)
    key = read_key(request.GET.get("after", ""))
    before = Position(key.at, key.case_id) if key is not None and key.at is not None else None
    ids = search_ids(by=request.actor, query=text, before=before, limit=PAGE + 1)
    found = visible_cases(request.actor).in_bulk(ids[:PAGE])
    cases = [found[pk] for pk in ids[:PAGE] if pk in found]
    last = cases[-1] if len(ids) > PAGE and cases else None
    return _page(request, text, cases, after=write_key(last.filed_at, last.pk) if last else "")


def _code(text: str) -> str | None:
    try:
        return check_code(text)
    except Refusal:
        return None


def _by_code(request: WebRequest, code: str, text: str) -> HttpResponse:
    try:
        return go(request, "web:desk_case", get_for(request.actor, code).code)
    except Refusal as refusal:
        messages.warning(request, say(refusal, language_now()))
        return _page(request, text, [])


def _is_phone(text: str) -> bool:
    try:
        check_phone(text, "phone")
    except Refusal:
        return False
    return True


def _of_caller(request: WebRequest, phone: str) -> list[Case]:
    parties = [party.pk for party in find_by_phone(by=request.actor, phone=phone)]
    look_as(request.actor)
    rows = visible_cases(request.actor).filter(reporter_id__in=parties)
    return list(rows.order_by("-filed_at", "-id")[:_MOST_OF_A_PERSON])


def _page(
    request: WebRequest, text: str, cases: list[Case], *, after: str = "", by_phone: bool = False
) -> HttpResponse:
    context = {"q": text, "rows": rows_of(cases), "after": after, "by_phone": by_phone}
    return render(request, "web/desk/search.html", context)
