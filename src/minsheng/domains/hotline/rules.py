"""Rules of the hotline order beside the kernel's: what a review and a call-back lead to. Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.effects import close, reopen, rework, said_since_answer
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@effect("review", fields=("verdict",))
def review(snapshot: Snapshot, done: Done) -> None:
    """The answer passed review, or goes back to the units that gave it."""
    if done.data["verdict"] == "back":
        rework(snapshot, done)


@effect("close_if_solved", fields=("solved",))
def close_if_solved(snapshot: Snapshot, done: Done) -> None:
    """The reporter says that it is solved: the case is closed. Anything else waits for the call-back."""
    if done.data["solved"] == "yes":
        close(snapshot, done)


@effect("conclude_call", fields=("outcome_of_call",))
def conclude_call(snapshot: Snapshot, done: Done) -> None:
    """Closes the case, opens it again for the same units, or leaves it for another call."""
    if done.data["outcome_of_call"] == "close":
        close(snapshot, done)
    elif done.data["outcome_of_call"] == "reopen":
        reopen(snapshot, done)


@guard("call_back_fits", fields=("reach", "outcome_of_call"))
def call_back_fits(question: Question) -> Refusal | None:
    """回访结论须与三问一致：未解决的应重办 · The conclusion follows from the answers: unsolved is reopened."""
    solved = question.data.get("solved")
    conclusion = question.data.get("outcome_of_call")
    said = said_since_answer(question.snapshot)
    if not solved and conclusion == "close" and said is not None:
        solved = said.solved  # who could not be reached on the telephone has said it on the screen
    if solved == "no" and conclusion != "reopen":
        return Refusal("guard.unsolved_must_reopen", "outcome_of_call")
    if solved == "yes" and conclusion == "reopen":
        return Refusal("guard.solved_cannot_reopen", "outcome_of_call")
    return None
