"""The story of a labour dispute: mediated within fifteen days, or on to arbitration."""

from __future__ import annotations

from datetime import datetime, timedelta

from minsheng.base.time import local_date
from minsheng.demo.disputes.opening import applicant, at_desk, clerk_for, opened, other_side
from minsheng.demo.disputes.people import person
from minsheng.demo.disputes.settling import Settling
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.cases.intake import Opening


class LabourStory(Settling):
    """One labour dispute."""

    heads = ("labour_director",)

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.wanted = min(self.wanted, 2)
        self.moves = {
            "received": self.received,
            "mediating": self.mediating,
            "signing": self.sign,
            "agreed": self.agreed,
            "performed": self.file_away,
            "breached": self.breached,
            "failed": self.failed,
            "arbitrating": self.arbitrating,
            "hearing": self.hearing,
        }

    def open(self, at: datetime, case_id: int) -> Opening:
        """The worker applies, by word of mouth or in writing."""
        s = self.tale
        who = applicant(s)
        alone = s.dice.happens("files alone", 0.3)
        by = who if alone else at_desk(s, clerk_for(s, "labour_registrar", at))
        people = 12 if s.dice.happens("group", 0.06) else None
        amount = f"{s.words.claimed:.2f}"
        manner = "written" if alone else s.dice.choice(["written", "oral"])
        other = other_side(s)
        return opened(
            s, at, case_id, by=by, reporter=who, manner=manner, amount=amount, people=people, other_party=other
        )

    def received(self) -> Telling:
        """Sent to the organisation and taken up, with its mediators named; or not a labour dispute at all."""
        s = self.tale
        clerk = s.of_area("labour_registrar")
        if s.dice.happens("declined", 0.04):
            yield s.step(s.office(1, 8), clerk, "decline", message=s.words.say("labour", "decline"))
            return
        if s.case.lead_unit_id is None:
            yield s.step(s.office(0.3, 4), clerk, "send", unit=s.cast.unit(s.plot.unit))
        if int(s.case.facts.get("people") or 0) > 5:
            for place in (2, 3):
                new = person(s.seed, s.plot.number, place)
                yield s.step(s.office(0.1, 0.6), clerk, "add_applicant", new_party=new)
            by = s.of_unit("labour_mediator")
            delegates = s.case.listed("applicants")[:2]
            yield s.step(s.office(0.1, 1), by, "name_representatives", delegates=delegates)
        yield s.step(s.office(0.5, 8), s.of_unit("labour_mediator"), "accept", mediators=self.panel())
        yield from self.recusal()

    def mediating(self) -> Telling:
        """Sessions; then an agreement, a certificate that there is none, or fifteen days go by."""
        s = self.tale
        if s.dice.happens("too slow", 0.06):
            yield s.wait(s.due("mediate") + timedelta(hours=2))
        if s.dice.happens("extended", 0.06):
            ground = s.words.say("reason", "extend")
            yield s.step(s.office(2, 10), self.chief, "extend", days=10, ground=ground, agreeing=s.parties)
        yield from self.talk()
        if s.dice.happens("withdrawn", 0.05):
            reason = s.words.say("reason", "withdraw")
            yield s.step(s.office(0.2, 5), self.chief, "withdraw", party=s.dice.choice(s.parties), reason=reason)
        elif s.dice.happens("failed", 0.16):
            told = {"told": True, "route": "arbitration", "message": s.words.say("reason", "route")}
            yield s.step(s.office(0.1, 3), self.chief, "fail", reason=s.words.say("reason", "fail"), **told)
        else:
            yield from self.agree(oral=False)

    def agreed(self) -> Telling:
        """Confirmed or looked at by the arbitrators; then paid or not."""
        s = self.tale
        if s.dice.happens("confirmed", 0.1) and not s.case.facts.get("confirm_applied_at"):
            court = s.cast.unit("court")
            yield s.step(s.days(1, 8), self.chief, "apply_confirmation", applying=s.parties, court=court)
        elif s.dice.happens("reviewed", 0.1) and not s.case.facts.get("review_at"):
            note = s.words.say("labour", "review")
            yield s.step(s.days(1, 6), self.chief, "apply_review", applying=s.parties, note=note)
        if s.dice.happens("breach", 0.12):
            if len(s.case.facts.get("instalments") or []) > 1:
                yield from self.pay(self.chief, stops=1)
            yield s.step(self.breach_on(), self.chief, "declare_breach", reason=s.words.say("reason", "breach"))
            return
        yield from self._settle()

    def _settle(self) -> Telling:
        s = self.tale
        yield from self.pay(self.chief)
        note = s.words.say("reason", "performed")
        yield s.step(self.performed_on(), self.chief, "confirm_performed", note=note)

    def breached(self) -> Telling:
        """A payment order, arbitration, or it is paid after all."""
        s = self.tale
        if s.case.kind in {"pay", "injury_costs", "compensation"} and s.dice.happens("payment order", 0.4):
            if not s.case.facts.get("payment_order_at"):
                note = s.words.say("reason", "hand_over")
                yield s.step(s.office(4, 20), self.chief, "payment_order", way="payment_order", note=note)
        elif s.dice.happens("handed over", 0.5):
            yield from self._hand_over()
            return
        if s.dice.happens("paid after all", 0.4):
            yield from self._settle()
        else:
            yield from self.file_away()

    def failed(self) -> Telling:
        """A certificate; then arbitration, or the end of it."""
        s = self.tale
        if not s.case.facts.get("informed_at"):
            yield s.step(s.office(0.5, 5), self.chief, "certify", message=s.words.say("labour", "certify"))
        if s.dice.happens("handed over", 0.6) and not s.case.facts.get("handed_over_at"):
            yield from self._hand_over()
            return
        yield from self.file_away()

    def _hand_over(self) -> Telling:
        s = self.tale
        unit = s.cast.unit("arbitration")
        note = s.words.say("reason", "hand_over" if s.case.facts.get("agreed_at") else "hand_over_failed")
        yield s.step(s.office(3, 24), self.chief, "hand_over", unit=unit, way="arbitration", note=note)

    def arbitrating(self) -> Telling:
        """The arbitrators take it or not, within five days."""
        s = self.tale
        by, at = s.of_unit("labour_mediator", avoid=self.chief.account_id), s.days(0.5, 3)
        if s.dice.happens("arbitration declined", 0.06):
            yield s.step(at, by, "arbitration_declines", message=s.words.say("labour", "arbitration_decline"))
            return
        number = f"平劳人仲案〔{local_date(at).year}〕{s.plot.number % 1000:03d}号"
        yield s.step(at, by, "arbitration_accepts", case_number=number)

    def hearing(self) -> Telling:
        """An award or a settlement, within forty-five days or fifteen more."""
        s = self.tale
        by = s.account(s.case.handler_id) if s.case.handler_id else s.of_unit("labour_mediator")
        if s.dice.happens("award extended", 0.12):
            ground = s.words.say("labour", "extend_award")
            yield s.step(s.days(20, 28), by, "extend_award", days=15, ground=ground)
        yield s.step(s.days(4, 14), by, "award", message=s.words.say("labour", "award"))

    def file_away(self) -> Telling:
        """The file is closed."""
        s = self.tale
        if s.case.state in {"performed", "breached", "failed"}:
            at = s.days(1, 16)
            number = f"{local_date(at).year}年劳调字第{s.plot.number % 1000:03d}号"
            yield s.step(at, self.chief, "archive", file_number=number)
