"""Reading notices on the screen, and what became of the messages of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.messages.models import Channel, Outbox
from minsheng.kernel.messages.wording import addressed


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as its reader sees it."""

    notice_id: int
    subject: str
    body: str
    case_id: int | None
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of one message, without its recipient. ``error`` is a code, empty if all is well."""

    outbox_id: int
    channel: str
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None
    failed_at: datetime | None
    error: str


def notices_for(by: Actor, *, before_id: int | None = None, unread_only: bool = False, limit: int = 50) -> list[Notice]:
    """The actor's own notices, newest first; ``before_id`` (of the last one seen) gives the next page."""
    with acting_as_system():
        rows = own_notices(by).order_by("-id")
        if before_id is not None:
            rows = rows.filter(id__lt=before_id)
        if unread_only:
            rows = rows.filter(read_at__isnull=True)
        return [_notice(row, by.name) for row in rows[:limit]]


def unread_count(by: Actor, most: int = 100) -> int:
    """How many unread notices the actor has; counts to ``most`` and no further."""
    with acting_as_system():
        return own_notices(by).filter(read_at__isnull=True)[:most].count()


def sendings_of_case(case_id: int) -> list[Sending]:
    """Messages of one case, newest first. The caller must have checked that the actor may see the case."""
    with acting_as_system():
        rows = Outbox.objects.filter(case_id=case_id).order_by("-id")
        return [
            Sending(
                row.pk,
                row.channel,
                addressed(row.subject, "…"),
                addressed(row.body, "…"),
                row.created_at,
                row.sent_at,
                row.failed_at,
                row.last_error,
            )
            for row in rows
        ]


def own_notices(by: Actor) -> QuerySet[Outbox]:
    """Notices on the screen for the actor: as an account, as a party, and by its posts. Needs system eyes."""
    own = Q(pk__in=[])
    if by.account_id is not None:
        own |= Q(account_id=by.account_id)
    if by.party_id is not None:
        own |= Q(party_id=by.party_id)
    if by.grants:
        own |= Q(unit_id__in=by.units())
    for grant in by.grants:
        if grant.area_id is not None:
            held = Q(needs="") | Q(needs__in=grant.permissions)
            own |= Q(area_line__contains=[grant.area_id]) & held
    return Outbox.objects.filter(own, channel=Channel.INAPP, failed_at__isnull=True)


def _notice(row: Outbox, name: str) -> Notice:
    return Notice(
        row.pk, addressed(row.subject, name), addressed(row.body, name), row.case_id, row.created_at, row.read_at
    )
