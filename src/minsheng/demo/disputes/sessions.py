"""Sessions in a story: appointed, moved, called off, held; and what acts in memory may name of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from minsheng.demo.disputes.diary import Slot
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.disputes.thread import Telling
from minsheng.domains.disputes.sessions.register import SESSIONS
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.reactions import row_key

_LINK = "https://tiaojie.example/{case}/{seq}"


class SessionsInMemory:
    """Stands in for the register of sessions: knows those of cases that are not stored yet."""

    def __init__(self) -> None:
        """Nothing is appointed."""
        self.ahead: dict[int, set[int]] = defaultdict(set)

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        """Those that are still to be held, in memory or in the database."""
        told = self.ahead.get(case.pk, set()) if case is not None else set()
        found = told.intersection(ids)
        return found or SESSIONS.known(ids, by, case)

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        """As the register."""
        return SESSIONS.choices(by, case, language)

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        """As the register."""
        return SESSIONS.names(ids, language)


TOLD = SessionsInMemory()
"""The one that stands in while disputes are played (one for each process)."""


class Sessions:
    """Appoints and holds the sessions of one case."""

    def __init__(self, tale: Tale) -> None:
        """``ahead`` is the number of the session to be held, and when it will be."""
        self.tale = tale
        self.ahead: tuple[int, Slot] | None = None

    def appoint(self, by: Actor, *, soonest: float = 4) -> Telling:
        """Appoint a session, at the earliest so many working hours from now; some are moved or called off."""
        s = self.tale
        at = s.office(0.3, 4)
        slot = self._slot(s.hours.office(at, soonest, soonest + 14))
        yield s.step(at, by, "schedule", **self._place(slot))
        self.ahead = (row_key(s.case_id, s.case.seq), slot)
        TOLD.ahead[s.case_id] = {self.ahead[0]}
        if s.dice.happens("moved", 0.08):
            yield from self._move(by)
        if s.dice.happens("cancelled", 0.04):
            yield from self.call_off(by)
            s.dice.fate = s.dice.fate - {"cancelled"}
            yield from self.appoint(by)

    def _move(self, by: Actor) -> Telling:
        s = self.tale
        number, old = self._due()
        at = s.hours.office(s.now, 0.5, 2)
        if at >= old.begins:
            return
        slot = self._slot(old.begins)
        times = {name: value for name, value in self._place(slot).items() if name != "link"}
        yield s.step(at, by, "move_session", session=number, reason=s.words.say("reason", "move"), **times)
        self.ahead = (number, slot)

    def call_off(self, by: Actor) -> Telling:
        """Call the appointed session off, if there is one and it lies ahead."""
        s = self.tale
        if self.ahead is None:
            return
        number, slot = self.ahead
        at = min(s.office(0.2, 1), slot.begins - timedelta(hours=1))
        yield s.step(at, by, "cancel_session", session=number, reason=s.words.say("reason", "cancel"))
        self.ahead = None
        TOLD.ahead[s.case_id] = set()

    def hold(self, by: Actor, record: str, **more: Any) -> Telling:
        """Hold the appointed session and write its record."""
        s = self.tale
        number, slot = self._due()
        at = slot.ends + timedelta(minutes=s.dice.uniform(3, 25))
        present = [{"party": party, "presence": self._presence()} for party in s.parties]
        yield s.step(at, by, "hold_session", session=number, attendance=present, record=record, **more)
        self.ahead = None
        TOLD.ahead[s.case_id] = set()

    def _due(self) -> tuple[int, Slot]:
        if self.ahead is None:
            raise RuntimeError("no session is appointed")
        return self.ahead

    def _presence(self) -> str:
        return self.tale.dice.weighted(["present", "represented", "late", "absent"], [86, 7, 5, 2])

    def _slot(self, after: datetime) -> Slot:
        s = self.tale
        people = s.case.listed("mediators")
        return s.diary.slot(s.dice, s.case_id, after, people, s.lead, online=s.dice.random() < 0.07)

    def _place(self, slot: Slot) -> dict[str, Any]:
        link = None if slot.room else _LINK.format(case=self.tale.plot.number, seq=self.tale.case.seq)
        begins, ends = slot.begins.isoformat(), slot.ends.isoformat()
        return {"session_begins": begins, "session_ends": ends, "room": slot.room, "link": link}
