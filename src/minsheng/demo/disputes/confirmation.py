"""The story of a joint application to the court: accepted, looked at, confirmed or not, and what comes after."""

from __future__ import annotations

from datetime import timedelta

from minsheng.base.time import local_date
from minsheng.demo.disputes.people import person
from minsheng.demo.disputes.settling import Story
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.access.actors import Actor


class ConfirmationStory(Story):
    """One application for confirmation. The case is there already: an act on the mediation opened it."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {
            "applied": self.applied,
            "accepted": self.accepted,
            "supplementing": self.supplementing,
            "valid": self.valid,
            "objected": self.objected,
        }

    @property
    def clerk(self) -> Actor:
        """Somebody of the court."""
        return self.tale.of_unit("court_clerk")

    def applied(self) -> Telling:
        """Accepted within three days, or not."""
        s = self.tale
        at = s.days(0.3, 1.6)
        if s.dice.happens("not accepted", 0.05):
            message = s.words.say("court", "decline")
            yield s.step(at, self.clerk, "decline", ground_of_decline="status", message=message)
            return
        number = f"（{local_date(at).year}）晋0213民特{s.plot.number % 1000:03d}号"
        yield s.step(at, self.clerk, "accept", both_present=s.dice.random() < 0.7, case_number=number)

    def accepted(self) -> Telling:
        """The court asks for more, hears the parties, rules."""
        s = self.tale
        if s.dice.happens("supplement", 0.12) and "supplemented" not in s.dice.fate:
            s.dice.fate = s.dice.fate | {"supplemented"}
            yield s.step(s.days(1, 3), self.clerk, "ask_material", message=s.words.say("court", "ask"))
            return
        if s.dice.happens("court extends", 0.06):
            head = s.of_unit("court_president")
            ground = s.words.say("court", "extend")
            yield s.step(s.days(3, 6), head, "extend", days=5, ground=ground)
        if s.dice.happens("application withdrawn", 0.05):
            party = s.case.listed("applicants")[0]
            reason = s.words.say("court", "withdrawn")
            yield s.step(s.days(1, 4), self.clerk, "withdraw", party=party, reason=reason)
            return
        yield s.step(s.days(1, 4), self.clerk, "hear", record=s.words.say("court", "hear"))
        at = s.office(1, 12)
        if s.dice.happens("rejected", 0.06):
            message = s.words.say("court", "reject")
            yield s.step(at, self.clerk, "rule_reject", ground_of_rejection="unclear", message=message)
        else:
            yield s.step(at, self.clerk, "rule_valid", message=s.words.say("court", "valid"))

    def supplementing(self) -> Telling:
        """The parties bring what was asked for, or do not."""
        s = self.tale
        if s.dice.happens("deemed withdrawn", 0.1):
            yield s.step(s.days(5, 7), self.clerk, "deem_withdrawn", reason=s.words.say("court", "deemed"))
            return
        party = s.party(s.case.listed("applicants")[0])
        yield s.step(s.hours.awake(s.now, 12, 60), party, "supply", message=s.words.say("court", "supply"))

    def valid(self) -> Telling:
        """Served; sometimes objected to, sometimes enforced."""
        s = self.tale
        first = s.case.listed("applicants")[0]
        if s.case.running("object") is None and "served" not in s.dice.fate:
            s.dice.fate = s.dice.fate | {"served"}
            at = s.days(0.5, 3)
            yield s.step(at, self.clerk, "serve", served_on=local_date(at).isoformat())
            if s.dice.happens("party objects", 0.04):
                reason = s.words.say("court", "object")
                at = s.now + timedelta(days=s.dice.randint(2, 9))
                yield s.step(at, self.clerk, "object", party=first, reason=reason)
                return
            if s.dice.happens("third objects", 0.03):
                yield from self._third()
                return
        if s.dice.happens("enforced", 0.08):
            ended = s.days(25, 40)
            yield s.step(ended, self.clerk, "note_unperformed", period_end=local_date(ended).isoformat())
            yield s.step(s.days(2, 12), self.clerk, "enforce", party=first)
        self.over = True

    def _third(self) -> Telling:
        s = self.tale
        at = s.days(8, 20)
        knew = local_date(at).isoformat()
        third = person(s.seed, s.plot.number, 9)
        yield s.step(at, self.clerk, "note_third", third=third, knew_on=knew)
        yield s.step(s.days(1, 6), self.clerk, "object_third", reason=s.words.say("court", "third"))

    def objected(self) -> Telling:
        """The court looks at the objection."""
        s = self.tale
        upheld = s.dice.happens("upheld", 0.4)
        message = s.words.say("court", "objection_yes" if upheld else "objection_no")
        objection = "upheld" if upheld else "dismissed"
        yield s.step(s.days(3, 9), self.clerk, "decide_objection", objection=objection, message=message)


class ReferralStory(Story):
    """A dispute that was handed over: signed for, looked at, taken up or not, answered."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {
            "sent": self.sent,
            "incomplete": self.incomplete,
            "examining": self.examining,
            "considering": self.examining,
            "accepted": self.accepted,
        }

    @property
    def receiver(self) -> Actor:
        """Somebody of the organ that has it now."""
        return self.tale.of_unit("court_clerk", "labour_mediator", "handler")

    def sent(self) -> Telling:
        """Signed for within two days, or sent back for more papers."""
        s = self.tale
        at = s.days(2.3, 3) if s.dice.happens("signed late", 0.06) else s.days(0.2, 1.7)
        if "signs at once" in s.dice.fate:
            at = s.days(0.05, 0.5)
        if s.dice.happens("referral withdrawn", 0.04):
            by = s.cast.staff.for_area(s.dice, "judicial_clerk", s.case.area_id or 0)
            yield s.step(at, by, "withdraw")
            return
        if s.dice.happens("papers missing", 0.12) and "papers sent" not in s.dice.fate:
            s.dice.fate = s.dice.fate | {"papers sent", f"unit {s.lead}"}
            yield s.step(at, self.receiver, "ask_papers", reason=s.words.say("referral", "papers"))
            return
        act = "sign_application" if s.case.kind == "reconsideration" else "sign"
        own = s.dice.choice([5, 7, 10]) if s.case.kind == "department" else None
        yield s.step(at, self.receiver, act, received_on=local_date(at).isoformat(), own_days=own)

    def incomplete(self) -> Telling:
        """The sender adds papers, or takes it back."""
        s = self.tale
        by = s.cast.staff.for_area(s.dice, "judicial_clerk", s.case.area_id or 0)
        yield s.step(s.days(1, 6), by, "withdraw", note=s.words.say("referral", "papers"))

    def examining(self) -> Telling:
        """Taken up, or not; an application for reconsideration is taken up by itself when nobody says no."""
        s = self.tale
        if s.case.state == "considering" and s.dice.happens("deemed", 0.2):
            yield s.wait(s.due("consider") + timedelta(hours=1))
        if s.dice.happens("referral refused", 0.1):
            reason = s.words.say("referral", "refuse")
            yield s.step(s.days(1, 3), self.receiver, "refuse", ground="jurisdiction", reason=reason)
            return
        at = s.days(1, 3.5)
        docketed, message = local_date(at).isoformat(), s.words.say("referral", "accepted")
        yield s.step(at, self.receiver, "accept", docketed_on=docketed, message=message)

    def accepted(self) -> Telling:
        """What came of it."""
        s = self.tale
        mediated = s.dice.random() < 0.4
        if s.case.kind == "department":
            result, said = "handled", "result"
        else:
            result, said = ("mediated", "mediated") if mediated else ("judged", "result")
        message = s.words.say("referral", said)
        yield s.step(s.days(12, 40), self.receiver, "tell_result", result=result, message=message)
