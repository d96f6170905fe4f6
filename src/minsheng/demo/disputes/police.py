"""The story of mediation by the police: once, once more where needed; performed without a penalty, or penalised."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from minsheng.demo.disputes.opening import applicant, opened, other_side
from minsheng.demo.disputes.settling import Settling
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening


class PoliceStory(Settling):
    """One offence against public order out of a civil dispute."""

    heads = ("police_chief",)

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.wanted = 1
        tale.dice.fate = tale.dice.fate | {"no draft dropped"}
        self.moves = {
            "registered": self.registered,
            "mediating": self.mediating,
            "first_failed": self.first_failed,
            "mediating_again": self.mediating_again,
            "signing": self.sign,
            "agreed": self.agreed,
            "failed": self.failed,
        }

    @property
    def officer(self) -> Actor:
        """Somebody of the station."""
        return self.tale.of_unit("police_mediator")

    @property
    def tracker(self) -> Actor:
        """Officers follow performance up themselves."""
        return self.officer

    def open(self, at: datetime, case_id: int) -> Opening:
        """An officer registers what was reported."""
        s = self.tale
        unit = s.cast.unit(s.plot.unit)
        under_age = s.dice.happens("minor party", 0.06)
        return opened(
            s,
            at,
            case_id,
            by=s.cast.of_unit(s.dice, unit, "police_mediator"),
            reporter=applicant(s),
            unit=unit,
            other_party=other_side(s),
            civil_origin=True,
            is_minor=True,
            exclusion="repeated" if "excluded" in s.dice.fate else "none",
            has_minor_party=under_age,
            people=2,
            amount=f"{s.words.claimed:.2f}",
        )

    def registered(self) -> Telling:
        """Settled on the spot, mediated, recognised as settled elsewhere, or not open to mediation."""
        s = self.tale
        if "excluded" in s.dice.fate:
            yield s.step(s.office(2, 10), self.officer, "to_penalty", note=s.words.say("police", "penalty"))
        elif s.dice.happens("on the spot", 0.14):
            data = {"terms": s.words.say("police", "spot"), "amount": f"{s.words.agreed:.2f}", "performed_now": True}
            at = s.hours.at_once(s.now, 30, 150)
            yield s.step(at, self.officer, "settle_at_once", agreeing=s.parties, **data)
        elif s.dice.happens("settled alone", 0.08):
            note = s.words.say("police", "own")
            how = {"settlement": "own", "written_application": True, "performed_now": True}
            yield s.step(s.days(1, 4), self.head, "recognise", note=note, **how)
        else:
            yield s.step(s.office(2, 12), self.officer, "start", mediators=self.panel(), agreeing=s.parties)
            yield from self.recusal()

    def record_more(self) -> dict[str, Any]:
        """With a party under age a guardian is present."""
        return {"guardian_came": True} if self.tale.case.facts.get("has_minor_party") else {}

    def mediating(self) -> Telling:
        """The first mediation."""
        s = self.tale
        yield from self.talk()
        if s.dice.happens("broken off", 0.04):
            reason = s.words.say("police", "break_off")
            yield s.step(s.office(0.3, 4), self.chief, "break_off", ground_of_break="again", reason=reason)
        elif s.dice.happens("first failed", 0.2):
            yield s.step(s.office(0.1, 2), self.chief, "fail_first", reason=s.words.say("police", "fail"))
        else:
            yield from self.agree(oral=False)

    def first_failed(self) -> Telling:
        """Within seven working days they may try once more."""
        s = self.tale
        if s.dice.happens("second lapses", 0.1):
            yield s.wait(s.due("second") + timedelta(hours=1))
        note = s.words.say("police", "needed")
        second = {"ground_of_second": s.dice.choice(["needed", "asked"]), "agreeing": s.parties, "note": note}
        yield s.step(s.office(3, 12), self.officer, "mediate_again", **second)

    def mediating_again(self) -> Telling:
        """The second mediation."""
        s = self.tale
        yield from self.talk()
        if s.dice.happens("second failed", 0.4):
            told = {"told": True, "route": "court", "message": s.words.say("reason", "route")}
            yield s.step(s.office(0.1, 2), self.chief, "fail", reason=s.words.say("police", "fail_again"), **told)
        else:
            yield from self.agree(oral=False)

    def agreed(self) -> Telling:
        """Performed: no penalty. Not performed: the penalty after all."""
        s = self.tale
        if s.dice.happens("breach", 0.1):
            told = {"told": True, "route": "court", "message": s.words.say("reason", "route")}
            at = self.breach_on()
            yield s.step(at, self.chief, "declare_breach", reason=s.words.say("police", "breach"), **told)
            return
        yield from self.pay(self.chief)
        yield s.step(self.performed_on(), self.chief, "confirm_performed", note=s.words.say("reason", "performed"))

    def failed(self) -> Telling:
        """The parties are told of the civil way; the offence goes into the procedure of penalties."""
        s = self.tale
        if not s.case.facts.get("informed_at"):
            data = {"told": True, "route": "court", "message": s.words.say("reason", "route")}
            yield s.step(s.office(0.3, 3), self.officer, "inform", **data)
        yield s.step(s.office(2, 12), self.officer, "to_penalty", note=s.words.say("police", "penalty"))
