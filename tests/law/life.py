"""The life of one case, told briefly: who does what when, under an installed procedure and the plans of the State Council."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import SHANGHAI
from minsheng.kernel.deadlines.clock import Clock, is_late
from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.procedures.examples import ExampleStep, perform_step
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.snapshot import Snapshot

CALENDAR = Calendar(bundled_years())
PROCEDURES = {f.procedure.key: f.procedure for folder in procedure_folders() for f in procedure_files(folder)}


def at(text: str) -> datetime:
    """The instant ``2026-04-30 10:00`` in Shanghai; a day alone means ten in the morning."""
    return datetime.fromisoformat(text if " " in text else f"{text} 10:00").replace(tzinfo=SHANGHAI)


class Life:
    """One case. ``who`` is a function of the procedure, with a number when persons matter: ``reviewer 5``."""

    def __init__(self, key: str, when: str, **born: Any) -> None:
        self.procedure = PROCEDURES[key]
        self.snapshot = Snapshot()
        self.do("filer", self.procedure.opening, when, **{"area_id": 1, "urgent": False, **born})

    def do(self, who: str, act: str, when: str, *, unit_: int | None = None, **data: Any) -> Snapshot:
        """Do an act; what refuses it is raised. ``unit_`` is the unit in whose name it is done."""
        function, _, account = who.partition(" ")
        unit = unit_ if unit_ is not None else self.snapshot.lead_unit_id
        number = int(account) if account else None if function == "system" else 1
        step = ExampleStep(act=act, at=at(when), by=[function], account=number, unit=unit, data=data)
        perform_step(self.procedure, self.snapshot, step, CALENDAR)
        return self.snapshot

    def refused(self, who: str, act: str, when: str, **data: Any) -> str:
        """The code of what refuses the act; nothing has changed."""
        before = self.snapshot.copy()
        try:
            self.do(who, act, when, **data)
        except (Refusal, Refusals) as refusal:
            assert self.snapshot == before
            return refusal.refusals[0].code if isinstance(refusal, Refusals) else refusal.code
        raise AssertionError(f"{act} by {who} was not refused")

    def clock(self, key: str, run: int | None = None) -> Clock:
        """A run of a clock, the last one if none is named."""
        runs = [clock for clock in self.snapshot.clocks if clock.key == key and run in {None, clock.run}]
        return runs[-1]

    def due(self, key: str, run: int | None = None) -> str:
        """When it is due, as ``2026-05-12 00:00``; empty while it stands still."""
        due_at = self.clock(key, run).due_at
        return due_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if due_at is not None else ""

    def late(self, key: str, when: str) -> bool:
        """Whether it is late at an instant."""
        return is_late(self.clock(key), at(when))
