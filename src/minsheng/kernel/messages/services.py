"""Putting messages into the outbox, in the transaction of what they tell of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.types import JSONDict

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.messages.addresses import (
    Recipient,
    ToAccount,
    ToAddress,
    ToArea,
    ToParty,
    ToUnit,
    can_reach,
    check_recipient,
    encrypted,
)
from minsheng.kernel.messages.models import LONGEST_SENT_SUBJECT, Channel
from minsheng.kernel.messages.queries import own_notices
from minsheng.kernel.messages.tasks import send_message
from minsheng.kernel.messages.templates import (
    DEFAULT_LANGUAGE,
    Occasion,
    TemplateError,
    channels_for,
    newest_template,
)
from minsheng.kernel.messages.wording import worded

_COLUMNS = {
    "channel": "text",
    "template_id": "bigint",
    "party_id": "bigint",
    "account_id": "bigint",
    "unit_id": "bigint",
    "area_line": "text",  # as the text of an array: PostgreSQL has no arrays of arrays
    "needs": "text",
    "stamp": "uuid",
    "address_cipher": "bytea",
    "subject": "text",
    "body": "text",
    "case_id": "bigint",
    "dedup_key": "text",
    "created_at": "timestamptz",
    "not_before": "timestamptz",
    "attempts": "smallint",
    "sent_at": "timestamptz",
    "last_error": "text",
}
_INSERT = (
    f"INSERT INTO messages_outbox ({', '.join(_COLUMNS)}) "  # noqa: S608 -- made of the names above alone
    f"SELECT {', '.join(name + ('::bigint[]' if name == 'area_line' else '') for name in _COLUMNS)} "
    f"FROM unnest({', '.join(f'%s::{kind}[]' for kind in _COLUMNS.values())}) AS new ({', '.join(_COLUMNS)}) "
    "ON CONFLICT (dedup_key) DO NOTHING RETURNING id, channel, not_before"
)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One message to be sent. See `enqueue_message` for what the fields mean."""

    template: str
    audience: str
    to: Recipient
    channel: Channel
    params: Mapping[str, str | int]
    dedup_key: str
    case_id: int | None = None
    language: str = DEFAULT_LANGUAGE
    not_before: datetime | None = None


def enqueue_message(
    *,
    template: str,
    audience: str,
    to: Recipient,
    params: Mapping[str, str | int],
    dedup_key: str,
    channel: Channel | None = None,
    case_id: int | None = None,
    language: str = DEFAULT_LANGUAGE,
    not_before: datetime | None = None,
) -> int:
    """Put a message into the outbox and its job beside it; both leave or vanish with the caller's transaction.

    ``template`` is the key of the occasion; ``params`` fill its placeholders and must hold nothing personal: the name
    of the person addressed is ``{addressee}`` in the template and put in at sending. Without ``channel`` the message
    goes by every channel that has a template for this occasion and audience and can reach ``to``. ``dedup_key`` (at
    most 120 characters) names the message for ever: a second one with the same key and channel is not sent. Returns
    how many messages are new: 0 when all were known or no channel reaches ``to``.

    Must run inside a transaction that looks as the system (`look_as_system`). Raises Refusal on ``to`` as
    `addresses.check_recipient`, TemplateError when the occasion has no template, WordingError when a parameter is
    missing.
    """
    channels = [channel] if channel else channels_for(template, audience)
    if not channels:
        raise TemplateError(f"no template for {template}/{audience}")
    return enqueue_messages(
        [
            NewMessage(template, audience, to, way, params, f"{dedup_key}:{way.value}", case_id, language, not_before)
            for way in channels
            if channel or can_reach(way, to)
        ]
    )


def enqueue_messages(messages: Sequence[NewMessage]) -> int:
    """Put many messages into the outbox by two statements; return how many are new.

    As `enqueue_message`, but each message names its channel, and its ``dedup_key`` is taken as it is.
    """
    rows = [_row(message) for message in messages]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [[row[name] for row in rows] for name in _COLUMNS])
        added: list[tuple[int, str, datetime | None]] = cursor.fetchall()
    _defer([(row[0], row[2]) for row in added if row[1] != Channel.INAPP])
    return len(added)


def mark_notices_read(*, by: Actor, notice_ids: Sequence[int]) -> int:
    """Note that the actor has read these notices of its own; return how many were unread. Others' are not touched."""
    with acting_as_system():
        unread = own_notices(by).filter(id__in=list(notice_ids), read_at__isnull=True)
        return unread.update(read_at=timezone.now())


def _row(message: NewMessage) -> dict[str, Any]:
    channel = Channel(message.channel)
    to = check_recipient(channel, message.to)
    occasion = Occasion(message.template, message.audience, message.language, channel.value)
    template = newest_template(occasion)
    stamp = uuid.uuid4()
    now = timezone.now()
    return {
        "channel": channel.value,
        "template_id": template.pk,
        "party_id": to.party_id if isinstance(to, ToParty) else None,
        "account_id": to.account_id if isinstance(to, ToAccount) else None,
        "unit_id": to.unit_id if isinstance(to, ToUnit) else None,
        "area_line": _area_line(to) if isinstance(to, ToArea) else None,
        "needs": to.needs if isinstance(to, ToArea) else "",
        "stamp": stamp,
        "address_cipher": encrypted(to.address, str(stamp)) if isinstance(to, ToAddress) else None,
        "subject": worded(template.subject, message.params)[:LONGEST_SENT_SUBJECT],
        "body": worded(template.body, message.params),
        "case_id": message.case_id,
        "dedup_key": message.dedup_key,
        "created_at": now,
        "not_before": message.not_before,
        "attempts": 0,
        # A notice on the screen has arrived as soon as it is there.
        "sent_at": now if channel is Channel.INAPP else None,
        "last_error": "",
    }


def _area_line(to: ToArea) -> str:
    """The area and all above it: a post for any of them reaches it."""
    return "{" + ",".join(map(str, area_registry().ancestors(to.area_id))) + "}"


def _defer(jobs: list[tuple[int, datetime | None]]) -> None:
    """One job for each message, in this transaction; one statement for all that are due at the same instant."""
    for due in dict.fromkeys(due for _, due in jobs):
        arguments: list[JSONDict] = [{"outbox_id": row} for row, when in jobs if when == due]
        send_message.configure(schedule_at=due).batch_defer(*arguments)
