"""Reads of the access room."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.enums import Reach
from minsheng.kernel.access.models import Account, ApiToken, Post


def grants_of(account_id: int, on: date | None = None) -> tuple[Grant, ...]:
    """Grants of the posts that the account holds on a day (today). One query."""
    day = on or timezone.localdate()
    posts = (
        Post.objects.filter(account_id=account_id, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("role")
    )
    return tuple(_grant(post) for post in posts)


def _grant(post: Post) -> Grant:
    by_area = post.role.reach == Reach.AREA
    return Grant(
        post_id=post.pk,
        role=post.role.key,
        permissions=frozenset(post.role.permissions),
        unit_id=post.unit_id,
        area_id=post.area_id if by_area else None,
        clearance=post.role.clearance,
    )


def actor_for(account: Account, channel: str = "web", scopes: frozenset[str] | None = None) -> Actor:
    """The actor that an account is today. A locked or inactive account is nobody."""
    if not account.is_active:
        return Actor.anonymous(channel)
    return Actor(
        account_id=account.pk,
        name=account.display_name,
        party_id=account.party_id,
        grants=grants_of(account.pk),
        channel=channel,
        scopes=scopes,
    )


def token_digest(secret: str) -> bytes:
    """What is stored of a bearer token. The secret has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(secret.encode()).digest()


def actor_for_token(secret: str, channel: str = "api", now: datetime | None = None) -> Actor:
    """The actor behind a bearer token. Raises Refusal 401: ``token.unknown``, ``token.expired``, ``token.revoked``."""
    found = ApiToken.objects.select_related("account").filter(digest=token_digest(secret)).first()
    if found is None:
        raise Refusal("token.unknown", status=401)
    if found.revoked_at is not None or not found.account.is_active:
        raise Refusal("token.revoked", status=401)
    if found.expires_at <= (now or timezone.now()):
        raise Refusal("token.expired", status=401, at=found.expires_at.isoformat())
    return actor_for(found.account, channel, frozenset(found.scopes))
