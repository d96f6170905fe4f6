"""Calendars as files: the feed of a person behind a secret address, and one session for whoever may see it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.sessions import queries
from minsheng.domains.disputes.sessions.ical import CONTENT_TYPE, calendar_of
from minsheng.domains.disputes.sessions.keys import actor_of_key
from minsheng.kernel.access.context import look_as
from minsheng.surface.web.doors import public
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now


@public
@never_cache
@require_GET
def feed(request: WebRequest, token: str) -> HttpResponse:
    """The calendar of whoever made the secret address. One that opens nothing is answered by 404."""
    reader = actor_of_key(token)
    if reader is None:
        raise Refusal("session.unknown", status=404)
    look_as(reader)
    language = language_now()
    with override(language):
        content = calendar_of(queries.feed_of(reader, timezone.now()), language, _("Mediation sessions"))
    look_as(request.actor)
    return _file(content, "sessions.ics")


@public
@never_cache
@require_GET
def one(request: WebRequest, pk: int) -> HttpResponse:
    """One session to be put into a calendar, for its mediators and for the parties."""
    session = queries.session_for(request.actor, pk)
    content = calendar_of([session], language_now(), _("Mediation session"))
    return _file(content, f"session-{session.seq}.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Referrer-Policy": "no-referrer"}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
