"""Choice of the mediators by the parties (人民调解法 art 19): each says whom it wants; what all want is taken. Pure.

A proposal stands until the same party makes another. Where a side has named representatives, they speak for it. What
was chosen before the committee may be recorded at once, unless a standing proposal names somebody else.
"""

from __future__ import annotations

from typing import Any

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.mediation.articles import article
from minsheng.domains.disputes.mediation.parties import SIDES, joint
from minsheng.domains.disputes.mediation.recusal import appoint
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot

_FACTS = (*SIDES, "representatives", "proposals", "recused")


def proposals_of(snapshot: Snapshot) -> dict[int, list[int]]:
    """What each party wants, by its id: accounts of mediators, in the order in which they were named."""
    value = snapshot.facts.get("proposals")
    lines: list[dict[str, Any]] = value if isinstance(value, list) else []
    return {int(line["party"]): [int(pk) for pk in line["mediators"]] for line in lines}


def speakers_of(snapshot: Snapshot) -> list[int]:
    """Who must have said whom it wants: on each side its representatives, or everybody where it has none."""
    named = set(snapshot.listed("representatives"))
    found: list[int] = []
    for side in SIDES:
        parties = snapshot.listed(side)
        found += [party for party in parties if party in named] or parties
    return list(dict.fromkeys(found))


def chosen_by_all(snapshot: Snapshot) -> list[int]:
    """The mediators whom everybody wants, in the order of who spoke last; empty until all want the same."""
    said, speakers = proposals_of(snapshot), speakers_of(snapshot)
    if not speakers or any(party not in said for party in speakers) or len({frozenset(it) for it in said.values()}) > 1:
        return []
    return list(said.values())[-1]


@guard("chosen_together", takes=("word",), fields=("mediators", "choosing"), facts=_FACTS)
def chosen_together(question: Question, source: str) -> Refusal | None:
    """须由各方当事人选定同一人选 · All parties want the same, by their proposals or as the committee heard it."""
    snapshot, named = question.snapshot, question.data.get("mediators") or []
    differing = _differing(snapshot, named)
    if differing:
        return Refusal("choice.differs", "mediators", status=409)
    if named:
        refusal = joint(question, "choosing")
    else:
        missing = [party for party in speakers_of(snapshot) if party not in proposals_of(snapshot)]
        refusal = Refusal("choice.missing", "mediators", status=409, missing=len(missing)) if missing else None
    if refusal is not None:
        return refusal
    taken = set(named or chosen_by_all(snapshot))
    recused = taken & set(snapshot.listed("recused"))
    return Refusal("recusal.named", "mediators", law=article(source)) if recused else None


def _differing(snapshot: Snapshot, named: list[int]) -> bool:
    """Whether the standing proposals name different people, or others than ``named``."""
    wanted = {frozenset(it) for it in proposals_of(snapshot).values()} | ({frozenset(named)} if named else set())
    return len(wanted) > 1


@effect("propose_mediators", fields=("party", "proposed"), facts=("proposals",))
def propose_mediators(snapshot: Snapshot, done: Done) -> None:
    """Keeps whom a party wants, in the place of what it had said before."""
    party = done.data["party"]
    others = [{"party": pk, "mediators": ids} for pk, ids in proposals_of(snapshot).items() if pk != party]
    snapshot.facts["proposals"] = [*others, {"party": party, "mediators": list(dict.fromkeys(done.data["proposed"]))}]


@effect("appoint_chosen", facts=(*_FACTS, "mediators", "mediator_signed"))
def appoint_chosen(snapshot: Snapshot, done: Done) -> None:
    """Names the mediators whom the parties chose; the first named goes on with the case."""
    appoint(snapshot, list(done.data.get("mediators") or chosen_by_all(snapshot)))
