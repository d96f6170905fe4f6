"""Anything that people may try: acts, persons, inputs good and bad, and moments with weekends and holidays.

A machine draws one number for each step and everything is chosen by it: quicker by far than a draw for each choice.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from minsheng.base.time import SHANGHAI
from minsheng.kernel.procedures.examples import ExampleStep
from minsheng.kernel.procedures.schema import ANY_OPEN, STAY, Act, FieldSpec, Procedure
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.kernel.procedures.knowing import known_inputs

UNITS = [10, 20, 30]
ACCOUNTS = [1, 2, 3, 4, 5, 6, 7]
BEGINNINGS = [
    datetime(2026, 2, 13, 17, 30, tzinfo=SHANGHAI),  # the last evening but one before 春节
    datetime(2026, 4, 30, 10, 0, tzinfo=SHANGHAI),
    datetime(2026, 9, 18, 16, 0, tzinfo=SHANGHAI),  # the Sunday after it is worked
    datetime(2026, 9, 30, 23, 59, 59, tzinfo=SHANGHAI),
    datetime(2026, 10, 3, 3, 0, tzinfo=SHANGHAI),
    datetime(2026, 12, 24, 9, 0, tzinfo=SHANGHAI),  # terms reach into a year whose plan is not known
]
JUNK: list[Any] = [None, "", "x" * 3000, -1, 0, 99, "no such word", [], [0], True, 1.5, {"a": 1}]
VALUES: dict[str, list[Any]] = {
    "text": ["已办", "请补充门牌号", "理由充分"],
    "unit": UNITS,
    "units": [[unit] for unit in UNITS] + [[10, 20], [30, 10]],
    "account": list(ACCOUNTS),
    "flag": [True, False],
    "files": [[8], [9, 50]],
    "date": ["2026-10-08"],
    "accounts": [[1], [2], [1, 2]],
    "party": [1, 2],
    "parties": [[1, 2], [1, 2], [1], [2]],
    "person": [1, 2],
    "instant": ["2026-10-08 09:00", "2027-10-08 10:00"],
    "money": ["300.00"],
    "rows": [[]],
}


class Trier:
    """Chooses what is tried next on a case."""

    def __init__(self, procedure: Procedure, number: int, values: dict[str, list[Any]] | None = None) -> None:
        """The same ``number`` tries the same on the same case. ``values``: what fields of a type may be given."""
        self.procedure = procedure
        self.values = VALUES if values is None else values
        self.random = Random(number)

    def birth(self) -> ExampleStep:
        """Somebody reports something."""
        act = self.procedure.act[self.procedure.opening]
        data = {"kind": self.random.choice(sorted(self.procedure.kinds)), "urgent": self._chance(0.3), "area_id": 1}
        if act.fields:
            data |= {"reporter_id": 1} | {name: self._value(self.procedure.fields[name]) for name in act.fields}
        at = self.random.choice(BEGINNINGS)
        data |= known_inputs(self.procedure, Snapshot(), self.procedure.opening, at, self.random)
        return ExampleStep(act=self.procedure.opening, at=at, by=["filer"], data=data)

    def step(self, snapshot: Snapshot, now: datetime, seen: set[str], done: Counter[str]) -> ExampleStep:
        """Somebody tries an act on the case, at ``now`` or later.

        ``seen``: states in which it has been; ``done``: how often each act was done to it.
        """
        key = self._act(snapshot.state, seen, done)
        act = self.procedure.act[key]
        at = self._moment(snapshot, now)
        data = self.inputs(act)
        if self._chance(0.8):
            data |= known_inputs(self.procedure, snapshot, key, at, self.random)
        return ExampleStep(
            act=key,
            at=at,
            by=self._functions(act),
            account=self.random.choice([*ACCOUNTS, None]),
            unit=self.random.choice([*snapshot.co_unit_ids, snapshot.lead_unit_id]),
            data=data,
        )

    def inputs(self, act: Act) -> dict[str, Any]:
        """Mostly good inputs; sometimes one is missing, spoiled, or belongs to nothing."""
        share = self.random.choice([0.0, 0.5, 1.0])
        wanted = [name for name, need in act.fields.items() if need == "required" or self._chance(share)]
        found = {name: self._value(self.procedure.fields[name]) for name in wanted}
        fault = self.random.choice(["missing", "spoiled", "unknown"]) if self._chance(0.15) else ""
        if fault == "unknown":
            return {**found, "colour": "red"}
        if fault and found:
            name = self.random.choice(wanted)
            rest = {key: value for key, value in found.items() if key != name}
            return rest if fault == "missing" else {**rest, name: self.random.choice(JUNK)}
        return found

    def _act(self, state: str, seen: set[str], done: Counter[str]) -> str:
        """Most often one that is open now, one that was not done yet, or goes on to where the case has not been."""
        opened = self.procedure.acts_from(state)
        if opened and self._chance(0.9):
            weights = [self._weight(act, seen) / (1 + done[key]) for key, act in opened.items()]
            return self.random.choices(list(opened), weights)[0]
        return self.random.choice(sorted(self.procedure.act))

    def _weight(self, act: Act, seen: set[str]) -> int:
        targets = set(act.targets()) - {STAY}
        if targets <= set(self.procedure.final):
            return 1 if targets or act.source == ANY_OPEN else 3
        return 5 if targets <= seen else 15

    def _functions(self, act: Act) -> list[str]:
        if self._chance(0.9):
            return [self.random.choice(act.who)]
        return self.random.sample(sorted(self.procedure.who), self.random.randint(0, 3))

    def _moment(self, snapshot: Snapshot, now: datetime) -> datetime:
        """Soon, days later, or right at, before or behind a deadline."""
        dues = [clock.due_at for clock in snapshot.clocks if clock.stopped_at is None and clock.due_at is not None]
        kind = self.random.choice(["soon"] * 6 + ["days", "due"])
        if kind == "due" and dues:
            beside = timedelta(seconds=self.random.choice([-1, 0, 1]))
            return max(now, self.random.choice(dues).astimezone(SHANGHAI) + beside)
        if kind == "days":
            return now + timedelta(minutes=self.random.randint(0, 9 * 1440))
        return now + timedelta(minutes=self.random.randint(0, 300))

    def _value(self, spec: FieldSpec) -> Any:
        if spec.type == "choice":
            return self.random.choice(sorted(spec.choices or {}))
        if spec.type == "integer":
            least = spec.min or 1
            return self.random.randint(least, min(spec.max or least + 3, least + 3))
        return self.random.choice(self.values.get(spec.type, [1, 2, 3]))

    def _chance(self, share: float) -> bool:
        return self.random.random() < share
