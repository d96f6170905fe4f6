"""The story of mediation on the court's behalf: before a suit is registered, or while one is heard."""

from __future__ import annotations

from datetime import datetime

from minsheng.base.time import local_date
from minsheng.demo.disputes.opening import applicant, clerk_for, opened, other_side
from minsheng.demo.disputes.settling import Settling
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening


class CourtStory(Settling):
    """One mediation that a court entrusts to a committee."""

    heads = ("committee_director",)

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.wanted = min(self.wanted, 1 if tale.plot.kind == "summary" else 2)
        self.moves = {
            "offered": self.offered,
            "choosing": self.choosing,
            "appointed": self.appointed,
            "mediating": self.mediating,
            "appraising": self.appraising,
            "signing": self.sign,
            "agreed": self.agreed,
            "returned": self.returned,
        }

    @property
    def before_filing(self) -> bool:
        """Whether no suit is registered yet."""
        return self.tale.case.kind == "pre_filing"

    @property
    def court(self) -> Actor:
        """The clerk of the court who entrusts."""
        return self.tale.of_area("court_liaison")

    def open(self, at: datetime, case_id: int) -> Opening:
        """A clerk of the court offers mediation to who has come to sue."""
        s = self.tale
        who = applicant(s)
        by = clerk_for(s, "court_liaison", at)
        amount = f"{s.words.claimed:.2f}" if s.words.claimed else None
        return opened(s, at, case_id, by=by, reporter=who, amount=amount, people=2, other_party=other_side(s))

    def offered(self) -> Telling:
        """All agree and choose, or ask the court to appoint; some refuse."""
        s = self.tale
        if s.dice.happens("refused", 0.07):
            reason = s.words.say("court", "refuse")
            at = s.hours.awake(s.now, 3, 30)
            yield s.step(at, s.party(s.parties[0]), "refuse", party=s.parties[0], reason=reason)
        elif s.dice.happens("consented", 0.7) and not s.case.returns:
            yield s.step(s.days(0.3, 1.5), self.court, "consent_all", agreeing=s.parties)
        else:
            unit = s.cast.unit(s.plot.unit)
            yield s.step(s.days(0.3, 2.5), self.court, "appoint", unit=unit, parties_ask=True)

    def choosing(self) -> Telling:
        """The parties choose a committee together."""
        s = self.tale
        unit = s.cast.unit(s.plot.unit)
        yield s.step(s.days(0.2, 1.3), self.court, "choose", unit=unit, choosing=s.parties)

    def appointed(self) -> Telling:
        """The committee takes it and names its mediators, or gives it back."""
        s = self.tale
        if s.dice.happens("given back", 0.05) and not s.case.returns:
            reason = s.words.say("court", "decline_case")
            yield s.step(s.days(0.3, 2), self.head, "decline_case", reason=reason)
            return
        yield s.step(s.days(0.2, 2), self.head, "confirm_receipt", mediators=self.panel())

    def mediating(self) -> Telling:
        """The other side is asked; then sessions, within the term that the court has set."""
        s = self.tale
        if self.before_filing and s.case.running("contact") is not None:
            answer = "agrees"
            if s.dice.happens("other refuses", 0.08):
                answer = s.dice.choice(["refuses", "unreachable"])
            yield s.step(s.days(0.2, 2), self.chief, "contact_other", answer=answer)
            if answer != "agrees":
                return
        if self.before_filing and s.dice.happens("appraised", 0.06) and "appraised before" not in s.dice.fate:
            s.dice.fate = s.dice.fate | {"appraised before"}
            yield s.step(s.office(2, 8), self.chief, "start_appraisal", reason=s.words.say("court", "appraise"))
            return
        if s.dice.happens("too slow", 0.04):
            yield s.wait(s.due("mediate") + (s.due("mediate") - s.now) * 0.2)
        if s.dice.happens("extended", 0.1):
            ground = s.words.say("reason", "extend")
            yield s.step(s.office(2, 6), self.chief, "extend", days=10, ground=ground, agreeing=s.parties)
        yield from self.talk()
        if s.dice.happens("failed", 0.16):
            told = {"told": True, "route": "court", "message": s.words.say("reason", "route")}
            yield s.step(s.office(0.1, 3), self.chief, "fail", reason=s.words.say("reason", "fail"), **told)
        else:
            yield from self.agree(oral=s.dice.happens("oral", 0.1))

    def appraising(self) -> Telling:
        """The appraisal comes in."""
        s = self.tale
        yield s.step(s.days(5, 12), self.chief, "end_appraisal", note=s.words.say("court", "appraised"))

    def agreed(self) -> Telling:
        """Performed at once, confirmed, put into the court's own paper, withdrawn, or not performed."""
        s = self.tale
        at = s.days(0.5, 5)
        if not self.before_filing:
            if s.dice.happens("suit withdrawn", 0.35):
                yield s.step(at, self.court, "withdraw_suit", note=s.words.say("court", "suit"))
            else:
                yield s.step(at, self.court, "issue_paper", message=s.words.say("court", "paper"))
        elif s.dice.happens("confirmed", 0.1):
            court = s.cast.unit("court")
            yield s.step(at, self.chief, "apply_confirmation", applying=s.parties, court=court)
        elif s.dice.happens("breach", 0.12):
            yield s.step(self.breach_on(), self.chief, "note_breach", reason=s.words.say("court", "breach"))
        else:
            paid_on = local_date(at).isoformat()
            yield s.step(at, self.chief, "perform_at_once", paid_on=paid_on)

    def returned(self) -> Telling:
        """The court registers the suit, or hears it on."""
        s = self.tale
        at = s.days(0.3, 2.5)
        if self.before_filing:
            number = f"（{local_date(at).year}）晋0213民初{s.plot.number % 10000:04d}号"
            yield s.step(at, self.court, "register_suit", case_number=number)
        else:
            yield s.step(at, self.court, "resume_trial", note=s.words.say("court", "resume"))
