"""The story of a grid event: found on a round or reported, settled on the spot or dispatched, verified on site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from minsheng.demo.simulation.chance import Firsts
from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.staff import HANDLERS
from minsheng.demo.simulation.stage import Move, Step, Story

MOST_MOVES = 30

# Working hours that units take to the site, by level.
_ARRIVAL = {"emergency": (0.05, 0.5), "level3": (0.5, 6), "level2": (0.2, 3), "level1": (0.2, 3)}


class GridStory:
    """Goes from state to state until nobody has anything left to do."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._first = Firsts()
        self._reworks = 0
        self._moves: dict[str, Callable[[], Move]] = {
            "reported": self.reported,
            "triaged": self.triaged,
            "assigned": self.assigned,
            "handling": self.handling,
            "verifying": self.verifying,
            "done": self.ended,
            "closed": self.ended,
            "rejected": self.ended,
        }

    def steps(self) -> Story:
        """All steps of the story."""
        for _ in range(MOST_MOVES):
            move = self._moves.get(self.scene.case.state)
            if move is None or not (yield from move()):
                return

    @property
    def _emergency(self) -> bool:
        return self.scene.case.kind == "emergency"

    def reported(self) -> Move:
        """The grid worker settles it, or the sub-district's centre takes it up or not."""
        s = self.scene
        if self._first("reported"):
            if s.dice.happens("added", 0.03):
                by = s.for_area("grid_worker")
                yield s.step(s.hours.at_once(s.now, 10, 90), by, "add", message=s.words.note("add"))
            if s.dice.happens("settled", s.spec.topic.own):
                yield self._settle()
                return True
        clerk = s.for_area("street_dispatcher")
        if s.dice.happens("rejected", 0.03):
            yield s.step(self._at(0.3, 5), clerk, "reject", reason=s.words.note("reject"))
            return True
        slow = s.dice.happens("triaged late", 0.02)
        at = s.hours.office(s.now, 8.5, 13) if slow else self._at(0.1, 3)
        level = self._level() if "reclassified" in s.dice.fate or s.dice.random() < 0.04 else s.case.kind
        yield s.step(at, clerk, "triage", kind=level, note=s.words.note("triage"))
        return True

    def _settle(self) -> Step:
        s = self.scene
        by = s.for_area("grid_worker")
        photos = s.photo(by, tidy=True) if s.dice.random() < 0.5 else None
        return s.step(s.hours.at_once(s.now, 10, 150), by, "self_handle", result=s.words.result(), photos=photos)

    def _level(self) -> str:
        return {"level1": "level2", "level2": "level3"}.get(self.scene.case.kind, self.scene.case.kind)

    def _at(self, low: float, high: float) -> datetime:
        """In an emergency at once, by day or night; else in working hours."""
        s = self.scene
        return s.hours.at_once(s.now, 3, 25) if self._emergency else s.hours.office(s.now, low, high)

    def triaged(self) -> Move:
        """The dispatcher whistles for a unit; after the second return the supervisor rules."""
        s = self.scene
        if s.case.returns >= 2 and not s.case.binding:
            at = s.hours.office(s.now, 1, 6)
            reason = s.words.note("ruling")
            yield s.step(at, s.for_area("supervisor"), "rule_on", unit=s.right_unit(), reason=reason)
            return True
        wrong = s.case.returns < 2 and s.dice.happens("misrouted" if not s.case.returns else "misrouted twice", 0.05)
        right = s.right_unit()
        data: dict[str, object] = {"unit": s.other_unit(right) if wrong else right, "note": s.words.note("whistle")}
        data["whistle"] = (
            "emergency" if self._emergency else "campaign" if s.dice.happens("campaign", 0.05) else "daily"
        )
        if s.dice.happens("co-responsible", 0.04):
            data["co_units"] = [s.other_unit(right)]
        yield s.step(self._at(0.1, 3), s.for_area("street_dispatcher"), "whistle", **data)
        return True

    def assigned(self) -> Move:
        """The unit reports in, or sends it back with its reason."""
        s = self.scene
        by = s.clerk()
        if s.case.lead_unit_id != s.right_unit() and not s.case.binding:
            other = s.unit_name(s.right_unit())
            at = s.hours.office(s.now, 0.3, 4)
            yield s.step(at, by, "return_event", reason=s.words.note("return_reason", other=other))
            return True
        low, high = _ARRIVAL[s.case.kind]
        if s.dice.happens("reported in late", 0.04):
            low, high = 8, 14
        at = s.hours.at_once(s.now, 10, 55) if self._emergency else s.hours.office(s.now, low, high)
        yield s.step(at, by, "report_in", note=s.words.note("report_in"))
        return True

    def handling(self) -> Move:
        """The work; co-responsible units first, now and then an extension or a supervision order."""
        s = self.scene
        if self._first("handling"):
            yield from self._incidents()
        for part in list(s.case.assignments):
            if part.role == "co" and part.ended_at is None:
                by = s.staff.of_unit(s.dice, HANDLERS, part.unit_id)
                yield s.step(s.hours.office(s.now, 0.5, 5), by, "finish_part", note=s.words.note("part"))
        yield self._finish()
        return True

    def _incidents(self) -> Iterator[Step]:
        s = self.scene
        clerk = s.for_area("street_dispatcher")
        if s.dice.happens("levelled", 0.015) and self._level() != s.case.kind:
            at = s.hours.office(s.now, 0.2, 2)
            yield s.step(at, clerk, "reclassify", kind=self._level(), note=s.words.note("reclassify"))
        due = s.due("handle")
        if due is not None and due > s.now and not self._emergency and s.dice.happens("extended", 0.03):
            at = s.hours.office_between(s.now, due, s.dice.uniform(0.5, 0.9))
            if at < due:
                yield s.step(at, clerk, "extend", days=s.dice.choice((2, 3, 5)), ground=s.words.note("extend"))
        if s.dice.happens("supervised", 0.02):
            by = s.for_area("supervisor")
            yield s.step(s.hours.office(s.now, 1, 6), by, "supervise", reason=s.words.note("supervise"))
            message = s.words.note("answer_supervision")
            yield s.step(s.hours.office(s.now, 1, 10), s.clerk(), "answer_supervision", message=message)

    def _finish(self) -> Step:
        s = self.scene
        due = s.due("handle")
        by = s.clerk()
        if due is None or due <= s.now or s.dice.happens("late", s.spec.topic.late):
            begin = max(s.now, due or s.now)
            at = s.hours.at_once(begin, 30, 600) if self._emergency else s.hours.office(begin, 0.5, 16)
        elif self._emergency:
            at = min(s.hours.at_once(s.now, 40, 500), due)
        else:
            at = min(s.hours.office_between(s.now, due, s.dice.betavariate(1.6, 2.4)), due)
        return s.step(at, by, "finish", result=s.words.result(), evidence=s.photo(by, tidy=True))

    def verifying(self) -> Move:
        """Somebody else looks at the place."""
        s = self.scene
        by = s.for_area("verifier")
        bad = self._reworks < 2 and s.dice.happens("reworked", 0.07) and (self._reworks == 0 or s.dice.random() < 0.3)
        self._reworks += bad
        late = s.dice.happens("verified late", 0.03)
        at = s.hours.office(s.now, 15, 20) if late else s.hours.office(s.now, 0.5, 9)
        photos = s.photo(by, tidy=not bad) if s.dice.random() < 0.15 else None
        note = s.words.note("verify_bad" if bad else "verify")
        yield s.step(at, by, "verify", passed="no" if bad else "yes", note=note, photos=photos)
        return True

    def ended(self) -> Move:
        """A resident who reported it may rate, or ask for another look."""
        s = self.scene
        if s.reporter is None or not self._first("ended"):
            return False
        if s.case.state != "rejected" and s.dice.happens("rated", 0.3):
            solved = s.dice.weighted(("yes", "partly", "no"), (0.85, 0.1, 0.05))
            satisfied = {"yes": "satisfied", "partly": "fairly", "no": "dissatisfied"}[solved]
            yield s.step(s.hours.awake(s.now, 0.5, 30), s.reporter, "rate", solved=solved, satisfied=satisfied)
        if s.dice.happens("reopened", 0.05):
            yield s.step(s.hours.awake(s.now, 20, 120), s.reporter, "reopen", message=s.words.note("reopen"))
            return True
        return False
