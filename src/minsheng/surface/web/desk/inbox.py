"""The inbox: what waits for somebody, the nearest deadline first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from minsheng.kernel.cases.queries import PAGE, after_due, count_up_to
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.administration.menu import menu_for as admin_menu
from minsheng.surface.web.cases.paging import read_key, write_key
from minsheng.surface.web.cases.queries import released
from minsheng.surface.web.cases.rows import rows_of
from minsheng.surface.web.desk.filters import Filters, filter_options
from minsheng.surface.web.desk.tabs import ALL, Tab, tabs_for
from minsheng.surface.web.doors import reads_cases, staff
from minsheng.surface.web.menu import menu_for
from minsheng.surface.web.requests import WebRequest, go, is_partial
from minsheng.surface.web.words import language_now


@staff
@require_GET
def desk(request: WebRequest) -> HttpResponse:
    """One tab of the inbox, a page of it, with a true count. Whoever reads no cases goes to their own pages."""
    if not reads_cases(request.actor):
        return go(request, _own_page(request))
    now, language = timezone.now(), language_now()
    versions = released()
    tabs = tabs_for(request.actor, versions, language, now)
    tab = _chosen(request, tabs)
    filters = Filters.read(request.GET)
    rows = filters.apply(tab.rows(), now)
    found = list(after_due(rows, read_key(request.GET.get("after", "")))[: PAGE + 1])
    count, exact = count_up_to(rows)
    context: dict[str, Any] = {
        "tabs": [(item, filters.query(tab=item.key)) for item in tabs],
        "tab": tab,
        "filters": filters,
        "filters_query": filters.query(tab=tab.key),
        "options": filter_options(_readable(request, versions), language),
        "rows": rows_of(found[:PAGE], now),
        "count": count,
        "is_exact": exact,
        "is_later_page": bool(request.GET.get("after")),
        "next": _next_query(filters, tab, found),
    }
    template = "web/desk/inbox_list.html" if is_partial(request) else "web/desk/inbox.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


@staff
@require_GET
def counts(request: WebRequest) -> HttpResponse:
    """How many cases wait behind each tab: fetched after the page, so that nobody waits for them."""
    now = timezone.now()
    tabs = tabs_for(request.actor, released(), language_now(), now)
    filters = Filters.read(request.GET)
    numbers = [(tab, filters.query(tab=tab.key), *count_up_to(tab.rows())) for tab in tabs]
    return render(
        request, "web/desk/tabs.html", {"numbers": numbers, "tab": _chosen(request, tabs), "filters": filters}
    )


def _own_page(request: WebRequest) -> str:
    """Where somebody works who has a post and reads no cases by it: administration, a register, else own reports."""
    if admin_menu(request.actor):
        return "web:admin"
    entries = menu_for(request.actor, request.path)
    return entries[0].href if entries else "web:mine"


def _chosen(request: WebRequest, tabs: list[Tab]) -> Tab:
    """The tab that was asked for; else what its people come for: a unit its own cases, a centre its first worklist."""
    by_key = {tab.key: tab for tab in tabs}
    works_in_unit = any(grant.area_id is None for grant in request.actor.grants)
    usual = "units" if works_in_unit else next((tab.key for tab in tabs if tab.is_worklist), ALL)
    return by_key.get(request.GET.get("tab", "")) or by_key[usual]


def _readable(request: WebRequest, versions: dict[str, list[int]]) -> list[Procedure]:
    newest = [procedure_of(ids[-1]) for ids in versions.values()]
    return [procedure for procedure in newest if request.actor.holds(f"{procedure.realm}.read")]


def _next_query(filters: Filters, tab: Tab, found: list[Any]) -> str:
    if len(found) <= PAGE:
        return ""
    last = found[PAGE - 1]
    return filters.query(tab=tab.key, after=write_key(last.due_at, last.pk))
