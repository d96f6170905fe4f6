"""How far a permission reaches in registers that hang on an area or a unit: the rule of cases, asked of registers."""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realm_number
from minsheng.kernel.access.rules import may, require
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.audience import area_tokens, unit_tokens


def reaches_unit(actor: Actor, permission: str, unit_id: int) -> bool:
    """Whether ``permission`` reaches the unit: by a post in it or above it, or by the area for which it stands."""
    realm = realm_number(permission)
    tokens = unit_tokens([unit_id], realm, 0)
    area_id = _area_of_unit(unit_id)
    if area_id is not None:
        tokens |= area_tokens(area_id, realm, 0)
    return may(actor, permission, list(tokens))


def require_for_unit(actor: Actor, permission: str, unit_id: int) -> None:
    """Raise Refusal ``access.denied`` (403) unless ``permission`` reaches the unit, as `reaches_unit` says."""
    if not reaches_unit(actor, permission, unit_id):
        raise Refusal("access.denied", status=403, permission=permission)


def require_for_area(actor: Actor, permission: str, area_id: int) -> None:
    """Raise Refusal ``access.denied`` (403) unless a post with ``permission`` reaches the area or stands above it."""
    require(actor, permission)
    if not actor.is_system and area_id not in areas_reached(actor, (permission,)):
        raise Refusal("access.denied", status=403, permission=permission)


def require_one(actor: Actor, permissions: Iterable[str]) -> None:
    """Raise Refusal ``access.denied`` (403) unless the actor holds one of ``permissions``."""
    names = tuple(permissions)
    if not any(actor.holds(name) for name in names):
        require(actor, names[0])


def areas_reached(actor: Actor, permissions: Iterable[str]) -> frozenset[int]:
    """Ids of all areas that the actor's posts with one of ``permissions`` reach.

    A post by area reaches it and what lies in it; a post by unit reaches the area for which its unit stands.
    """
    held = {name for name in permissions if actor.holds(name)}
    tops = {grant.area_id or _area_of_unit(grant.unit_id) for grant in actor.grants if grant.permissions & held}
    return frozenset(pk for top in tops if top is not None for pk in registry().subtree(top))


def _area_of_unit(unit_id: int) -> int | None:
    entry = unit_registry().by_id.get(unit_id)
    return entry.area_id if entry is not None else None
