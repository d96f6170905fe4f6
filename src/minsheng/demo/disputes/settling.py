"""What every kind of mediation has in common: recusal, sessions, the agreement, its signatures and its performance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from minsheng.base.time import local_date
from minsheng.demo.disputes.sessions import Sessions
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import OvertakenError, Telling
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Opening

MOST_MOVES = 40
_TRIED_SHARE = 0.85
"""How many of the mediations of their committee go to the mediator whose account people try."""
Move = Callable[[], Telling]


class Story:
    """Goes from state to state until nobody has anything left to do. ``moves`` says what is told in each state."""

    def __init__(self, tale: Tale) -> None:
        """``opening`` is set once the case is opened."""
        self.tale = tale
        self.moves: dict[str, Move] = {}
        self.over = False

    def open(self, at: datetime, case_id: int) -> Opening:
        """Open the case in memory."""
        raise NotImplementedError

    def steps(self) -> Telling:
        """All steps of the story."""
        for _ in range(MOST_MOVES):
            move = self.moves.get(self.tale.case.state)
            before = self.tale.case.seq
            if move is None:
                return
            try:
                yield from move()
            except OvertakenError:
                continue
            if self.over or self.tale.case.seq == before:
                return


class Settling(Story):
    """A mediation between two sides. ``heads`` are the roles of those who decide on recusal and seal."""

    heads: tuple[str, ...] = ()
    section = "reason"

    def __init__(self, tale: Tale) -> None:
        """No session is held yet."""
        super().__init__(tale)
        self.sessions = Sessions(tale)
        self.wanted = tale.dice.weighted([1, 2, 3], [46, 40, 14])
        if tale.dice.happens("many sessions", 0):
            self.wanted = 3

    @property
    def chief(self) -> Actor:
        """The mediator who presides."""
        return self.tale.account(self.tale.case.listed("mediators")[0])

    @property
    def head(self) -> Actor:
        """Whoever decides for the organ that mediates."""
        return self.tale.of_unit(*self.heads)

    @property
    def tracker(self) -> Actor:
        """Whoever follows performance up."""
        return self.tale.of_unit(*self.heads)

    def panel(self) -> list[int]:
        """One mediator, or two in a difficult dispute; heads only where there is nobody else."""
        s = self.tale
        all_able = s.cast.mediators(s.lead)
        heads = s.cast.staff.in_roles(self.heads, s.lead)
        able = [one for one in all_able if one not in heads] or all_able
        if s.cast.tried in able and s.dice.random() < _TRIED_SHARE:
            return [s.cast.tried]
        return s.dice.sample(able, min(len(able), 2 if s.dice.happens("two mediators", 0.2) else 1))

    def recusal(self) -> Telling:
        """Some ask that a mediator recuse; some mediators do so themselves. Somebody else takes their place."""
        s = self.tale
        chief = self.chief
        if s.dice.happens("recuses", 0.015):
            note = s.words.say("reason", "recuse_own")
            yield s.step(s.office(0.5, 4), chief, "declare_recusal", ground_of_recusal="near_relative", note=note)
            yield from self._replace()
        elif s.dice.happens("recusal asked", 0.04):
            granted = s.dice.happens("recusal granted", 0.5)
            ground, reason = "relation", s.words.say("reason", "recuse_ask")
            asks = s.party(s.dice.choice(s.parties))
            who = chief.account_id
            at = s.hours.awake(s.now, 1, 20)
            yield s.step(at, asks, "ask_recusal", mediator=who, ground_of_recusal=ground, reason=reason)
            said = s.words.say("reason", "recuse_grant" if granted else "recuse_refuse")
            head = s.of_unit(*self.heads, avoid=who)
            decision = "granted" if granted else "refused"
            yield s.step(s.office(2, 10), head, "decide_recusal", decision=decision, reason=said)
            if granted:
                yield from self._replace()

    def _replace(self) -> Telling:
        s = self.tale
        away = tuple(s.case.listed("recused"))
        others = [one for one in s.cast.mediators(s.lead) if one not in away]
        yield s.step(s.office(1, 6), self.head, "replace_mediators", mediators=[s.dice.choice(others)])

    def talk(self) -> Telling:
        """Hold the sessions that it takes."""
        s = self.tale
        words = s.words
        for number in range(self.wanted):
            if int(s.case.facts.get("people") or 0) > 5:
                yield from self._represent()
            yield from self.sessions.appoint(self.chief)
            kind = "first" if number == 0 else "stuck" if s.dice.happens("failed", 0) else "later"
            yield from self.sessions.hold(self.chief, words.say("record", kind), **self.record_more())
            if number == 0 and s.dice.happens("material", 0.12):
                at = s.hours.awake(s.now, 2, 30)
                message = words.say("reason", "material")
                yield s.step(at, s.party(s.parties[0]), "add_material", message=message)

    def record_more(self) -> dict[str, Any]:
        """What a record says besides."""
        return {}

    def _represent(self) -> Telling:
        s = self.tale
        if not s.case.listed("representatives"):
            yield s.step(s.office(0.5, 3), self.chief, "name_representatives", delegates=s.parties[:1])

    def agree(self, *, oral: bool) -> Telling:
        """Settle: by word of mouth at once, or in writing, signed by all and sealed."""
        s = self.tale
        if oral:
            yield s.step(s.office(0.1, 0.6), self.chief, "agree_oral", **self.terms())
            return
        yield s.step(s.office(0.2, 3), self.chief, "agree_written", **self.terms())

    def sign(self) -> Telling:
        """Everybody signs, the mediator too, and the seal is set. Some drafts are changed or dropped before."""
        s = self.tale
        if s.dice.happens("draft dropped", 0.02):
            s.dice.fate = s.dice.fate | {"no draft dropped"}
            yield s.step(s.office(1, 6), self.chief, "drop_draft", reason=s.words.say("reason", "draft"))
            return
        if s.dice.happens("draft amended", 0.05):
            yield s.step(s.office(0.5, 4), self.chief, "amend_draft", **self.terms())
        for party in s.parties:
            method = s.dice.weighted(["signature", "fingerprint", "seal"], [70, 25, 5])
            by = s.party(party) if s.dice.random() < 0.06 else self.chief
            at = s.office(0.05, 3)
            yield s.step(at, by, "sign", party=party, method=method, signed_on=local_date(at).isoformat())
        yield s.step(s.office(0.05, 0.5), self.chief, "mediator_sign")
        yield from self.seal()

    def seal(self) -> Telling:
        """Whoever keeps the seal sets it."""
        s = self.tale
        yield s.step(s.office(0.2, 6), self.head, "seal")

    def terms(self) -> dict[str, Any]:
        """Text, sum, last day and instalments of the agreement. In instalments where the sum is large."""
        s = self.tale
        today = local_date(s.now)
        amount = s.words.agreed
        terms: dict[str, Any] = {"terms": s.words.tell("terms")}
        if not amount:
            return {**terms, "perform_by": _iso(today, s.dice.randint(10, 30))}
        count = 1 if amount < 3000 else s.dice.choice([1, 2, 2, 3])
        if s.dice.happens("instalments", 0):
            count = max(2, count)
        first, gap = s.dice.randint(7, 20), s.dice.choice([15, 30, 30])
        if s.dice.happens("slow payment", 0):
            first, gap = 40, 30
        parts = _parts(Decimal(amount), count)
        debtor, creditor = self._payer()
        rows = [
            {"due": _iso(today, first + gap * place), "sum": f"{part:.2f}", "debtor": debtor, "creditor": creditor}
            for place, part in enumerate(parts)
        ]
        return {**terms, "amount": f"{amount:.2f}", "perform_by": rows[-1]["due"], "instalments": rows}

    def _payer(self) -> tuple[int, int]:
        s = self.tale
        one, other = s.case.listed("respondents")[0], s.case.listed("applicants")[0]
        return (other, one) if s.plot.story.get("debtor") == "applicants" else (one, other)

    def pay(self, by: Actor, *, stops: int = 0) -> Telling:
        """Record what is paid, in time or late; with ``stops`` only so many instalments are paid."""
        s = self.tale
        lines = list(s.case.facts.get("instalments") or [])
        known = {int(line["instalment"]) for line in s.case.facts.get("payments") or []}
        late = s.dice.happens("late payment", 0.15)
        for number, line in enumerate(lines[: stops or None], start=1):
            if number in known:
                continue
            due = date.fromisoformat(line["due"])
            if late and s.case.state != "breached":
                yield s.step(s.after_day(due + timedelta(days=1), 0.1, 1), self.tracker, "remind", instalment=number)
            paid_on = due + timedelta(days=s.dice.randint(2, 12) if late else -s.dice.randint(0, 4))
            paid_on = max(paid_on, local_date(s.now))
            at = s.after_day(paid_on, 0.05, 1.5)
            paid = {"instalment": number, "paid_on": paid_on.isoformat(), "paid": line["sum"]}
            yield s.step(at, by, "record_performance", **paid)

    def performed_on(self) -> datetime:
        """Soon after the last day of performance, or a while from now where none was agreed."""
        s = self.tale
        last = s.case.facts.get("perform_by")
        if s.case.facts.get("instalments") or last is None:
            return s.office(1, 16)
        return s.after_day(date.fromisoformat(last) - timedelta(days=s.dice.randint(0, 6)), 0.1, 2)

    def breach_on(self) -> datetime:
        """Some days after the last day of performance."""
        s = self.tale
        last = s.case.facts.get("perform_by")
        due = date.fromisoformat(last) if last else local_date(s.now)
        return s.after_day(due + timedelta(days=s.dice.randint(3, 12)), 0.1, 2)

    def route(self) -> str:
        """The way that parties are told of first."""
        return "arbitration" if self.tale.case.kind in {"labour", "pay"} else "court"


def _iso(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _parts(amount: Decimal, count: int) -> list[Decimal]:
    """An amount in ``count`` parts, whole tens but the last."""
    part = (amount / count // 10) * 10
    return [*[part] * (count - 1), amount - part * (count - 1)]
