"""The story of mediation by a department: transferred to the organ in charge, talked over, settled or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from minsheng.base.time import local_date
from minsheng.demo.disputes.mediation import MediationStory
from minsheng.demo.disputes.opening import applicant, at_desk, clerk_for, opened, other_side
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening


class AdministrativeStory(MediationStory):
    """One dispute before a department."""

    heads = ("head",)

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.wanted = min(self.wanted, 2)
        self.moves |= {"registered": self.registered, "transferred": self.transferred, "agreed": self.agreed}

    @property
    def clerk(self) -> Actor:
        """Somebody of the organ."""
        return self.tale.of_unit("handler")

    def open(self, at: datetime, case_id: int) -> Opening:
        """Taken in by the judicial office of the place."""
        s = self.tale
        who = applicant(s)
        return opened(
            s,
            at,
            case_id,
            by=at_desk(s, clerk_for(s, "judicial_clerk", at)),
            reporter=who,
            manner=s.dice.choice(["written", "oral"]),
            amount=f"{s.words.claimed:.2f}" if s.words.claimed else None,
            people=2,
            other_party=other_side(s),
        )

    def registered(self) -> Telling:
        """Transferred to the organ in charge; some go to the wrong one first."""
        s = self.tale
        clerk = s.of_area("judicial_clerk")
        level = s.dice.weighted(["simple", "normal", "complex"], [40, 45, 15])
        wrong = s.dice.happens("transferred wrong", 0.08) and not s.case.returns
        unit = s.cast.unit("culture" if wrong else s.plot.unit)
        yield s.step(s.office(0.5, 10), clerk, "transfer", unit=unit, level=level)
        if wrong:
            yield s.step(s.office(1, 8), self.clerk, "give_back", reason=s.words.say("reason", "give_back"))

    def transferred(self) -> Telling:
        """Accepted with its mediators, or declined."""
        s = self.tale
        if s.dice.happens("declined", 0.07):
            yield s.step(s.office(2, 20), self.clerk, "decline", message=s.words.say("reason", "decline"))
            return
        yield s.step(s.days(0.5, 4), self.clerk, "accept", mediators=self.panel())
        yield from self.recusal()

    def mediating(self) -> Telling:
        """Thirty days, or more where all agree."""
        s = self.tale
        if s.dice.happens("too slow", 0.05):
            yield s.wait(s.due("mediate") + timedelta(hours=2))
        if s.dice.happens("extended", 0.06):
            ground = s.words.say("reason", "extend")
            yield s.step(s.office(2, 10), self.chief, "extend", days=10, ground=ground, agreeing=s.parties)
        yield from self.talk()
        yield from self._end()

    def agreed(self) -> Telling:
        """Paid or not."""
        s = self.tale
        if s.dice.happens("breach", 0.12):
            yield s.step(self.breach_on(), self.chief, "declare_breach", reason=s.words.say("reason", "breach"))
            return
        yield from self._settle()

    def file_away(self) -> Telling:
        """The file is closed."""
        s = self.tale
        if s.case.state in {"performed", "breached", "failed", "terminated"}:
            at = s.days(1, 16)
            number = f"{local_date(at).year}年行调字第{s.plot.number % 1000:03d}号"
            yield s.step(at, self.chief, "archive", file_number=number)
