"""Events: what has happened, told after the transaction that made it happen has been committed.

An event is a frozen dataclass. `announce` keeps it until commit; then every receiver of its type is called. A receiver
comes too late to refuse anything: when it raises, that is logged and counted, and the others still run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import structlog
from django.db import transaction

from minsheng.kernel.events.metrics import DELIVERED, FAILED
from minsheng.kernel.events.registry import Receiver, receivers_of

logger = structlog.get_logger("minsheng.events")


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. A subclass is a frozen dataclass that carries ids and codes, never personal data."""


def announce(event: Event) -> None:
    """Tell the receivers of ``event`` once the current transaction has committed; at once when there is none.

    A rolled back transaction or savepoint announces nothing. Never raises on behalf of a receiver.
    """
    transaction.on_commit(partial(deliver, event), robust=True)


def deliver(event: Event) -> None:
    """Call every receiver of ``event`` now, each in a transaction of its own. For `announce`, and for tests."""
    for receiver in receivers_of(type(event)):
        _call(receiver, event)


def _call(receiver: Receiver, event: Event) -> None:
    try:
        # A receiver that breaks half way must leave nothing half done, and must not spoil the connection for the next.
        with transaction.atomic():
            receiver.function(event)
    except Exception:  # whatever a receiver does wrong, the request has been committed and the others must run
        FAILED.labels(receiver=receiver.name).inc()
        logger.exception("event_receiver_failed", receiver=receiver.name, event_type=type(event).__name__)
    else:
        DELIVERED.labels(receiver=receiver.name).inc()
