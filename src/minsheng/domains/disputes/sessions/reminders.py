"""Reminding mediators and parties one working day before a session, once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from minsheng.base.time import SHANGHAI, local_date
from minsheng.domains.disputes.models import AHEAD, Session
from minsheng.domains.disputes.sessions.rules import clock_text
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.registers import parties_of_case
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.messages.addresses import ToAccount, ToParty
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.services import NewMessage, enqueue_messages

TEMPLATE = "session_soon"
FARTHEST = timedelta(days=20)
"""No holiday is as long, so that every session to be reminded of lies within."""
MORNING, EVENING = 8, 20
"""Hours of the day between which people may be sent a message."""
CHUNK = 200


def remind(now: datetime) -> int:
    """Send what is due at ``now`` and was not sent yet; return how many messages are new.

    Due from the morning of the last working day before the session on; a session that is appointed later is reminded of
    at the next run. A session that was moved to another time is told of again.
    """
    if not MORNING <= now.astimezone(SHANGHAI).hour < EVENING:
        return 0
    calendar = current_calendar().with_fallback()
    sent = 0
    last: tuple[datetime, int] = (now, 0)
    while True:
        with transaction.atomic():
            look_as_system()
            page = _page(now, last)
            today = local_date(now)
            due = [it for it in page if calendar.working_day_until(local_date(it.begins) - timedelta(days=1)) <= today]
            sent += enqueue_messages([message for session in due for message in _messages(session)])
        if len(page) < CHUNK:
            return sent
        last = (page[-1].begins, page[-1].pk)


def _page(now: datetime, last: tuple[datetime, int]) -> list[Session]:
    rows = Session.objects.filter(state__in=AHEAD, begins__gte=last[0], begins__lt=now + FARTHEST)
    rows = rows.exclude(begins=last[0], pk__lte=last[1]).filter(case__closed_at__isnull=True)
    return list(rows.select_related("case", "room").prefetch_related("mediators").order_by("begins", "pk")[:CHUNK])


def _messages(session: Session) -> Iterator[NewMessage]:
    place = f"{session.room.name}（{session.room.address}）" if session.room is not None else "—"
    params = {"code": session.case.code, "begins": clock_text(session.begins), "place": place}
    key = f"session:{session.pk}:{session.begins:%Y%m%d%H%M}"
    for seat in session.mediators.all():
        to, name = ToAccount(seat.account_id), f"a{seat.account_id}"
        yield NewMessage(TEMPLATE, "handler", to, Channel.INAPP, params, f"{key}:{name}", session.case_id)
    for party in sorted(parties_of_case(session.case)):
        yield NewMessage(TEMPLATE, "party", ToParty(party), Channel.SMS, params, f"{key}:p{party}", session.case_id)
