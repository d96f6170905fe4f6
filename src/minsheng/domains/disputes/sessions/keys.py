"""The secret address of a person's calendar, for calendar programs that cannot sign in. Only its digest is kept."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CalendarKey
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for, token_digest
from minsheng.kernel.audit.services import record

_LONGEST = 64


@transaction.atomic
def renew_key(*, by: Actor) -> str:
    """Make a new secret for one's own calendar and return it, once; the former one opens nothing any more.

    Raises Refusal ``auth.required`` (401) without an account.
    """
    account_id = _own(by)
    secret = secrets.token_urlsafe(32)
    values = {"digest": token_digest(secret), "made_at": timezone.now()}
    CalendarKey.objects.update_or_create(account_id=account_id, defaults=values)
    record("disputes.calendar_key_made", by=by, subject="account", subject_id=account_id, data={})
    return secret


@transaction.atomic
def revoke_key(*, by: Actor) -> bool:
    """Make the secret of one's own calendar open nothing; whether there was one. Raises Refusal as `renew_key`."""
    account_id = _own(by)
    removed, _ = CalendarKey.objects.filter(account_id=account_id).delete()
    if removed:
        record("disputes.calendar_key_revoked", by=by, subject="account", subject_id=account_id, data={})
    return bool(removed)


def own_key(by: Actor) -> CalendarKey | None:
    """When one's own secret was made; None without one."""
    return CalendarKey.objects.filter(account_id=by.account_id).first() if by.account_id is not None else None


def actor_of_key(secret: str) -> Actor | None:
    """Whose calendar a secret opens; None for one that opens nothing (unknown, revoked, account not in use)."""
    if not 0 < len(secret) <= _LONGEST or not secret.isascii():
        return None
    digest = token_digest(secret)
    account = Account.objects.filter(pk__in=CalendarKey.objects.filter(digest=digest).values("account_id")).first()
    actor = actor_for(account, channel="api") if account is not None else None
    return actor if actor is not None and actor.account_id is not None else None


def _own(by: Actor) -> int:
    if by.account_id is None:
        raise Refusal("auth.required", status=401)
    return by.account_id
