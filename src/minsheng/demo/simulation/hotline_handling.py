"""The middle of a hotline order's story: the unit contacts the reporter, works, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.staff import HANDLERS, HEADS
from minsheng.demo.simulation.stage import Move, Step

SLOW = 0.6
"""How much of its time a unit lets pass at least, in a case of which more reports will come."""
LATE_AGAIN, LATE_FIRST = 0.6, 1.2
RESULTS = {"solved": 0.7, "partly": 0.13, "explained": 0.12, "planned": 0.05}
RESULTS_OF_KIND = {
    "consultation": {"explained": 0.7, "solved": 0.3},
    "praise": {"solved": 1.0},
    "suggestion": {"planned": 0.35, "solved": 0.35, "explained": 0.3},
}


class Handling:
    """What the unit does until it has answered; also when the matter comes back to it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._answers = 0
        self._begun = False

    def handling(self) -> Move:
        """The unit contacts the reporter, does the work, and answers."""
        s = self.scene
        if s.case.contacted_at is None:
            late = s.dice.happens("contacted late", 0.045)
            at = s.hours.office(s.now, 8, 18) if late else s.hours.office(s.now, 0.1, 2 if s.case.urgent else 4)
            yield s.step(at, s.clerk(), "contact", note=s.words.note("contact"))
        if not self._begun:
            self._begun = True
            yield from self._incidents()
            if (yield from self._turn()):
                return True
        yield from self._extension()
        yield from self._parts()
        yield from self._answer()
        return True

    def _incidents(self) -> Iterator[Step]:
        """What may happen on the way."""
        s = self.scene
        if s.reporter and s.dice.happens("added", 0.05):
            yield s.step(s.hours.awake(s.now, 1, 20), s.reporter, "add", message=s.words.note("add"))
        if s.dice.happens("handed over", 0.02):
            other = s.staff.of_unit(s.dice, HANDLERS[:1], s.case.lead_unit_id or 0, avoid=s.case.handler_id)
            if other.account_id != s.case.handler_id and s.case.lead_unit_id in other.units():
                note = s.words.note("hand_over")
                at = s.hours.office(s.now, 0.5, 5)
                yield s.step(at, s.clerk(), "hand_over", handler=other.account_id, note=note)
        if s.dice.happens("units added", 0.015):
            units = [s.other_unit(s.case.lead_unit_id or 0)]
            at = s.hours.office(s.now, 0.5, 6)
            yield s.step(at, s.clerk(), "add_units", co_units=units, note=s.words.note("add_units"))

    def _turn(self) -> Move:
        """Another turn that the matter may take; returns whether it has."""
        s = self.scene
        if s.reporter and s.dice.happens("asked", 0.04):
            yield s.step(s.hours.office(s.now, 0.3, 5), s.clerk(), "ask", message=s.words.note("ask"))
            return True
        if s.dice.happens("exempted", 0.012):
            by, at = s.for_area("reviewer"), s.hours.office(s.now, 4, 20)
            yield s.step(at, by, "exempt", reason=s.words.note("exempt"), evidence=s.evidence(by))
            return True
        return False

    def asking(self) -> Move:
        """The reporter replies, or the wait runs out, or the unit does not wait so long."""
        s = self.scene
        due = s.due("wait")
        reply = s.hours.awake(s.now, 2, 70)
        if s.reporter and (due is None or reply < due) and not s.dice.happens("no reply", 0.25):
            yield s.step(reply, s.reporter, "reply", message=s.words.note("reply"))
        elif due is not None and s.dice.happens("waited to the end", 0.8):
            yield s.by_system(due, "go_on")
        else:
            yield s.step(s.hours.office(s.now, 8, 20), s.clerk(), "go_on", note=s.words.note("go_on"))
        return True

    def _extension(self) -> Iterator[Step]:
        s = self.scene
        due = s.due("handle")
        if due is None or self._answers or not s.dice.happens("extended", 0.05):
            return
        at = s.hours.office_between(s.now, due, s.dice.uniform(0.5, 0.9))
        if at < due:
            head = s.staff.of_unit(s.dice, HEADS, s.case.lead_unit_id or 0)
            yield s.step(at, head, "extend", days=s.dice.choice((3, 5, 5, 7, 10)), ground=s.words.note("extend"))

    def _parts(self) -> Iterator[Step]:
        """Co-responsible units finish before the lead unit may answer."""
        s = self.scene
        for part in list(s.case.assignments):
            if part.role == "co" and part.ended_at is None:
                by = s.staff.of_unit(s.dice, HANDLERS, part.unit_id)
                yield s.step(s.hours.office(s.now, 1, 9), by, "finish_part", note=s.words.note("part"))

    def _answer(self) -> Iterator[Step]:
        s = self.scene
        due = s.due("handle")
        again = self._answers > 0
        self._answers += 1
        odds = s.spec.topic.late * (LATE_AGAIN if again else LATE_FIRST)
        if s.dice.happens("late", odds) or due is None or due <= s.now:
            yield from self._late_supervision(due)
            at = s.hours.office(max(s.now, due or s.now), 0.5, 22)
        else:
            if s.dice.happens("supervised", 0.015):
                yield from self._supervision(s.now, "supervise")
            at = self._in_time(due)
        result, by = self._result(), s.clerk()
        answer = s.words.answer(result, s.unit_name(s.case.lead_unit_id), at, again=again)
        files = s.photo(by, tidy=True) if s.dice.happens("picture", 0.04) else None
        yield s.step(at, by, "answer", answer=answer, result=result, files=files)

    def _in_time(self, due: datetime) -> datetime:
        s = self.scene
        part = s.dice.betavariate(1.7, 1.9)
        if "slow" in s.dice.fate:
            part = max(part, SLOW)
        return min(s.hours.office_between(s.now, due, part), due)

    def _result(self) -> str:
        shares = RESULTS_OF_KIND.get(self.scene.spec.matter.kind, RESULTS)
        return self.scene.dice.weighted(list(shares), list(shares.values()))

    def _late_supervision(self, due: datetime | None) -> Iterator[Step]:
        """Every fifth late one is supervised."""
        s = self.scene
        if due is not None and s.dice.happens("supervised", 0.22):
            yield from self._supervision(max(s.now, due), "supervise_late")

    def _supervision(self, begin: datetime, why: str) -> Iterator[Step]:
        """A supervision order, and the head's answer to it."""
        s = self.scene
        by = s.for_area(s.dice.choice(("director", "supervisor")))
        yield s.step(s.hours.office(begin, 0.5, 6), by, "supervise", reason=s.words.note(why))
        head = s.staff.of_unit(s.dice, HEADS, s.case.lead_unit_id or 0)
        message = s.words.note("answer_supervision")
        yield s.step(s.hours.office(s.now, 2, 14), head, "answer_supervision", message=message)
