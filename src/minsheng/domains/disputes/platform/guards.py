"""Guards of the platform. Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.effects import said_since_answer
from minsheng.kernel.procedures.registry import Question, guard


@guard("scale_given", fields=("people", "amount"))
def scale_given(question: Question) -> Refusal | None:
    """人数和金额至少填写一项 · People or amount: one of them at least."""
    given = question.data.get("people") is not None or question.data.get("amount") is not None
    return None if given else Refusal("guard.no_scale", "people")


@guard("conclusion_fits", fields=("reach", "conclusion"))
def conclusion_fits(question: Question) -> Refusal | None:
    """评估结论须与三问一致：未解决的应重办 · It follows from the answers: what is not solved is reopened."""
    solved, conclusion = question.data.get("solved"), question.data.get("conclusion")
    said = said_since_answer(question.snapshot)
    if not solved and conclusion == "close" and said is not None:
        solved = said.solved  # who could not be reached on the telephone has said it on the screen
    if solved == "no" and conclusion != "reopen":
        return Refusal("guard.matter_unsolved", "conclusion")
    if solved == "yes" and conclusion == "reopen":
        return Refusal("guard.matter_solved", "conclusion")
    return None


@guard("part_open")
def part_open(question: Question) -> Refusal | None:
    """须还有单位未办结 · Somebody must still owe an acknowledgement."""
    owes = any(part.role == "co" and part.ended_at is None for part in question.snapshot.assignments)
    return None if owes else Refusal("guard.all_acknowledged", status=409)
