"""The second half of a hotline order's story: review, rating, call-back, reopening, appeal."""

from __future__ import annotations

from datetime import datetime

from minsheng.demo.simulation.chance import Firsts
from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.stage import Move, Step
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.procedures.effects import said_since_answer

_SATISFIED = {
    "yes": {"satisfied": 0.72, "fairly": 0.25, "dissatisfied": 0.03},
    "partly": {"satisfied": 0.08, "fairly": 0.62, "dissatisfied": 0.3},
    "no": {"fairly": 0.06, "dissatisfied": 0.94},
}
_CALL_NOTES = {"yes": "call_solved", "partly": "call_partly", "no": "call_unsolved"}
_SOLVED = {"yes": 0.8, "partly": 0.12, "no": 0.08}
MOST_CALLS = 3


class Answering:
    """From the unit's answer to the end of the matter."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._first = Firsts()
        self._calls = 0

    def answered(self) -> Move:
        """The reporter may be quicker than the reviewer; the reviewer passes the answer, sends it back, or exempts."""
        s = self.scene
        if s.reporter and s.dice.happens("rated early", 0.03):
            yield self._rate(s.hours.awake(s.now, 0.2, 3), s.reporter)
            return True
        by = s.for_area("reviewer")
        if s.dice.happens("exempted after the answer", 0.006):
            at = s.hours.office(s.now, 0.5, 6)
            yield s.step(at, by, "exempt", reason=s.words.note("exempt"), evidence=s.evidence(by))
            return True
        back = self._first("review") and s.dice.happens("sent back", 0.035)
        slow = s.dice.happens("reviewed late", 0.03)
        at = s.hours.office(s.now, 8, 13) if slow else s.hours.office(s.now, 0.2, 6)
        verdict = "back" if back else "pass"
        yield s.step(at, by, "review", verdict=verdict, reason=s.words.note("review_back") if back else "")
        return True

    def _rate(self, at: datetime, by: Actor) -> Step:
        s = self.scene
        solved = "no" if s.dice.happens("dissatisfied", 0.0) else self._drawn(_SOLVED)
        satisfied = self._drawn(_SATISFIED[solved])
        message = s.words.note("rate" if solved == "yes" else "rate_bad")
        return s.step(at, by, "rate", solved=solved, satisfied=satisfied, message=message)

    def _drawn(self, shares: dict[str, float]) -> str:
        return self.scene.dice.weighted(list(shares), list(shares.values()))

    def calling_back(self) -> Move:
        """The reporter rates, a clerk calls, or nobody does anything until the time has run out."""
        s = self.scene
        if s.reporter and self._first("rating") and s.dice.happens("rated", 0.17):
            yield self._rate(s.hours.awake(s.now, 0.5, 40), s.reporter)
            return True
        due = s.due("call_back")
        if s.dice.happens("silent", 0.07) and due is not None:
            yield s.by_system(due, "lapse_call_back")
            return True
        at = s.hours.office(s.now, 1, 14)
        if due is not None and at >= due:
            yield s.by_system(due, "lapse_call_back")
            return True
        self._calls += 1
        yield s.step(at, s.for_area("caller"), "call_back", **self._call())
        return True

    def _call(self) -> dict[str, object]:
        s = self.scene
        if s.reporter is None or s.dice.happens("unreachable", 0.16):
            note = s.words.note("call_nobody")
            outcome = self._without_answers() if self._calls >= MOST_CALLS else "later"
            return {"reach": "unreachable", "outcome_of_call": outcome, "note": note}
        if s.dice.happens("declined", 0.035):
            note = s.words.note("call_declined")
            return {"reach": "declined", "outcome_of_call": self._without_answers(), "note": note}
        solved = "no" if self._first("verdict") and s.dice.happens("dissatisfied", 0.0) else self._drawn(_SOLVED)
        if s.case.reopens >= 2:
            solved = "yes"
        outcome = {"yes": "close", "partly": "close", "no": "reopen"}[solved]
        contacted = s.dice.random() < 0.97
        note = _CALL_NOTES[solved] if contacted else "call_not_contacted"
        return {
            "reach": "reached",
            "contacted": "yes" if contacted else "no",
            "solved": solved,
            "satisfied": self._drawn(_SATISFIED[solved]),
            "outcome_of_call": outcome,
            "note": s.words.note(note),
        }

    def _without_answers(self) -> str:
        """Who has rated it unsolved need not say so again on the telephone."""
        said = said_since_answer(self.scene.case)
        return "reopen" if said is not None and said.solved == "no" else "close"

    def closed(self) -> Move:
        """Now and then the reporter comes back."""
        s = self.scene
        can = s.reporter is not None and s.case.lead_unit_id is not None and self._first("closed")
        if not can or s.reporter is None or not s.dice.happens("reopened", 0.012):
            return False
        yield s.step(s.hours.awake(s.now, 20, 200), s.reporter, "reopen", message=s.words.note("reopen"))
        return True

    def exempted(self) -> Move:
        """Some appeal against an exemption."""
        return (yield from self._appeal(0.12))

    def redirected(self) -> Move:
        """A few appeal against being sent elsewhere."""
        return (yield from self._appeal(0.06))

    def _appeal(self, odds: float) -> Move:
        s = self.scene
        if s.reporter is None or not self._first("appeal") or not s.dice.happens("appealed", odds):
            return False
        yield s.step(s.hours.awake(s.now, 5, 90), s.reporter, "appeal", message=s.words.note("appeal"))
        return True
