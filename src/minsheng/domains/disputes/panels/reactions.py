"""What is asked of the register when the parties' choice is taken: it may be days old."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.panels.register import MEDIATORS
from minsheng.kernel.cases.reactions import Change, reaction


@reaction("appoint_chosen", replayed=False)
def refuse_gone(change: Change) -> None:
    """Raise Refusal ``choice.gone`` (409) where somebody whom the parties chose no longer mediates."""
    chosen = [int(pk) for pk in change.case.facts.get("mediators") or ()]
    gone = set(chosen) - MEDIATORS.known(chosen, change.by, change.case)
    if gone:
        raise Refusal("choice.gone", "mediators", status=409, count=len(gone))
