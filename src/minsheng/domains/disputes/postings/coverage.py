"""Coverage of compound branches by posted cadres: whole branches are counted, and divided at the very end. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included; None is open."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch: its number, its area, and when it exists and is due to have a cadre (None: never)."""

    branch_id: int
    area_id: int
    exists: Span
    due: Span | None


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A posting: whose branch, when, and whether full time."""

    branch_id: int
    span: Span
    full_time: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """``covered`` of ``due`` branches have a posted cadre; ``full_time`` cadres are posted full time to any branch."""

    covered: int = 0
    due: int = 0
    full_time: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        """Roll up: the counts of both."""
        return Coverage(self.covered + other.covered, self.due + other.due, self.full_time + other.full_time)

    def share(self) -> Decimal | None:
        """Covered branches in per cent of those due, to one decimal, halves up; None when none is due."""
        if not self.due:
            return None
        return (Decimal(self.covered) * 100 / self.due).quantize(Decimal("0.1"), ROUND_HALF_UP)


def coverage_on(day: date, branches: Iterable[BranchRow], postings: Iterable[PostingRow]) -> dict[int, Coverage]:
    """Coverage by area on ``day``: branches that exist and are due then, and whether some cadre is posted to them then.

    A branch that is not due counts in neither number. A full-time cadre counts wherever the branch exists.
    """
    standing = [branch for branch in branches if branch.exists.holds(day)]
    held = [posting for posting in postings if posting.span.holds(day)]
    staffed = {posting.branch_id for posting in held}
    cadres: dict[int, int] = {}
    for posting in held:
        cadres[posting.branch_id] = cadres.get(posting.branch_id, 0) + posting.full_time
    found: dict[int, Coverage] = {}
    for branch in standing:
        is_due = branch.due is not None and branch.due.holds(day)
        one = Coverage(is_due and branch.branch_id in staffed, is_due, cadres.get(branch.branch_id, 0))
        found[branch.area_id] = found.get(branch.area_id, Coverage()) + one
    return found
