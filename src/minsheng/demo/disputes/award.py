"""The story of an application for a title: scored by the unit, assessed on site, shown publicly, granted or not."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from minsheng.base.time import local_date
from minsheng.demo.disputes.opening import opened
from minsheng.demo.disputes.settling import Story
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.demo.simulation.pictures import paper
from minsheng.demo.simulation.stage import Step
from minsheng.domains.disputes.awards.rules import CRITERIA
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening
from minsheng.kernel.files.services import store_upload

_APPLICANTS = ("police_chief", "judicial_head", "court_clerk", "court_president")


class AwardStory(Story):
    """One application."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {
            "applied": self.applied,
            "incomplete": self.incomplete,
            "assessing": self.assessing,
            "assessed": self.assessed,
            "shown": self.shown,
            "objected": self.objected,
            "granted": self.granted,
        }

    @property
    def office(self) -> Actor:
        """Somebody of the bureau that assesses and grants."""
        return self.tale.of_area("justice_officer")

    @property
    def unit(self) -> Actor:
        """Whoever applies for the unit."""
        return self.tale.of_unit(*_APPLICANTS)

    def _scores(self, low: int, high: int) -> list[dict[str, object]]:
        s = self.tale
        return [{"criterion": key, "score": s.dice.randint(low, high)} for key in sorted(CRITERIA[s.plot.kind])]

    def open(self, at: datetime, case_id: int) -> Opening:
        """The unit applies with its own scores and evidence."""
        s = self.tale
        unit = s.cast.unit(s.plot.unit)
        by = s.cast.of_unit(s.dice, unit, *_APPLICANTS)
        return opened(s, at, case_id, by=by, unit=unit, scores=self._scores(88, 99), note=s.words.say("award", "note"))

    def applied(self) -> Telling:
        """Evidence is added; then admitted, or sent back once."""
        s = self.tale
        if "evidence given" not in s.dice.fate:
            s.dice.fate = s.dice.fate | {"evidence given"}
            yield self._complete(s.office(1, 6), s.words.say("award", "note"))
        if s.dice.happens("award withdrawn", 0):
            yield s.step(s.days(1, 3), self.unit, "withdraw", note=s.words.say("award", "withdraw"))
            return
        if s.dice.happens("completed", 0.2) and "sent back before" not in s.dice.fate:
            s.dice.fate = s.dice.fate | {"sent back before"}
            yield s.step(s.days(1, 5), self.office, "send_back", reason=s.words.say("award", "back"))
            return
        yield s.step(s.days(1, 6), self.office, "admit", note=s.words.say("award", "admit"))

    def incomplete(self) -> Telling:
        """What is missing is brought."""
        s = self.tale
        note = s.words.say("award", "completed")
        yield self._complete(s.days(2, 6), note)

    def _complete(self, at: datetime, note: str) -> Step:
        s = self.tale
        by = self.unit
        evidence = _evidence(by, s.plot.number)
        return s.step(at, by, "complete", scores=self._scores(88, 99), evidence=evidence, note=note)

    def assessing(self) -> Telling:
        """Looked at on site."""
        s = self.tale
        low = s.dice.happens("award refused", 0)
        at = s.days(6, 20)
        record = s.words.say("award", "record_low" if low else "record")
        recommended = "refuse" if low else "grant"
        scores = self._scores(62, 80) if low else self._scores(86, 98)
        visited = local_date(at - timedelta(days=1)).isoformat()
        yield s.step(
            at, self.office, "assess", visited_on=visited, assessed=scores, record=record, recommended=recommended
        )

    def assessed(self) -> Telling:
        """Shown publicly, or refused."""
        s = self.tale
        if s.case.facts.get("recommended") == "refuse":
            yield s.step(s.days(1, 4), self.office, "refuse", reason=s.words.say("award", "refuse"))
            return
        yield s.step(s.days(1, 4), self.office, "show", notice=s.words.say("award", "notice"), show_days=5)

    def shown(self) -> Telling:
        """Granted when nobody objects in time."""
        s = self.tale
        if s.dice.happens("objected to", 0) and not s.case.facts.get("objections"):
            yield s.step(s.days(1, 3), self.office, "object", reason=s.words.say("award", "object"))
            return
        after = s.due("showing")
        at = s.hours.office(after + timedelta(hours=1), 1, 12)
        yield s.step(at, self.office, "grant", note=s.words.say("award", "grant"))

    def objected(self) -> Telling:
        """Looked into; shown again."""
        s = self.tale
        reason = s.words.say("award", "objection_no")
        yield s.step(s.days(2, 6), self.office, "settle_objection", verdict="dismissed", reason=reason)

    def granted(self) -> Telling:
        """One is taken away again."""
        s = self.tale
        if s.dice.happens("award revoked", 0):
            by, at = self.office, s.days(70, 110)
            yield s.step(at, by, "revoke", reason=s.words.say("award", "revoke"), evidence=_evidence(by, s.plot.number))


def _evidence(by: Actor, number: int) -> object:
    """A paper to be taken in when the act is done."""
    name = f"evidence-{number}.pdf"
    return lambda: [
        store_upload(by=by, stream=io.BytesIO(paper(number)), name=name, declared_type="application/pdf").pk
    ]
