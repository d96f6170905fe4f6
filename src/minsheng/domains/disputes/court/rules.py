"""Rules of mediation on a court's behalf beside the shared ones (在线调解规则 10). Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines.clock import is_late
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@guard("choice_first", takes=("clock",), fields=("parties_ask",))
def choice_first(question: Question, clock: str) -> Refusal | None:
    """双方可先行选择；请求指定或逾期未选的由法院指定 · The parties choose first."""
    index = question.snapshot.running(clock)
    if index is None or question.data.get("parties_ask") or is_late(question.snapshot.clocks[index], question.at):
        return None
    return Refusal("court.choice_first", "parties_ask")


@effect("note_answer", fields=("answer",), facts=("refusals",))
def note_answer(snapshot: Snapshot, done: Done) -> None:
    """Counts a refusal of the other side, as one that a party declares itself."""
    if done.data["answer"] == "refuses":
        snapshot.facts["refusals"] = int(snapshot.facts.get("refusals") or 0) + 1
