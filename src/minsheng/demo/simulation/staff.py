"""Who does what: the actors of the simulated offices, by role and by where their post reaches."""

from __future__ import annotations

import random
from collections import defaultdict

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry

HANDLERS = ("handler", "community_worker")
HEADS = ("head",)


class Staff:
    """The posts of the district as read once; actors are made when they are first asked for."""

    def __init__(self) -> None:
        self._accounts: dict[int, Account] = {}
        self._in_unit: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._in_area: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._actors: dict[int, Actor] = {}
        for post in Post.objects.select_related("account", "role").order_by("id"):
            self._accounts[post.account_id] = post.account
            self._in_unit[post.role.key, post.unit_id].append(post.account_id)
            if post.area_id is not None:
                self._in_area[post.role.key, post.area_id].append(post.account_id)

    def for_area(self, rng: random.Random, role: str, area_id: int) -> Actor:
        """Somebody whose post in this role reaches the area, from the nearest area that has one."""
        for area in reversed(registry().ancestors(area_id)):
            found = self._in_area.get((role, area))
            if found:
                return self._actor(rng.choice(found))
        raise LookupError(f"nobody is {role} for area {area_id}")

    def of_unit(self, rng: random.Random, roles: tuple[str, ...], unit_id: int, avoid: int | None = None) -> Actor:
        """Somebody of the unit, or of one above it, in one of these roles; not ``avoid`` if another is there."""
        for unit in unit_registry().line(unit_id):
            found = [account for role in roles for account in self._in_unit.get((role, unit), ())]
            others = [account for account in found if account != avoid] or found
            if others:
                return self._actor(rng.choice(others))
        raise LookupError(f"nobody works in unit {unit_id}")

    def in_roles(self, roles: tuple[str, ...], unit_id: int) -> frozenset[int]:
        """Accounts of everybody whose post in one of these roles is in the unit itself."""
        return frozenset(account for role in roles for account in self._in_unit.get((role, unit_id), ()))

    def named(self, account_id: int) -> Actor:
        """The actor that an account is."""
        return self._actor(account_id)

    def _actor(self, account_id: int) -> Actor:
        if account_id not in self._actors:
            self._actors[account_id] = actor_for(self._accounts[account_id])
        return self._actors[account_id]
