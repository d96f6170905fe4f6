"""The one rule of access, asked of one object or of many. Default is deny."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Model, QuerySet, Value

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor

M = TypeVar("M", bound=Model)
_BIGINTS = ArrayField(BigIntegerField())


def holds(actor: Actor, permission: str) -> bool:
    """Whether the actor holds ``permission`` at all (for things without a place or a unit)."""
    return actor.holds(permission)


def require(actor: Actor, permission: str) -> None:
    """Raise Refusal ``access.denied`` (403) unless the actor holds ``permission``."""
    if not actor.holds(permission):
        raise Refusal("access.denied", status=403, permission=permission)


def may(actor: Actor, permission: str, audience: list[int] | tuple[int, ...]) -> bool:
    """Whether the actor may do ``permission`` to the object that carries ``audience``."""
    return actor.is_system or not actor.tokens(permission).isdisjoint(audience)


def may_read(actor: Actor, audience: list[int] | tuple[int, ...]) -> bool:
    """Whether the actor may see the object that carries ``audience``: by a post, as a party, or by its proved code."""
    return actor.is_system or not actor.reading_tokens().isdisjoint(audience)


def overlapping(rows: QuerySet[M], tokens: frozenset[int], column: str = "audience") -> QuerySet[M]:
    """Rows whose ``column`` shares a token with ``tokens``; none when there are no tokens."""
    if not tokens:
        return rows.none()
    return rows.filter(**{f"{column}__overlap": Value(sorted(tokens), output_field=_BIGINTS)})


def visible(rows: QuerySet[M], actor: Actor, permission: str | None = None, column: str = "audience") -> QuerySet[M]:
    """Rows that the actor may see, or for which it holds ``permission``: ``may`` asked of a whole table."""
    if actor.is_system:
        return rows
    return overlapping(rows, actor.tokens(permission) if permission else actor.reading_tokens(), column)
