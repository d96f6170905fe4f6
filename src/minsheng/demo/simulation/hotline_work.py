"""The first half of a hotline order's story: dispatching, returning, handling, answering."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.staff import HANDLERS, HEADS
from minsheng.demo.simulation.stage import Step
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.routing.registry import routing_registry

Move = Generator[Step, bool, bool]

SLOW = 0.6
RESULTS = {"solved": 0.7, "partly": 0.13, "explained": 0.12, "planned": 0.05}
RESULTS_OF_KIND = {
    "consultation": {"explained": 0.7, "solved": 0.3},
    "praise": {"solved": 1.0},
    "suggestion": {"planned": 0.35, "solved": 0.35, "explained": 0.3},
}


class Working:
    """From the dispatcher's desk to the unit's answer."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._answers = 0
        self._once: set[str] = set()
        self._chosen: int | None = None

    def _first(self, name: str) -> bool:
        """Whether this is the first time that the story comes here."""
        fresh = name not in self._once
        self._once.add(name)
        return fresh

    def created(self) -> Move:
        """The dispatcher classifies, answers at once, refers elsewhere, or sends it to a unit."""
        s = self.scene
        clerk = s.for_area("dispatcher")
        if self._first("created") and s.reporter and s.dice.happens("withdrawn early", 0.004):
            yield s.step(s.hours.awake(s.now, 0.1, 1), s.reporter, "withdraw", message=s.words.note("withdraw"))
            return True
        if s.case.category_id is None:
            category = routing_registry().by_code[s.spec.topic.code].id
            note = s.words.note("classify")
            yield s.step(s.hours.at_once(s.now, 3, 25), clerk, "classify", category=category, note=note)
        if s.dice.happens("redirected", 0.004) or (s.spec.matter.fate == "redirected" and self._first("redirect")):
            yield self._redirect(clerk)
            return True
        if s.spec.matter.kind in {"consultation", "praise"} and s.dice.happens("answered at once", 0.4):
            answer = s.words.answer("explained", s.unit_name(min(clerk.units())), s.now)
            yield s.step(s.hours.at_once(s.now, 2, 14), clerk, "answer_at_once", answer=answer)
            return True
        return (yield from self._dispatch(clerk))

    def _redirect(self, clerk: Actor) -> Step:
        s = self.scene
        route = s.dice.choice(("court", "discipline", "reconsideration", "market", "disclosure", "petition"))
        at = s.hours.at_once(s.now, 20, 150)
        return s.step(at, clerk, "redirect", route=route, message=s.words.note("redirect"))

    def _dispatch(self, clerk: Actor) -> Move:
        s = self.scene
        slow = s.dice.happens("dispatched late", 0.02)
        at = s.hours.office(s.now, 5, 14) if slow else s.hours.at_once(s.now, 4, 20 if s.case.urgent else 110)
        data: dict[str, object] = {"unit": self._unit(), "note": s.words.note("dispatch")}
        if s.routed is not None and s.routed.unit_id == data["unit"]:
            data |= {"rule": s.routed.rule_id, "co_units": list(s.routed.co_units)}
        if s.dice.happens("co-responsible", 0.045):
            data["co_units"] = [self._other_unit(s.right_unit())]
        yield s.step(at, clerk, "dispatch", **data)
        return True

    def _unit(self) -> int:
        """The right unit, or by mistake another one; nobody errs three times."""
        s = self.scene
        right = s.right_unit()
        odds = 0.075 if s.case.returns == 0 else 0.16
        name = "misrouted" if s.case.returns == 0 else "misrouted twice"
        wrong = s.case.returns < 2 and s.dice.happens(name, odds)
        self._chosen = self._other_unit(right) if wrong else right
        return self._chosen

    def _other_unit(self, right: int) -> int:
        kinds = {UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.JUSTICE}
        idle = {"supervision", "data"}
        units = [it.id for it in unit_registry().by_id.values() if it.kind in kinds and it.code not in idle]
        return self.scene.dice.choice([unit for unit in sorted(units) if unit != right])

    def disputed(self) -> Move:
        """After a return the dispatcher sends it on; after the second one the head of the centre rules."""
        s = self.scene
        if s.case.returns >= 2 and not s.case.binding:
            by = s.for_area("director")
            yield s.step(
                s.hours.office(s.now, 1.5, 9), by, "rule_on", unit=s.right_unit(), basis=s.words.note("ruling")
            )
            return True
        yield s.step(s.hours.at_once(s.now, 15, 200), s.for_area("dispatcher"), "dispatch", unit=self._unit())
        return True

    def dispatched(self) -> Move:
        """The unit signs, goes straight to the reporter, or sends it back."""
        s = self.scene
        if s.reporter and self._first("dispatched") and s.dice.happens("withdrawn", 0.006):
            yield s.step(s.hours.awake(s.now, 0.5, 6), s.reporter, "withdraw", message=s.words.note("withdraw"))
            return True
        by = self._clerk()
        wrong = self._chosen is not None and s.case.lead_unit_id != s.right_unit() and not s.case.binding
        if wrong:
            yield s.step(s.hours.office(s.now, 0.5, 6), by, "return_order", **self._why())
            return True
        late = s.dice.happens("signed late", 0.035)
        at = s.hours.office(s.now, 8.5, 16) if late else s.hours.office(s.now, 0.1, 1.5 if s.case.urgent else 5)
        if s.dice.happens("contacted at once", 0.35):
            yield s.step(at, by, "contact", note=s.words.note("contact"))
        else:
            yield s.step(at, by, "sign", note=s.words.note("sign"))
        return True

    def _why(self) -> dict[str, object]:
        s = self.scene
        other = s.unit_name(s.right_unit())
        return {"reason": s.words.note("return_reason", other=other), "basis": s.words.note("return_basis", other=other)}

    def _clerk(self) -> Actor:
        """The handler of the case, or somebody of its unit."""
        s = self.scene
        unit = s.case.lead_unit_id or 0
        handler = s.case.handler_id
        if handler is None:
            return s.staff.of_unit(s.dice, HANDLERS, unit)
        return s.staff.named(handler)

    def handling(self) -> Move:
        """The unit contacts the reporter, does the work, and answers."""
        s = self.scene
        if s.case.contacted_at is None:
            late = s.dice.happens("contacted late", 0.045)
            at = s.hours.office(s.now, 8, 18) if late else s.hours.office(s.now, 0.1, 2 if s.case.urgent else 4)
            yield s.step(at, self._clerk(), "contact", note=s.words.note("contact"))
        if self._first("work"):
            moved = yield from self._incidents()
            if moved:
                return True
        yield from self._extension()
        yield from self._parts()
        yield from self._answer()
        return True

    def _incidents(self) -> Move:
        """What may happen on the way; returns whether the case has left the state."""
        s = self.scene
        if s.reporter and s.dice.happens("added", 0.05):
            yield s.step(s.hours.awake(s.now, 1, 20), s.reporter, "add", message=s.words.note("add"))
        if s.dice.happens("handed over", 0.02):
            other = s.staff.of_unit(s.dice, ("handler",), s.case.lead_unit_id or 0, avoid=s.case.handler_id)
            if other.account_id != s.case.handler_id and s.case.lead_unit_id in other.units():
                data = {"handler": other.account_id, "note": s.words.note("hand_over")}
                yield s.step(s.hours.office(s.now, 0.5, 5), self._clerk(), "hand_over", **data)
        if s.dice.happens("units added", 0.015):
            data = {"co_units": [self._other_unit(s.case.lead_unit_id or 0)], "note": s.words.note("add_units")}
            yield s.step(s.hours.office(s.now, 0.5, 6), self._clerk(), "add_units", **data)
        if s.reporter and s.dice.happens("asked", 0.04):
            yield s.step(s.hours.office(s.now, 0.3, 5), self._clerk(), "ask", message=s.words.note("ask"))
            return True
        if s.dice.happens("exempted", 0.012):
            yield self._exempt()
            return True
        return False

    def _exempt(self) -> Step:
        s = self.scene
        by = s.for_area("reviewer")
        evidence = s.evidence(by)
        return s.step(s.hours.office(s.now, 4, 20), by, "exempt", reason=s.words.note("exempt"), evidence=evidence)

    def asking(self) -> Move:
        """The reporter replies, or the wait runs out."""
        s = self.scene
        due = s.due("wait")
        reply = s.hours.awake(s.now, 2, 70)
        if s.reporter and (due is None or reply < due) and not s.dice.happens("no reply", 0.25):
            yield s.step(reply, s.reporter, "reply", message=s.words.note("reply"))
        elif due is not None and s.dice.random() < 0.8:  # noqa: PLR2004 - most units wait to the end
            yield s.by_system(due, "go_on")
        else:
            at = s.hours.office(s.now, 8, 20)
            yield s.step(at, self._clerk(), "go_on", note=s.words.note("go_on"))
        return True

    def _extension(self) -> Iterator[Step]:
        s = self.scene
        due = s.due("handle")
        if due is None or self._answers or not s.dice.happens("extended", 0.05):
            return
        at = s.hours.office_between(s.now, due, s.dice.uniform(0.5, 0.9))
        if at < due:
            head = s.staff.of_unit(s.dice, HEADS[:1], s.case.lead_unit_id or 0)
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
        late = s.dice.happens("late", s.spec.topic.late * (0.6 if again else 1.0)) or (due is not None and due <= s.now)
        if due is None or late:
            yield from self._supervision(late=True)
            at = s.hours.office(max(s.now, due or s.now), 0.5, 22)
        else:
            if s.dice.happens("supervised", 0.015):
                yield from self._supervision(late=False)
            part = s.dice.betavariate(1.7, 1.9)
            at = min(s.hours.office_between(s.now, due, max(part, SLOW) if "slow" in s.dice.fate else part), due)
        result = self._result()
        by = self._clerk()
        data: dict[str, object] = {"answer": s.words.answer(result, s.unit_name(s.case.lead_unit_id), at, again=again)}
        if s.dice.random() < 0.04:  # noqa: PLR2004 - a few answers come with a picture
            data["files"] = s.photo(by, tidy=True)
        yield s.step(at, by, "answer", result=result, **data)

    def _result(self) -> str:
        shares = RESULTS_OF_KIND.get(self.scene.spec.matter.kind, RESULTS)
        return self.scene.dice.weighted(list(shares), list(shares.values()))

    def _supervision(self, *, late: bool) -> Iterator[Step]:
        """A supervision order, more often when it is late, and the head's answer to it."""
        s = self.scene
        due = s.due("handle")
        if late and (due is None or not s.dice.happens("supervised", 0.22)):
            return
        begin = max(s.now, due) if late and due is not None else s.now
        by = s.for_area(s.dice.choice(("director", "supervisor")))
        yield s.step(s.hours.office(begin, 0.5, 6), by, "supervise", reason=s.words.note("supervise"))
        head = s.staff.of_unit(s.dice, HEADS[:1], s.case.lead_unit_id or 0)
        message = s.words.note("answer_supervision")
        yield s.step(s.hours.office(s.now, 2, 14), head, "answer_supervision", message=message)
