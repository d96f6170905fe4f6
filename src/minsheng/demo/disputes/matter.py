"""The story of a matter of the platform, one code from the first visit to the end: sorted, sent, worked on, judged."""

from __future__ import annotations

from datetime import datetime, timedelta

from minsheng.demo.disputes.opening import applicant, at_desk, clerk_for, opened
from minsheng.demo.disputes.organs import ORGAN_OF
from minsheng.demo.disputes.settling import Story
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening

_SOURCES = {"visit": 34, "hotline": 16, "grid": 20, "court": 7, "police": 10, "petition": 8, "found": 5}
_AGENTS = ("committee_director", "handler", "court_clerk", "police_mediator", "labour_mediator", "judicial_head")
_AGENTS_OF = {
    "police": ("pcs-beijie", "pcs-nanguan", "pcs-yuhe"),
    "labour": ("arbitration",),
    "court": ("court", "court-xinwang", "court-majunying"),
    "petition": ("petition",),
    "joint": ("tw-property", "housing"),
}
_WAYS = {
    "labour": ("labour", "labour", "mediation", "court"),
    "property": ("mediation", "mediation", "joint", "department"),
    "neighbours": ("mediation", "mediation", "mediation", "police"),
    "damages": ("mediation", "police"),
    "traffic": ("mediation", "police"),
    "contract": ("mediation", "court", "administrative"),
    "business": ("mediation", "court"),
    "expropriation": ("petition", "mediation"),
    "village": ("petition", "department"),
    "consumer": ("administrative", "mediation"),
}
"""Where matters of a type go; all others to mediation or to the department in charge."""
_OTHERS = ("mediation", "mediation", "department")


class MatterStory(Story):
    """One matter."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        ways = _WAYS.get(tale.plot.kind, _OTHERS)
        fated = [name.removeprefix("flow ") for name in tale.plot.fate if name.startswith("flow ")]
        self.flow = fated[0] if fated else tale.dice.choice(ways)
        self.moves = {
            "registered": self.registered,
            "triaged": self.triaged,
            "assigned": self.assigned,
            "returned": self.triaged,
            "handling": self.handling,
            "given_back": self.given_back,
            "answered": self.answered,
            "closed": self.closed,
        }

    @property
    def officer(self) -> Actor:
        """Somebody of the governance centre."""
        return self.tale.of_area("governance_officer")

    @property
    def agent(self) -> Actor:
        """Whoever works on it, or somebody of the unit."""
        s = self.tale
        return s.account(s.case.handler_id) if s.case.handler_id else s.of_unit(*_AGENTS)

    def open(self, at: datetime, case_id: int) -> Opening:
        """Registered at the centre."""
        s = self.tale
        return opened(
            s,
            at,
            case_id,
            by=at_desk(s, clerk_for(s, "governance_officer", at)),
            reporter=applicant(s),
            urgent=s.dice.happens("urgent", 0.06),
            source=s.dice.weighted(list(_SOURCES), list(_SOURCES.values())),
            people=s.dice.choice([1, 2, 2, 2, 4, 6]) if not s.dice.happens("many people", 0) else 14,
            amount=f"{s.words.claimed:.2f}" if s.words.claimed else None,
        )

    def registered(self) -> Telling:
        """Sorted by type, difficulty and way within two days; or the same as another, or not for the platform."""
        s = self.tale
        if s.about:
            at = max(s.now, s.about_at) + timedelta(minutes=10)
            reason = s.words.say("matter", "merge")
            yield s.step(at, self.officer, "merge", into=s.about, reason=reason)
            return
        if s.dice.happens("declined", 0.03):
            yield s.step(s.office(1, 8), self.officer, "decline", message=s.words.say("matter", "decline"))
            return
        if s.dice.happens("withdrawn", 0.03):
            message = s.words.say("matter", "withdraw")
            yield s.step(s.hours.awake(s.now, 1, 9), s.reporter, "withdraw", message=message)
            return
        late = s.dice.happens("triaged late", 0.04)
        level = s.dice.weighted(["simple", "normal", "complex"], [45, 42, 13])
        note = s.words.say("matter", self._note())
        at = s.days(2.3, 3) if late else s.office(0.5, 7)
        yield s.step(at, self.officer, "triage", level=level, flow=self.flow, note=note)

    def _note(self) -> str:
        return f"triage_{self.flow}" if self.flow in {"mediation", "joint"} else "triage"

    def triaged(self) -> Telling:
        """Sent to an agency, alone or with others; after the second return the centre rules who has it."""
        s = self.tale
        unit = self._unit(wrong=s.dice.happens("sent wrong", 0.12) and s.case.returns < 1)
        if "sent wrong twice" in s.dice.fate and s.case.returns < 2:
            unit = self._unit(wrong=True)
        co = [s.cast.unit(code) for code in ("housing", "citymgmt")] if self.flow == "joint" else None
        at = s.office(0.3, 4)
        if s.case.returns >= 2:
            basis = s.words.say("matter", "rule")
            yield s.step(at, self.officer, "rule_on", unit=unit, co_units=co, basis=basis)
            return
        days = s.dice.choice([1, 1, 2])
        note = s.words.say("matter", "assign")
        yield s.step(at, self.officer, "assign", unit=unit, co_units=co, sign_days=days, note=note)

    def _unit(self, *, wrong: bool) -> int:
        s = self.tale
        if wrong:
            return s.cast.unit(("culture", "agri")[min(1, s.case.returns)])
        if self.flow == "mediation":
            return s.cast.unit(s.plot.unit)
        codes = _AGENTS_OF.get(self.flow) or (ORGAN_OF.get(s.plot.kind, "civil"),)
        return s.cast.unit(s.dice.choice(codes))

    def assigned(self) -> Telling:
        """Signed for, or given back with reasons."""
        s = self.tale
        agent = s.of_unit(*_AGENTS)
        if s.lead in {s.cast.unit("culture"), s.cast.unit("agri")} and not s.case.binding:
            reason, basis = s.words.say("matter", "object"), s.words.say("matter", "object_basis")
            yield s.step(s.office(1, 9), agent, "object", reason=reason, basis=basis)
            return
        late = s.dice.happens("signed late", 0.06)
        at = s.days(2.4, 3.4) if late else s.office(0.3, 7)
        yield s.step(at, agent, "sign")

    def handling(self) -> Telling:
        """Worked on, with those who share it; answered in time or late; or given back to be sent elsewhere."""
        s = self.tale
        if s.dice.happens("more people", 0.06):
            people = int(s.case.facts.get("people") or 1) + s.dice.randint(3, 9)
            note = s.words.say("matter", "more")
            yield s.step(s.office(2, 16), self.agent, "update_scale", people=people, note=note)
        if s.dice.happens("given back", 0.06) and not s.case.listed("given_back_by"):
            reason = s.words.say("matter", "give_back")
            yield s.step(s.days(2, 6), self.agent, "give_back", reason=reason)
            return
        if s.dice.happens("extended", 0.08):
            ground = s.words.say("matter", "extend")
            yield s.step(s.days(2, 6), self.officer, "extend", days=10, ground=ground)
        for unit in list(s.case.co_unit_ids):
            by = s.cast.of_unit(s.dice, unit, *_AGENTS)
            if s.case.open_assignment(unit) is not None:
                yield s.step(s.days(0.5, 3), by, "finish_part", note=s.words.say("matter", "part"))
        if s.dice.happens("handled late", 0.06):
            yield s.wait(s.due("handle") + (s.due("handle") - s.now) * 0.1)
            reason = s.words.say("matter", "supervise")
            late = s.hours.office(max(s.now, s.due("handle")), 2, 8)
            yield s.step(late, self._supervisor(), "supervise", reason=reason)
            note = s.words.say("matter", "answered")
            yield s.step(s.office(2, 8), self.agent, "answer_supervision", note=note)
        result = s.dice.weighted(["resolved", "partly", "explained", "route"], [70, 12, 10, 8])
        answer = s.words.say("matter", f"answer_{result}")
        yield s.step(s.days(1, 7), self.agent, "report_result", result=result, answer=answer)

    def _supervisor(self) -> Actor:
        return self.tale.of_area("justice_officer")

    def given_back(self) -> Telling:
        """Sorted once more; it stays the same case."""
        s = self.tale
        self.flow = s.dice.choice(["department", "administrative"])
        level = str(s.case.facts.get("level") or "normal")
        note = s.words.say("matter", "triage")
        yield s.step(s.office(0.5, 6), self.officer, "triage", level=level, flow=self.flow, note=note)

    def answered(self) -> Telling:
        """The resident says how it was, or is called, or says nothing."""
        s = self.tale
        if s.dice.happens("rates", 0.35):
            satisfied = s.dice.weighted(["satisfied", "fairly"], [3, 1])
            at = s.hours.awake(s.now, 4, 60)
            yield s.step(at, s.reporter, "rate", solved="yes", satisfied=satisfied)
        elif s.dice.happens("silent", 0.12):
            yield s.wait(s.due("evaluate") + (s.due("evaluate") - s.now) * 0.1)
        else:
            yield from self._call()

    def _call(self) -> Telling:
        s = self.tale
        again = s.dice.happens("unsolved", 0.08) and not s.case.reopens
        said = {"contacted": "yes", "solved": "no" if again else "yes", "conclusion": "reopen" if again else "close"}
        satisfied = "dissatisfied" if again else s.dice.weighted(["satisfied", "fairly"], [4, 1])
        note = s.words.say("matter", "evaluate")
        at = s.office(2, 20)
        yield s.step(at, self.officer, "evaluate", reach="reached", satisfied=satisfied, note=note, **said)

    def closed(self) -> Telling:
        """Some ask for it to be done again."""
        s = self.tale
        if s.dice.happens("reopened", 0.03) and not s.case.reopens:
            message = s.words.say("matter", "reopen")
            yield s.step(s.hours.awake(s.now, 40, 300), s.reporter, "reopen", message=message)
