"""The week calendar of a mediator, a unit or a room, and the secret address of one's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from minsheng.base.time import local_date
from minsheng.domains.disputes.models import SessionState
from minsheng.domains.disputes.panels.queries import kept_units
from minsheng.domains.disputes.panels.views import number_of
from minsheng.domains.disputes.sessions import queries
from minsheng.domains.disputes.sessions.keys import own_key, renew_key, revoke_key
from minsheng.domains.disputes.sessions.queries import Slot
from minsheng.domains.disputes.sessions.weeks import DayMark, Week, mark_of
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.doors import staff
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now, unit_name

SCHEDULES = "disputes.sessions"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as the calendar shows it. ``kind`` is empty where the case is not for the reader."""

    slot: Slot
    state: str
    kind: str
    mediators: list[str]
    link: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    day: date
    mark: DayMark
    is_today: bool
    entries: list[Entry]


@staff
@never_cache
@require_GET
def calendar(request: WebRequest) -> HttpResponse:
    """One week: one's own, or that of a unit or a room for whoever schedules sessions."""
    return _page(request)


@staff
@never_cache
@require_POST
def renew(request: WebRequest) -> HttpResponse:
    """Make a new secret address; it is shown once."""
    secret = renew_key(by=request.actor)
    address = request.build_absolute_uri(reverse("disputes:calendar_feed", args=[secret]))
    return _page(request, {"address": address})


@staff
@require_POST
def revoke(request: WebRequest) -> HttpResponse:
    """Make one's secret address open nothing."""
    if revoke_key(by=request.actor):
        messages.success(request, _("The address opens nothing any more."))
    return go(request, "disputes:calendar")


def _page(request: WebRequest, more: dict[str, Any] | None = None) -> HttpResponse:
    week = Week.of(_day(request.GET.get("week", "")))
    may_schedule = request.actor.holds(SCHEDULES)
    unit = number_of(request.GET.get("unit", "")) if may_schedule else 0
    room = number_of(request.GET.get("room", "")) if may_schedule and not unit else 0
    whose = {name: value for name, value in (("unit", unit), ("room", room)) if value}
    slots = _slots(request, unit, room, *week.span())
    context: dict[str, Any] = {
        "week": week,
        "number": week.monday.isocalendar().week,
        "sunday": week.days()[-1],
        "days": _days(week, slots),
        "count": len(slots),
        "unit": unit,
        "room": room,
        "units": _units(request) if may_schedule else [],
        "rooms": list(queries.rooms(open_only=True)) if may_schedule else [],
        "before": urlencode({"week": week.before().isoformat(), **whose}),
        "after": urlencode({"week": week.after().isoformat(), **whose}),
        "this": urlencode(whose),
        "may_schedule": may_schedule,
        "key": own_key(request.actor),
        **(more or {}),
    }
    return render(request, "disputes/calendar.html", context)


def _slots(request: WebRequest, unit: int, room: int, first: datetime, last: datetime) -> list[Slot]:
    if unit:
        return queries.unit_slots(request.actor, unit, first, last)
    if room:
        return queries.room_slots(request.actor, room, first, last)
    return queries.own_slots(request.actor, first, last)


def _units(request: WebRequest) -> list[tuple[int, str]]:
    language = language_now()
    return [(pk, unit_name(pk, language)) for pk in kept_units(request.actor, SCHEDULES)]


def _days(week: Week, slots: list[Slot]) -> list[Day]:
    """The days with their sessions; one that began before the week stands on its first day."""
    working = current_calendar().with_fallback()
    links = queries.links_of(slot.session for slot in slots if slot.session is not None)
    by_day: dict[date, list[Entry]] = {}
    for slot in slots:
        by_day.setdefault(max(local_date(slot.begins), week.monday), []).append(_entry(slot, links.get(slot.pk, "")))
    today = timezone.localdate()
    return [Day(day, mark_of(day, working), day == today, by_day.get(day, [])) for day in week.days()]


def _entry(slot: Slot, link: str) -> Entry:
    state = str(SessionState(slot.state).label)
    if slot.session is None:
        return Entry(slot, state, "", [], "")
    procedure = procedure_of(slot.session.case.procedure_id)
    kind = procedure.kinds[slot.session.case.kind](language_now())
    return Entry(slot, state, kind, [it.account.display_name for it in slot.session.mediators.all()], link)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
