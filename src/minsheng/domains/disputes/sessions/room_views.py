"""Pages of the register of rooms, in the administration."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.domains.disputes.panels.queries import kept_units
from minsheng.domains.disputes.panels.views import number_of
from minsheng.domains.disputes.sessions import queries
from minsheng.domains.disputes.sessions.forms import RoomForm, RoomRulesForm, rules_of
from minsheng.domains.disputes.sessions.rooms import add_room, change_room, end_room
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.administration.units import LastDayForm
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, unit_name

PAGE = 50
KEEPS = "disputes.sessions"


@needs(KEEPS)
@require_GET
def rooms(request: WebRequest) -> HttpResponse:
    """All rooms; those of one's own units can be changed."""
    rows = list(queries.rooms(after=number_of(request.GET.get("after", "")))[: PAGE + 1])
    context = {
        "shown": rows[:PAGE],
        "kept": set(kept_units(request.actor, KEEPS)),
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return render(request, "disputes/rooms.html", context)


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Enter a room."""
    units = [(pk, unit_name(pk, language_now())) for pk in kept_units(request.actor, KEEPS)]
    return form_page(
        request,
        RoomForm(units, request.POST or None),
        lambda data: add_room(by=request.actor, **data),
        title=_("Add a room"),
        back=reverse("disputes:admin_rooms"),
        done=_("The room is entered."),
        aliases={"unit": "unit_id"},
        more={"verb": _("Add")},
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def change(request: WebRequest, pk: int) -> HttpResponse:
    """Change a room."""
    found = queries.room(request.actor, pk)
    return form_page(
        request,
        RoomRulesForm(request.POST or None, initial=rules_of(found)),
        lambda data: change_room(by=request.actor, room_id=pk, **data),
        title=_("Room %(name)s") % {"name": found.name},
        back=reverse("disputes:admin_rooms"),
        done=_("The room is changed."),
    )


@needs(KEEPS)
@require_http_methods(["GET", "POST"])
def end(request: WebRequest, pk: int) -> HttpResponse:
    """Close a room."""
    found = queries.room(request.actor, pk)
    return form_page(
        request,
        LastDayForm(request.POST or None),
        lambda data: end_room(by=request.actor, room_id=pk, **data),
        title=_("Close the room %(name)s") % {"name": found.name},
        back=reverse("disputes:admin_rooms"),
        done=_("The last day is recorded."),
        note=_("Sessions that stand there already keep the room until they are moved."),
        more={"verb": _("Record the last day")},
    )
