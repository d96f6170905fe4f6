"""The stories of supervision orders and circulars: issued, signed for, answered, judged."""

from __future__ import annotations

from datetime import datetime

from minsheng.base.time import local_date
from minsheng.demo.disputes.opening import clerk_for, opened
from minsheng.demo.disputes.settling import Story
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.demo.simulation.staff import HEADS
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening

_AGENTS = ("committee_director", "handler", "court_clerk", "police_mediator", "labour_mediator", *HEADS)
_TOLD = ("justice", "petition", "police", "housing", "arbitration", "civil", "market")


class SupervisionStory(Story):
    """One supervision order about a matter of the platform (``tale.about``), to the unit of the plot."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {"issued": self.issued, "working": self.working, "answered": self.answered}

    @property
    def issuer(self) -> Actor:
        """Somebody who supervises."""
        return self.tale.of_area("justice_officer")

    def open(self, at: datetime, case_id: int) -> Opening:
        """Issued to the unit that has the matter."""
        s = self.tale
        return opened(
            s,
            at,
            case_id,
            by=clerk_for(s, "justice_officer", at),
            unit=s.cast.unit(s.plot.unit),
            about=s.about,
            days=s.dice.choice([3, 5, 5, 7]),
            demand=s.words.say("supervision", "demand"),
        )

    def issued(self) -> Telling:
        """Signed for, or taken back."""
        s = self.tale
        if s.dice.happens("order revoked", 0.06):
            yield s.step(s.days(0.5, 2), self.issuer, "revoke", reason=s.words.say("supervision", "revoke"))
            return
        yield s.step(s.office(1, 7), s.of_unit(*_AGENTS), "sign")

    def working(self) -> Telling:
        """Put right and reported, in time or late."""
        s = self.tale
        if s.dice.happens("order extended", 0.12) and not s.case.facts.get("sent_back"):
            ground = s.words.say("supervision", "extend")
            yield s.step(s.days(0.5, 1.5), self.issuer, "extend", more=5, ground=ground)
        if s.dice.happens("talked to", 0.12):
            at = s.days(1, 2)
            held, note = local_date(at).isoformat(), s.words.say("supervision", "talk")
            yield s.step(at, self.issuer, "talk", held_on=held, note=note)
        late = s.dice.happens("order late", 0.15) and not s.case.facts.get("sent_back")
        at = s.days(7.5, 9) if late else s.days(0.5, 2)
        yield s.step(at, s.of_unit(*_AGENTS), "answer", measures=s.words.say("supervision", "measures"))

    def answered(self) -> Telling:
        """Enough, or not yet."""
        s = self.tale
        at = s.days(0.5, 2)
        if s.dice.happens("sent back", 0.25) and not s.case.facts.get("sent_back"):
            yield s.step(at, self.issuer, "send_back", reason=s.words.say("supervision", "back"), days=3)
            return
        yield s.step(at, self.issuer, "accept_answer")


class CircularStory(Story):
    """One circular to several agencies. Played on a stored case: the last answer closes it."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {"issued": self.issued}

    def open(self, at: datetime, case_id: int) -> Opening:
        """Issued by the governance centre."""
        s = self.tale
        unit = s.cast.unit("governance")
        told = [s.cast.unit(code) for code in s.dice.sample(_TOLD, 4)]
        return opened(
            s,
            at,
            case_id,
            by=s.cast.of_unit(s.dice, unit, "governance_head"),
            unit=unit,
            co_units=told,
            days=s.dice.choice([3, 5]),
        )

    def issued(self) -> Telling:
        """Each unit says what it has done about it; one is reminded."""
        s = self.tale
        head = s.of_unit("governance_head")
        if s.dice.happens("circular revoked", 0):
            yield s.step(s.days(0.5, 1), head, "revoke", reason=s.words.say("supervision", "revoke"))
            return
        units = list(s.case.co_unit_ids)
        for place, unit in enumerate(units):
            if place == len(units) - 1 and s.dice.happens("reminded", 0.4):
                yield s.step(s.days(0.5, 1), head, "remind")
            by = s.cast.of_unit(s.dice, unit, *_AGENTS)
            measures = s.words.say("circular_answer", "measures")
            yield s.step(s.office(1, 6), by, "acknowledge", measures=measures)
