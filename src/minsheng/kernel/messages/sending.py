"""Sending one message of the outbox: claim, send outside of any transaction, note the outcome.

At least once: a worker that dies between sending and noting leaves a claim behind, and the message goes again when the
claim has run out, with the same dedup key for the provider. Never twice at the same time.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from minsheng.base.crypto import Unreadable
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.messages.addresses import decrypted
from minsheng.kernel.messages.metrics import FAILED, SENT
from minsheng.kernel.messages.models import Channel, Outbox
from minsheng.kernel.messages.ports import Outgoing, PermanentFailure, SendingError, TemporaryFailure, port_of
from minsheng.kernel.messages.wording import addressed
from minsheng.kernel.parties.queries import contact_of

logger = structlog.get_logger("minsheng.messages")

CLAIM = timedelta(minutes=5)
"""Longer than any port may take."""
MOST_ATTEMPTS = 10


class TryAgain(Exception):
    """The message has not left; the job must run again later. ``attempts`` made so far decide how much later."""

    def __init__(self, attempts: int) -> None:
        super().__init__(attempts)
        self.attempts = attempts


def send_now(outbox_id: int) -> None:
    """Send the message unless it has left, has failed for good, or is gone. Raises TryAgain when it must go later."""
    row = _claim(outbox_id)
    if row is None:
        return
    try:
        port_of(Channel(row.channel)).send(_outgoing(row))
    except PermanentFailure as error:
        _note_failure(row, error, is_final=True)
    except TemporaryFailure as error:
        _note_failure(row, error, is_final=row.attempts >= MOST_ATTEMPTS)
    except Exception as error:
        # A fault of ours or of a library: told to the log by its place, tried again, and given up in the end.
        logger.exception("message_port_failed", outbox_id=row.pk, channel=row.channel)
        fault = TemporaryFailure(f"error.{type(error).__name__}"[:64])
        _note_failure(row, fault, is_final=row.attempts >= MOST_ATTEMPTS)
    else:
        _note_sent(row)


def interrupted(limit: int = 500) -> list[int]:
    """Messages whose claim has run out without an outcome: their worker died, or could not note what it did."""
    with transaction.atomic():
        look_as_system()
        open_rows = Outbox.objects.filter(
            sent_at__isnull=True, failed_at__isnull=True, claimed_until__lt=timezone.now()
        )
        return list(open_rows.values_list("id", flat=True)[:limit])


def _claim(outbox_id: int) -> Outbox | None:
    """Take the message for this worker; None when it is done with. Raises TryAgain when another worker has it."""
    now = timezone.now()
    with transaction.atomic():
        look_as_system()
        free = Outbox.objects.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), pk=outbox_id)
        open_rows = free.filter(sent_at__isnull=True, failed_at__isnull=True)
        claimed = open_rows.update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
        row = Outbox.objects.filter(pk=outbox_id).first()
    if row is None or row.sent_at is not None or row.failed_at is not None:
        return None
    if not claimed:
        raise TryAgain(row.attempts)
    return row


def _outgoing(row: Outbox) -> Outgoing:
    """The message in clear. Raises PermanentFailure when there is nobody to send it to any more."""
    with transaction.atomic():
        look_as_system()
        address, name = _address_and_name(row)
        return Outgoing(
            dedup_key=row.dedup_key,
            address=address,
            subject=addressed(row.subject, name),
            body=addressed(row.body, name),
            template=row.template.key,
            case_id=row.case_id,
        )


def _address_and_name(row: Outbox) -> tuple[str, str]:
    try:
        if row.party_id is not None:
            contact = contact_of(row.party_id)
            if contact is None:
                raise PermanentFailure("party.no_phone")
            return contact.phone, contact.name
        if row.address_cipher is None:
            raise PermanentFailure("message.no_address")
        return decrypted(bytes(row.address_cipher), str(row.stamp)), ""
    except Unreadable as error:
        raise PermanentFailure("address.unreadable") from error


def _note_sent(row: Outbox) -> None:
    # The address has served; whom a party's message went to is known by the party.
    _note(row, sent_at=timezone.now(), last_error="", address_cipher=None)
    SENT.labels(channel=row.channel).inc()


def _note_failure(row: Outbox, error: SendingError, *, is_final: bool) -> None:
    _note(row, last_error=error.code[:64], **({"failed_at": timezone.now()} if is_final else {}))
    FAILED.labels(channel=row.channel, final=str(is_final).lower()).inc()
    logger.warning("message_not_sent", outbox_id=row.pk, channel=row.channel, code=error.code, final=is_final)
    if not is_final:
        raise TryAgain(row.attempts) from error


def _note(row: Outbox, **outcome: object) -> None:
    with transaction.atomic():
        look_as_system()
        Outbox.objects.filter(pk=row.pk).update(claimed_until=None, **outcome)
