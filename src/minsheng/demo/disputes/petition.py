"""The story of a petition: sorted, sent on, taken up, answered; at most looked at three times."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from minsheng.base.time import local_date
from minsheng.demo.disputes.opening import applicant, clerk_for, opened
from minsheng.demo.disputes.people import person
from minsheng.demo.disputes.settling import Story
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening

_FORMS = {"online": 42, "letter": 18, "visit": 26, "call": 14}
_CHANNEL = {"online": "web", "letter": "letter", "visit": "counter", "call": "phone"}
_COURSES = {"suggestion": "study", "accusation": "inquiry"}
_REVIEW, _RECHECK = "gov-review", "city-review"


class PetitionStory(Story):
    """One petition."""

    def __init__(self, tale: Tale) -> None:
        """What is told in each state."""
        super().__init__(tale)
        self.moves = {
            "received": self.received,
            "transferred": self.transferred,
            "objected": self.objected,
            "handling": self.handling,
            "studying": self.studying,
            "investigating": self.investigating,
            "enforcing": self.enforcing,
            "replied": self.replied,
            "served": self.served,
            "review_asked": self.review_asked,
            "reviewing": self.reviewing,
            "reviewed": self.reviewed,
            "review_served": self.review_served,
            "recheck_asked": self.recheck_asked,
            "rechecking": self.rechecking,
            "hearing": self.hearing,
            "rechecked": self.rechecked,
            "closed": self.rated,
            "ended": self.rated,
        }

    @property
    def clerk(self) -> Actor:
        """Somebody of the petitions bureau."""
        return self.tale.of_area("petitions_clerk")

    @property
    def handler(self) -> Actor:
        """Whoever handles it, or somebody of the unit."""
        s = self.tale
        return s.account(s.case.handler_id) if s.case.handler_id else s.of_unit("handler")

    @property
    def petitioner(self) -> Actor:
        """Whoever petitions."""
        return self.tale.party(self.tale.case.reporter_id or 0)

    def open(self, at: datetime, case_id: int) -> Opening:
        """Written online by the petitioner, or taken in at the desk; sometimes somebody is accused."""
        s = self.tale
        who = applicant(s)
        form = "visit" if "visit" in s.dice.fate else s.dice.weighted(list(_FORMS), list(_FORMS.values()))
        desk = clerk_for(s, "petitions_clerk", at)
        by = who if form == "online" else replace(desk, channel=_CHANNEL[form])
        accused = None
        if s.plot.kind == "accusation" and not s.plot.live:
            accused = {**person(s.seed, s.plot.number, 5), "name": f"{s.plot.story['accused']}"}
        return opened(
            s,
            at,
            case_id,
            by=by,
            reporter=who,
            confidentiality=1 if s.plot.kind == "accusation" else 0,
            form=form,
            people=7 if "group" in s.dice.fate else None,
            repeated=True if s.dice.happens("repeated", 0.1) else None,
            accused_units=[s.cast.unit("market")] if s.plot.live else None,
            accused_party=accused,
        )

    def received(self) -> Telling:
        """Sorted; then sent to whom it concerns, led to another way, refused, or the visitor is advised."""
        s = self.tale
        sorts = self.clerk
        if "group" in s.dice.fate and not s.case.listed("representatives"):
            for place in (6, 7):
                one = person(s.seed, s.plot.number, place)
                yield s.step(s.office(0.1, 0.5), sorts, "name_representative", representative=one)
        way = s.plot.story.get("way")
        late = s.dice.happens("transferred late", 0.04)
        note = s.words.say("petition", "sort")
        yield s.step(s.days(0.3, 4), sorts, "sort", kind=s.plot.kind, way=way, note=note)
        if s.dice.happens("advised", 0.02) and s.case.facts.get("form") == "visit" and s.plot.kind != "accusation":
            yield s.step(s.office(0.2, 2), sorts, "advise", message=s.words.say("petition", "advise"))
        elif s.dice.happens("petition declined", 0.03) and s.plot.kind != "accusation":
            reason, message = s.words.say("petition", "decline"), s.words.say("petition", "decline_message")
            yield s.step(s.office(2, 16), sorts, "decline", ground_declined="outside", reason=reason, message=message)
        elif way in {"litigation", "arbitration", "administrative"}:
            message = s.words.tell("answer")
            yield s.step(s.days(0.5, 5), sorts, "lead_to", way=way, message=message)
        else:
            at = s.days(11, 13) if late else s.days(0.3, 5)
            wrong = s.dice.happens("sent wrong", 0.08) and not s.case.returns
            unit = s.cast.unit("culture" if wrong else str(s.plot.story["unit"]))
            manner = s.dice.weighted(["forward", "task"], [7, 3])
            day = local_date(at).isoformat()
            yield s.step(at, self.clerk, "transfer", unit=unit, manner=manner, received_on=day)

    def transferred(self) -> Telling:
        """The unit takes it up and tells the petitioner, or says within five days that it is not in charge."""
        s = self.tale
        by = s.of_unit("handler")
        if s.case.lead_unit_id == s.cast.unit("culture") and not s.case.binding:
            yield s.step(s.office(3, 20), by, "object", reason=s.words.say("petition", "object"))
            return
        if s.dice.happens("withdrawn", 0.03):
            note = s.words.say("petition", "withdraw")
            yield s.step(s.hours.awake(s.now, 5, 50), self.petitioner, "withdraw", note=note)
            return
        if s.dice.happens("steps aside", 0.03):
            reason = s.words.say("petition", "recuse")
            yield s.step(s.office(1, 4), by, "declare_recusal", reason=reason)
            by = s.of_unit("handler", "head", avoid=by.account_id)
        course = _COURSES.get(s.case.kind) or ("duty" if s.case.facts.get("way") == "duty" else "opinion")
        late = s.dice.happens("accepted late", 0.04)
        at = s.days(12, 14) if late else s.days(0.5, 7)
        if s.dice.happens("notice waived", 0.03):
            yield s.step(s.office(2, 9), by, "waive_notice", reason=s.words.say("petition", "waived"))
            yield s.step(at, by, "accept", course=course)
            return
        yield s.step(at, by, "accept", course=course, notice_on=local_date(at).isoformat())

    def objected(self) -> Telling:
        """The bureau takes it back and sends it elsewhere, or says that the unit is in charge."""
        s = self.tale
        if s.dice.happens("objection agreed", 1):
            note = s.words.say("petition", "objection_agreed")
            yield s.step(s.office(2, 12), self.clerk, "agree_objection", note=note)
            return
        reason = s.words.say("petition", "objection_rejected")
        yield s.step(s.office(2, 12), self.clerk, "reject_objection", reason=reason)

    def handling(self) -> Telling:
        """Heard, looked into, answered in writing within sixty days, or thirty more; some are settled by talking."""
        s = self.tale
        head = s.of_unit("head", avoid=s.case.handler_id)
        if s.dice.happens("leader named", 0.06):
            lead = s.of_area("petitions_head")
            note = s.words.say("petition", "leader")
            yield s.step(s.days(1, 4), lead, "name_leader", leader=head.account_id, note=note)
            yield s.step(s.days(2, 6), head, "note_leading", note=s.words.say("petition", "leading"))
        at = s.days(2, 12)
        heard = local_date(at).isoformat()
        yield s.step(at, self.handler, "hear", heard_on=heard, record=self._said("heard"))
        if s.dice.happens("reconciled", 0.08):
            message = s.words.say("petition", "reconcile")
            yield s.step(s.days(3, 14), self.handler, "reconcile", message=message)
            return
        if s.dice.happens("reply extended", 0.08):
            yield s.step(s.days(8, 18), head, "extend", days=30, ground=self._said("extend"))
        if s.dice.happens("reply late", 0.07):
            yield from self._late(head)
        opinion = {key: s.words.tell(key) for key in ("claims", "findings", "basis", "opinion")}
        kind = "refuse" if "不予支持" in opinion["opinion"] else "support"
        yield s.step(s.days(4, 20), self.handler, "reply", reply_kind=kind, **opinion)

    def _late(self, head: Actor) -> Telling:
        s = self.tale
        yield s.wait(s.due("reply") + timedelta(days=s.dice.randint(2, 8)))
        lead = s.of_area("petitions_head")
        reason = s.words.say("petition", "supervise")
        after = max(s.now, s.due("reply"))
        at = s.hours.office(after + timedelta(days=2), 1, 6)
        yield s.step(at, lead, "supervise", ground_supervised="late", reason=reason)
        note = s.words.say("petition", "answer_supervision")
        yield s.step(s.days(0.5, 3), head, "answer_supervision", note=note)

    def _said(self, key: str) -> str:
        return self.tale.words.say("petition", key)

    def studying(self) -> Telling:
        """A suggestion is answered."""
        s = self.tale
        yield s.step(s.days(4, 30), self.handler, "answer_suggestion", message=s.words.tell("answer"))

    def investigating(self) -> Telling:
        """An accusation is looked into; only the petitioner is told what came of it."""
        s = self.tale
        at = s.days(10, 35)
        told = local_date(at).isoformat()
        yield s.step(at, self.handler, "give_feedback", feedback=s.words.tell("answer"), told_on=told)

    def enforcing(self) -> Telling:
        """The organ does its duty and says so."""
        s = self.tale
        yield s.step(s.days(5, 28), self.handler, "answer_duty", message=s.words.tell("answer"))

    def replied(self) -> Telling:
        """The opinion is served."""
        yield from self._serve("serve_reply", self.handler)

    def _serve(self, act: str, by: Actor) -> Telling:
        s = self.tale
        at = s.days(0.3, 3)
        service = s.dice.weighted(["hand", "post", "online", "left"], [5, 3, 3, 0.3])
        yield s.step(at, by, act, served_on=local_date(at).isoformat(), service=service)

    def served(self) -> Telling:
        """Thirty days to ask for a review; most do not."""
        yield from self._ask("review", 0.3, "review_request")

    def review_served(self) -> Telling:
        """Thirty days to ask for a re-review."""
        yield from self._ask("recheck", 0.5, "recheck_request")

    def _ask(self, level: str, odds: float, clock: str) -> Telling:
        s = self.tale
        if s.dice.happens(f"{level} asked", odds):
            message = s.words.say("petition", f"{level}_asked")
            at = s.hours.awake(s.now, 60, 480)
            yield s.step(at, self.petitioner, f"request_{level}", message=message)
            return
        yield s.wait(s.due(clock) + timedelta(hours=1))

    def review_asked(self) -> Telling:
        """The organ above is named."""
        s = self.tale
        yield s.step(s.office(2, 16), self.clerk, "assign_review", unit=s.cast.unit(_REVIEW))

    def recheck_asked(self) -> Telling:
        """The organ above that is named."""
        s = self.tale
        yield s.step(s.office(2, 16), self.clerk, "assign_recheck", unit=s.cast.unit(_RECHECK))

    @property
    def reviewer(self) -> Actor:
        """Somebody of the organ above."""
        return self.tale.of_unit("petition_reviewer")

    def reviewing(self) -> Telling:
        """The review, within thirty days."""
        s = self.tale
        changed = s.dice.happens("changed", 0.15)
        said: dict[str, Any] = {"verdict": "changed" if changed else "upheld", "basis": s.words.tell("basis")}
        opinion = s.words.say("petition", "review_changed" if changed else "review")
        late = s.dice.happens("review late", 0.06)
        at = s.days(24, 27) if late else s.days(5, 15)
        yield s.step(at, self.reviewer, "review", opinion=opinion, **said)

    def reviewed(self) -> Telling:
        """The review is served."""
        yield from self._serve("serve_review", self.reviewer)

    def rechecking(self) -> Telling:
        """The re-review, some with a hearing, for which the time stands still."""
        s = self.tale
        if s.dice.happens("hearing", 0.25) and not s.case.facts.get("heard_at"):
            yield s.step(s.days(2, 5), self.reviewer, "open_hearing")
            return
        said = {"verdict": "upheld", "opinion": s.words.say("petition", "recheck"), "basis": s.words.tell("basis")}
        yield s.step(s.days(4, 12), self.reviewer, "recheck", **said)

    def hearing(self) -> Telling:
        """The hearing ends."""
        s = self.tale
        yield s.step(s.days(3, 8), self.reviewer, "close_hearing", record=s.words.say("petition", "hearing"))

    def rechecked(self) -> Telling:
        """Served: the end of the three levels."""
        yield from self._serve("serve_recheck", self.reviewer)

    def rated(self) -> Telling:
        """Some petitioners say how satisfied they are."""
        s = self.tale
        if s.case.facts.get("rated_at") or not s.dice.happens("rated", 0.4):
            return
        said = s.dice.choices(["satisfied", "fairly", "dissatisfied"], [50, 32, 18], k=2)
        at = s.hours.awake(s.now, 20, 160)
        yield s.step(at, self.petitioner, "rate", office_satisfied=said[0], unit_satisfied=said[1])
