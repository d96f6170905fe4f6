"""Reads of the access room."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.enums import Reach
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.units import unit_registry


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
        unit_line=_above(post.unit_id),
    )


def _above(unit_id: int) -> tuple[int, ...]:
    """The units above a unit: a case that bars one of them bars the people of all units below it."""
    return tuple(unit for unit in unit_registry().line(unit_id) if unit != unit_id)


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
    """The actor behind a bearer token, by one statement: every call of the API begins with it.

    Raises Refusal 401: ``token.unknown``, ``token.expired``, ``token.revoked``.
    """
    day = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_BEARER, [day, day, token_digest(secret)])
        found = cursor.fetchone()
    if found is None:
        raise Refusal("token.unknown", status=401)
    expires_at, is_ended, bearer = found
    if is_ended:
        raise Refusal("token.revoked", status=401)
    if expires_at <= (now or timezone.now()):
        raise Refusal("token.expired", status=401, at=expires_at.isoformat())
    return _bearer(bearer, channel, unit_registry().version)


_BEARER = """
SELECT t.expires_at, t.revoked_at IS NOT NULL OR NOT a.is_active,
  json_build_array(a.id, a.display_name, a.party_id, t.scopes, (
    SELECT json_agg(json_build_array(p.id, r.key, r.permissions, p.unit_id,
      CASE WHEN r.reach = 'area' THEN p.area_id END, r.clearance) ORDER BY p.id)
    FROM access_post p JOIN access_role r ON r.id = p.role_id
    WHERE p.account_id = a.id AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to >= %s)))::text
FROM access_apitoken t JOIN access_account a ON a.id = t.account_id WHERE t.digest = %s
"""


@lru_cache(maxsize=1024)
def _bearer(text: str, channel: str, units: int) -> Actor:
    """The actor that the statement described. Kept by all that it said and by the version of the tree of units."""
    account_id, name, party_id, scopes, posts = json.loads(text)
    grants = (
        Grant(post_id, role, frozenset(permissions), unit_id, area_id, clearance, _above(unit_id))
        for post_id, role, permissions, unit_id, area_id, clearance in posts or ()
    )
    return Actor(
        account_id=account_id,
        name=name,
        party_id=party_id,
        grants=tuple(grants),
        channel=channel,
        scopes=frozenset(scopes),
    )
