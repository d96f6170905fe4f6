"""Whose eyes the database looks through: the transaction-local setting that row-level security reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.tokens import SYSTEM, as_setting

_SYSTEM_TEXT = as_setting({SYSTEM})


def _set(text: str, auditor: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('minsheng.tokens', %s, true), set_config('minsheng.auditor', %s, true)", [text, auditor]
        )


def look_as(actor: Actor) -> None:
    """From here to the end of the transaction (or the next call) the database shows what ``actor`` may read.

    Must be called inside a transaction: the setting ends with it, so that no pooled connection carries it on.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("look_as() needs a transaction")
    _set(as_setting(actor.reading_tokens()), "on" if actor.holds("audit.read") else "")


def look_as_system() -> None:
    """From here on in this transaction every policy passes: for a service that has made its own check."""
    if not connection.in_atomic_block:
        raise RuntimeError("look_as_system() needs a transaction")
    _set(_SYSTEM_TEXT, "on")


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Open a transaction in which the database looks through the eyes of ``actor``."""
    with transaction.atomic():
        look_as(actor)
        yield


@contextmanager
def acting_as_system() -> Iterator[None]:
    """Open a transaction (or savepoint) in which every policy passes; the former eyes come back afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('minsheng.tokens', true), current_setting('minsheng.auditor', true)")
            before = cursor.fetchone()
        look_as_system()
        yield
        _set(before[0] or "", before[1] or "")
