"""Two cases side by side, before one is merged into the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from minsheng.base.ids import check_code
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case, Content
from minsheng.kernel.cases.queries import get_for
from minsheng.surface.web.cases.queries import content_of
from minsheng.surface.web.cases.rows import Row, row_of


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cases."""

    row: Row
    content: Content | None
    has_same_reporter: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both cases."""

    this: Side
    other: Side


def compared(actor: Actor, case: Case, code: str) -> Comparison:
    """Both cases. Raises Refusal ``code.check`` or ``case.unknown`` for the other one."""
    other = get_for(actor, check_code(code))
    same = case.reporter_id is not None and case.reporter_id == other.reporter_id
    return Comparison(_side(case, same=same), _side(other, same=same))


def _side(case: Case, *, same: bool) -> Side:
    return Side(row_of(case, timezone.now()), content_of(case), same)
