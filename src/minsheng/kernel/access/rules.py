"""The one rule of access, asked of one object or of many. Default is deny."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Model, Q, QuerySet, Value

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


def may_read(actor: Actor, audience: list[int] | tuple[int, ...], barred: list[int] | tuple[int, ...] = ()) -> bool:
    """Whether the actor may see the object that carries ``audience``: by a post, as a party, or by its proved code.

    ``barred`` tokens are stronger: whoever holds one of them does not see it.
    """
    if actor.is_system:
        return True
    return not actor.reading_tokens().isdisjoint(audience) and not actor.is_barred(barred)


def sharing(tokens: Iterable[int], column: str = "audience") -> Q:
    """The condition that ``column`` shares a token with ``tokens``.

    Never ask ``column__contains=[token]``: Django sends such a number as an integer of four bytes, and cuts it.
    """
    return Q(**{f"{column}__overlap": Value(sorted(tokens), output_field=_BIGINTS)})


def overlapping(rows: QuerySet[M], tokens: frozenset[int], column: str = "audience") -> QuerySet[M]:
    """Rows whose ``column`` shares a token with ``tokens``; none when there are no tokens."""
    if not tokens:
        return rows.none()
    return rows.filter(sharing(tokens, column))


def visible(rows: QuerySet[M], actor: Actor, permission: str | None = None, column: str = "audience") -> QuerySet[M]:
    """Rows that the actor may see, or for which it holds ``permission``: ``may`` asked of a whole table."""
    if actor.is_system:
        return rows
    found = overlapping(rows, actor.tokens(permission) if permission else actor.reading_tokens(), column)
    return unbarred(found, actor, column)


def unbarred(rows: QuerySet[M], actor: Actor, column: str = "audience") -> QuerySet[M]:
    """Rows that do not bar the actor, where rows of that kind bar anybody at all."""
    barring = f"{column.removesuffix('audience')}barred"
    if actor.is_system or not _has_column(rows.model, barring):
        return rows
    return rows.exclude(sharing(actor.barring_tokens(), barring))


@cache
def _has_column(model: type[Model], path: str) -> bool:
    """Whether ``path`` leads to a column, over relations if need be (``other__barred``)."""
    *way, name = path.split("__")
    for step in way:
        related = model._meta.get_field(step).related_model  # noqa: SLF001 -- Django's documented model API
        if not isinstance(related, type):
            return False
        model = related
    return any(field.name == name for field in model._meta.concrete_fields)  # noqa: SLF001 -- the same
