"""The story of a people's mediation: asked for, accepted, talked over, settled or not, performed or not, filed."""

from __future__ import annotations

from datetime import datetime

from minsheng.base.time import local_date
from minsheng.demo.disputes.opening import applicant, at_desk, clerk_for, opened, other_side
from minsheng.demo.disputes.people import person
from minsheng.demo.disputes.settling import Settling
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.cases.intake import Opening

COURTS = ("court", "court-xinwang", "court-majunying")
_SOURCES = {"application": 62, "initiative": 8, "police": 6, "hotline": 9, "grid": 8, "platform": 5, "petition": 2}
_ALONE = 0.3


class MediationStory(Settling):
    """One people's mediation."""

    heads = ("committee_director",)

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {
            "registered": self.registered,
            "accepted": self.accepted,
            "mediating": self.mediating,
            "signing": self.sign,
            "agreed": self.agreed,
            "partly_performed": self.partly,
            "performed": self.file_away,
            "breached": self.breached,
            "failed": self.failed,
            "terminated": self.failed,
        }

    def open(self, at: datetime, case_id: int) -> Opening:
        """The applicant comes to the committee or writes; sometimes the committee steps in by itself."""
        s = self.tale
        who = applicant(s)
        source = s.dice.weighted(list(_SOURCES), list(_SOURCES.values()))
        alone = source == "application" and s.dice.happens("files alone", _ALONE)
        group = 3 if s.dice.happens("group", 0) else 0
        manner = "initiative" if source == "initiative" else "written" if alone else s.dice.choice(["written", "oral"])
        return opened(
            s,
            at,
            case_id,
            by=who if alone else at_desk(s, clerk_for(s, "judicial_clerk", at)),
            reporter=who,
            source=source,
            manner=manner,
            people=s.dice.randint(8, 15) if group else s.dice.choice([2, 2, 2, 3, 4]),
            amount=f"{s.words.claimed:.2f}" if s.words.claimed else None,
            other_party=other_side(s),
        )

    def registered(self) -> Telling:
        """Sent to a committee; who refuses is asked once more; accepted within three days, or declined."""
        s = self.tale
        if s.case.lead_unit_id is None:
            clerk = s.of_area("judicial_clerk")
            if s.dice.happens("sent wrong", 0.03) and "sent wrong before" not in s.dice.fate:
                s.dice.fate = s.dice.fate | {"sent wrong before"}
                yield s.step(s.office(0.2, 4), clerk, "send", unit=s.cast.unit("tw-140213056"))
                head = s.cast.of_unit(s.dice, s.lead, *self.heads)
                yield s.step(s.office(1, 6), head, "give_back", reason=s.words.say("reason", "give_back"))
            yield s.step(s.office(0.2, 5), clerk, "send", unit=s.cast.unit(s.plot.unit))
        if s.dice.happens("retracted", 0.025):
            message = s.words.say("reason", "retract")
            yield s.step(s.hours.awake(s.now, 2, 30), s.party(s.parties[0]), "retract", message=message)
            return
        if "group" in s.dice.fate and len(s.case.listed("applicants")) == 1:
            for place in (2, 3, 4):
                new = person(s.seed, s.plot.number, place)
                yield s.step(s.office(0.1, 1), self.head, "add_applicant", new_party=new)
        if s.dice.happens("refused", 0.09):
            yield from self._refused()
            if s.case.state != "registered":
                return
        late = s.dice.happens("accepted late", 0.05)
        level = s.dice.weighted(["simple", "normal", "complex"], [52, 38, 10])
        yield s.step(s.days(3.2, 5) if late else s.days(0.1, 2.2), self.head, "accept", level=level)

    def _refused(self) -> Telling:
        s = self.tale
        other = s.case.listed("respondents")[0]
        for _ in range(3 if "refused thrice" in s.dice.fate else 1):
            said = s.words.say("reason", "refuse")
            yield s.step(s.office(1, 6), self.head, "refuse", party=other, reason=said)
            if s.dice.happens("comes round", 0.55):
                note = s.words.say("reason", "consent")
                yield s.step(s.office(2, 7), self.head, "consent", party=other, note=note)
                return
        message = s.words.say("reason", "decline")
        yield s.step(s.office(1, 8), self.head, "decline", ground_of_decline="refused", message=message)

    def accepted(self) -> Telling:
        """The parties choose their mediator, or the committee assigns one."""
        s = self.tale
        at = s.office(0.5, 8)
        if s.dice.happens("chosen", 0.35):
            yield s.step(at, self.head, "choose_mediators", mediators=self.panel(), choosing=s.parties)
        else:
            yield s.step(at, self.head, "assign_mediators", mediators=self.panel())
        yield from self.recusal()

    def mediating(self) -> Telling:
        """Sessions; then an agreement, none, or a party who wants no more of it."""
        s = self.tale
        if s.dice.happens("risk", 0.05):
            reason = s.words.say("reason", "risk")
            police = s.cast.unit("pcs-beijie")
            risk = s.dice.choice(["public_order", "mass", "self_harm"])
            yield s.step(s.office(0.5, 4), self.chief, "report_risk", risk=risk, unit=police, reason=reason)
        if s.dice.happens("extended", 0.06):
            ground = s.words.say("reason", "extend")
            days = s.dice.choice([10, 15, 30])
            yield s.step(s.office(4, 20), self.chief, "extend", days=days, ground=ground, agreeing=s.parties)
        if s.dice.happens("too slow", 0.04):
            yield s.wait(s.due("mediate") + (s.due("mediate") - s.now) * 0.2)
        yield from self.talk()
        yield from self._end()

    def _end(self) -> Telling:
        s = self.tale
        if s.dice.happens("withdrawn", 0.06):
            yield from self.sessions.appoint(self.chief)
            yield from self.sessions.call_off(self.chief)
            wants = s.dice.choice(s.parties)
            reason = s.words.say("reason", "withdraw")
            yield s.step(s.office(0.2, 5), self.chief, "withdraw", party=wants, reason=reason)
        elif s.dice.happens("failed", 0.09):
            told = {"told": True, "route": self.route(), "message": s.words.say("reason", "route")}
            yield s.step(s.office(0.1, 4), self.chief, "fail", reason=s.words.say("reason", "fail"), **told)
        else:
            oral = s.case.facts.get("level") == "simple" or s.words.claimed < 1000
            yield from self.agree(oral=s.dice.happens("oral", 0.6 if oral else 0.08))

    def agreed(self) -> Telling:
        """Confirmed by the court or not; then paid, paid in part, or not at all."""
        s = self.tale
        if s.dice.happens("confirmed", 0.03) and not s.case.facts.get("confirm_applied_at"):
            court = s.cast.unit(s.dice.choice(COURTS))
            at = s.days(1, 9)
            yield s.step(at, self.chief, "apply_confirmation", applying=s.parties, court=court)
        if s.case.facts.get("ruling") == "rejected" and s.dice.happens("mediated again", 0.6):
            s.dice.fate = s.dice.fate | {"no confirmed"}
            reason = s.words.say("reason", "again")
            yield s.step(s.office(2, 12), self.chief, "mediate_again", reason=reason)
            self.wanted = 1
            return
        count = len(s.case.facts.get("instalments") or [])
        if s.dice.happens("breach", 0.09):
            if count > 1 and s.dice.happens("first paid", 0.5):
                yield from self.pay(self.chief, stops=1)
                note = s.words.say("reason", "partly")
                yield s.step(s.office(2, 20), self.chief, "declare_partly", note=note)
                return
            yield s.step(self.breach_on(), self.chief, "declare_breach", reason=s.words.say("reason", "breach"))
            return
        if count > 1 and s.dice.happens("partly", 0.3):
            yield from self.pay(self.chief, stops=1)
            yield s.step(s.office(2, 20), self.chief, "declare_partly", note=s.words.say("reason", "partly"))
            return
        yield from self._settle()

    def partly(self) -> Telling:
        """The rest is paid after all, or not."""
        s = self.tale
        if s.dice.happens("breach", 0) or s.dice.happens("breach after all", 0.12):
            yield s.step(self.breach_on(), self.chief, "declare_breach", reason=s.words.say("reason", "breach"))
            return
        yield from self._settle()

    def _settle(self) -> Telling:
        s = self.tale
        yield from self.pay(self.chief)
        note = s.words.say("reason", "performed")
        yield s.step(self.performed_on(), self.chief, "confirm_performed", note=note)

    def breached(self) -> Telling:
        """The debtor pays late, or it goes on to a court or a department."""
        s = self.tale
        if s.dice.happens("paid after all", 0.3) and not s.case.facts.get("handed_over_at"):
            yield from self._settle()
            return
        if not s.case.facts.get("handed_over_at"):
            yield from self.hand_over("court", s.cast.unit(s.dice.choice(COURTS)))
        yield from self.file_away()

    def failed(self) -> Telling:
        """The parties are told of other ways; some cases are handed over with their papers."""
        s = self.tale
        if not s.case.facts.get("informed_at"):
            data = {"told": True, "route": self.route(), "message": s.words.say("reason", "route")}
            yield s.step(s.office(0.5, 5), self.chief, "inform", **data)
        if s.dice.happens("handed over", 0.3) and not s.case.facts.get("handed_over_at"):
            yield from self.hand_over(*self.way())
        yield from self.file_away()

    def way(self) -> tuple[str, int | None]:
        """Where it goes when nothing came of it, and to which unit."""
        s = self.tale
        for fate, way, unit in (
            ("to department", "department", "housing"),
            ("to reconsideration", "reconsideration", "justice"),
            ("to arbitration", "arbitration", "arbitration"),
        ):
            if fate in s.dice.fate:
                return way, s.cast.unit(unit)
        if s.case.kind == "labour":
            return "arbitration", s.cast.unit("arbitration")
        return "court", s.cast.unit(s.dice.choice(COURTS))

    def hand_over(self, way: str, unit: int | None) -> Telling:
        """It goes on elsewhere with all its papers."""
        s = self.tale
        note = s.words.say("reason", "hand_over" if s.case.facts.get("agreed_at") else "hand_over_failed")
        yield s.step(s.office(1, 16), self.chief, "hand_over", way=way, unit=unit, note=note)

    def file_away(self) -> Telling:
        """The file is closed, mostly in time."""
        s = self.tale
        if s.case.state in {"performed", "breached", "failed", "terminated"}:
            low, high = (24, 34) if s.dice.happens("filed late", 0.06) else (1, 18)
            at = s.days(low, high)
            number = f"{local_date(at).year}年调字第{s.plot.number % 1000:03d}号"
            yield s.step(at, self.chief, "archive", file_number=number)
