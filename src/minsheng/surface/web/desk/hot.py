"""Hot issues: what many people report at once, the hottest first, and the cases of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal
from minsheng.kernel.cases.hot_issues import HeatKey, behind, cases_of, hot_issue, hot_issues, reads_issues
from minsheng.kernel.cases.models import HotIssue
from minsheng.kernel.cases.queries import PAGE, before_filed
from minsheng.surface.web.cases.faces import DESK
from minsheng.surface.web.cases.paging import read_key, write_key
from minsheng.surface.web.cases.rows import rows_of
from minsheng.surface.web.doors import staff
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name

SPANS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Shown:
    """A hot issue in a list."""

    issue: HotIssue
    place: str
    first: date
    last: date
    closed: int


@staff
@require_GET
def hot(request: WebRequest) -> HttpResponse:
    """The hot issues of the areas for which the reader has a post."""
    _require_area_post(request)
    days, area = _days(request.GET.get("days", "")), _number(request.GET.get("area", ""))
    key = _read_heat(request.GET.get("after", ""))
    found = _rows(request, days, area, key)
    following = f"{found[PAGE - 1].heat!r}~{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    context = {
        "shown": [_shown(issue) for issue in found[:PAGE]],
        "days": days,
        "area": str(area or ""),
        "spans": [(span, _("last %(days)s days") % {"days": span}) for span in SPANS],
        "areas": subdistrict_choices(language_now()),
        "is_filtered": bool(area) or days != SPANS[-1],
        "next": urlencode({"days": days, "area": area or "", "after": following}) if following else "",
    }
    return render(request, "web/desk/hot.html", context)


@staff
@require_GET
def issue(request: WebRequest, pk: int) -> HttpResponse:
    """One hot issue with its cases, newest first."""
    eyes = DESK.eyes(request.actor)
    found = hot_issue(eyes, pk)
    cases = list(before_filed(cases_of(eyes, found), read_key(request.GET.get("after", "")))[: PAGE + 1])
    last = cases[PAGE - 1] if len(cases) > PAGE else None
    context = {
        "shown": _shown(found),
        "rows": rows_of(cases[:PAGE]),
        "after": write_key(last.filed_at, last.pk) if last else "",
    }
    return render(request, "web/desk/hot_issue.html", context)


def _rows(request: WebRequest, days: int, area: int, key: HeatKey | None) -> list[HotIssue]:
    since = timezone.now() - timedelta(days=days)
    try:
        rows = hot_issues(DESK.eyes(request.actor), since=since, area_id=area or None)
    except LookupError:  # an area that is not (any more): nothing is in it
        return []
    return list(behind(rows, key)[: PAGE + 1])


def _require_area_post(request: WebRequest) -> None:
    if not reads_issues(request.actor):
        raise Refusal("access.denied", status=403, permission="")


def _shown(found: HotIssue) -> Shown:
    first, last = timezone.localdate(found.first_at), timezone.localdate(found.last_at)
    return Shown(found, place_name(found.area_id, language_now()), first, last, found.cases - found.open_cases)


def _days(text: str) -> int:
    number = _number(text)
    return number if number in SPANS else SPANS[-1]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _read_heat(text: str) -> HeatKey | None:
    """The key in an address; anything malformed is the first page."""
    heat, _mark, pk = text.partition("~")
    try:
        return HeatKey(float(heat), int(pk)) if _number(pk) else None
    except ValueError:
        return None
