"""Which grids somebody may do something in: the tokens of a grid are those of its areas in the realm of the grids."""

from __future__ import annotations

from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.grid.module import REALM
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import may
from minsheng.kernel.areas.enums import GRID_KINDS
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.audience import area_tokens
from minsheng.kernel.cases.places import LONGEST_ID


def audience(area_id: int) -> list[int]:
    """The tokens that open what happened in a grid: its own and those of every area above it."""
    return sorted(area_tokens(area_id, REALM.number, 0))


def grid_named(wanted: int | str, field: str = "area") -> AreaNode:
    """A grid by its id or its code of fifteen digits. Raises Refusal ``grid.unknown``, ``grid.no_grid``."""
    text, known = str(wanted), registry()
    node = known.by_code(text)
    if node is None:
        try:
            node = known.node(int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_ID else 0)
        except LookupError:
            raise Refusal("grid.unknown", field, id=text[:40]) from None
    if node.kind not in GRID_KINDS:
        raise Refusal("grid.no_grid", field, area=node.name)
    return node


def require_in(by: Actor, permission: str, grid: AreaNode) -> None:
    """Raise Refusal ``access.denied`` (403) unless a post of ``by`` with ``permission`` reaches the grid."""
    if not may(by, permission, audience(grid.id)):
        raise Refusal("access.denied", status=403, permission=permission)


def grids_of(by: Actor, permission: str) -> list[AreaNode]:
    """The grids of today that the posts of ``by`` with ``permission`` reach, by code. Out of memory."""
    if by.scopes is not None and permission not in by.scopes:
        return []
    known, today = registry(), timezone.localdate()
    areas = {grant.area_id for grant in by.grants if permission in grant.permissions and grant.area_id is not None}
    below = {pk for area in areas for pk in known.subtree(area)}
    nodes = [known.node(pk) for pk in below]
    return sorted((it for it in nodes if it.kind in GRID_KINDS and it.exists_on(today)), key=lambda it: it.code)
