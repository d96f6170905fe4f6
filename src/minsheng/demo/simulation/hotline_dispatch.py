"""The beginning of a hotline order's story: the dispatcher's desk, and units that sign or send it back."""

from __future__ import annotations

from minsheng.demo.simulation.chance import Firsts
from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.stage import Move, Step
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.routing.registry import routing_registry

ROUTES = ("court", "discipline", "reconsideration", "market", "disclosure", "petition")


class Dispatching:
    """From filing to the unit's signature."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._first = Firsts()

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
            at = s.hours.at_once(s.now, 20, 150)
            yield s.step(at, clerk, "redirect", route=s.dice.choice(ROUTES), message=s.words.note("redirect"))
            return True
        if s.spec.matter.kind in {"consultation", "praise"} and s.dice.happens("answered at once", 0.4):
            answer = s.words.answer("explained", s.unit_name(min(clerk.units())), s.now)
            yield s.step(s.hours.at_once(s.now, 2, 14), clerk, "answer_at_once", answer=answer)
            return True
        yield self._dispatch(clerk)
        return True

    def _dispatch(self, clerk: Actor) -> Step:
        s = self.scene
        slow = s.dice.happens("dispatched late", 0.02)
        at = s.hours.office(s.now, 5, 14) if slow else s.hours.at_once(s.now, 4, 20 if s.case.urgent else 110)
        data: dict[str, object] = {"unit": self._unit(), "note": s.words.note("dispatch")}
        if s.routed is not None and s.routed.unit_id == data["unit"]:
            data |= {"rule": s.routed.rule_id, "co_units": list(s.routed.co_units)}
        if s.dice.happens("co-responsible", 0.045):
            data["co_units"] = [s.other_unit(s.right_unit())]
        return s.step(at, clerk, "dispatch", **data)

    def _unit(self) -> int:
        """The right unit, or by mistake another one; nobody errs three times."""
        s = self.scene
        first = s.case.returns == 0
        wrong = s.case.returns < 2 and s.dice.happens(
            "misrouted" if first else "misrouted twice", 0.075 if first else 0.16
        )
        return s.other_unit(s.right_unit()) if wrong else s.right_unit()

    def disputed(self) -> Move:
        """After a return the dispatcher sends it on; after the second one the head of the centre rules."""
        s = self.scene
        if s.case.returns >= 2 and not s.case.binding:
            at, basis = s.hours.office(s.now, 1.5, 9), s.words.note("ruling")
            yield s.step(at, s.for_area("director"), "rule_on", unit=s.right_unit(), basis=basis)
        else:
            at = s.hours.at_once(s.now, 15, 200)
            yield s.step(at, s.for_area("dispatcher"), "dispatch", unit=self._unit())
        return True

    def dispatched(self) -> Move:
        """The unit signs, goes straight to the reporter, or sends it back."""
        s = self.scene
        if s.reporter and self._first("dispatched") and s.dice.happens("withdrawn", 0.006):
            yield s.step(s.hours.awake(s.now, 0.5, 6), s.reporter, "withdraw", message=s.words.note("withdraw"))
            return True
        by = s.clerk()
        if s.case.lead_unit_id != s.right_unit() and not s.case.binding:
            other = s.unit_name(s.right_unit())
            reason, basis = s.words.note("return_reason", other=other), s.words.note("return_basis", other=other)
            yield s.step(s.hours.office(s.now, 0.5, 6), by, "return_order", reason=reason, basis=basis)
            return True
        late = s.dice.happens("signed late", 0.035)
        at = s.hours.office(s.now, 8.5, 16) if late else s.hours.office(s.now, 0.1, 1.5 if s.case.urgent else 5)
        if s.dice.happens("contacted at once", 0.35):
            yield s.step(at, by, "contact", note=s.words.note("contact"))
        else:
            yield s.step(at, by, "sign", note=s.words.note("sign"))
        return True
