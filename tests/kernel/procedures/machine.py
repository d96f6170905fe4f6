"""One driver for any procedure: it tries whatever people may try, and what must always hold is asked after each try."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.deadlines.rules import Calendar, bundled_years, read_year
from minsheng.kernel.procedures.examples import Example, ExampleStep, local, perform_step
from minsheng.kernel.procedures.interpreter import apply
from minsheng.kernel.procedures.schema import STAY, Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from tests.kernel.procedures import invariants
from tests.kernel.procedures.acting import BEGINNINGS, Trier

NUMBERS = st.integers(0, 1_000_000)
CALENDAR = Calendar(bundled_years()).with_fallback()
OFF = (
    ("元旦", "2027-01-01", "2027-01-12"),
    ("春节", "2027-02-05", "2027-02-11"),
    ("清明节", "2027-04-05", "2027-04-05"),
    ("劳动节", "2027-05-01", "2027-05-05"),
    ("端午节", "2027-06-09", "2027-06-09"),
    ("中秋节", "2027-09-15", "2027-09-15"),
    ("国庆节", "2027-10-01", "2027-10-07"),
)
LATER = Calendar(bundled_years() | {2027: read_year(2027, OFF, ["2027-01-17"], "made up")}).with_fallback()
"""The calendar once 2027 is announced: other days off than anybody guessed."""


def replayed(procedure: Procedure, acts: list[Done], calendar: Calendar) -> Snapshot:
    """What acts lead to, from nothing."""
    snapshot = Snapshot()
    for done in acts:
        apply(procedure, snapshot, done, calendar)
    return snapshot


def local_step(step: ExampleStep) -> ExampleStep:
    """A step of a worked example with its instant."""
    return step.model_copy(update={"at": local(step.at)})


class LifeMachine(RuleBasedStateMachine):
    """The life of one case. A subclass names the procedure."""

    procedure: ClassVar[Procedure]
    tally: ClassVar[Counter[str]]
    """How often each act was accepted, over all lives."""
    reached: ClassVar[set[str]]
    """States of all lives."""
    stories: ClassVar[list[Example]] = []
    """Worked examples: half of the lives begin where one of them has led, so that what lies deep is tried as well."""

    def __init__(self) -> None:
        super().__init__()
        self._begin()

    def _begin(self) -> None:
        self.snapshot = Snapshot()
        self.tries = 0
        self.accepted: list[Done] = []
        self.handled: set[int] = set()
        self.seen: set[str] = set()
        self.now = BEGINNINGS[0]

    @initialize(number=NUMBERS)
    def file(self, number: int) -> None:
        """Open the case, and perhaps let a worked example go on with it for a while."""
        story = self.stories[number // 2 % len(self.stories)].steps if self.stories and number % 2 else []
        step = local_step(story[0]) if story else Trier(self.procedure, number).birth()
        self.now = step.at
        self._try(step)
        assert self.snapshot.state == self.procedure.initial
        for step in map(local_step, story[1 : Random(number).randint(1, max(len(story), 1))]):
            self.now = step.at
            self._try(step)

    @rule(number=NUMBERS)
    def act(self, number: int) -> None:
        """Somebody tries something. Where nothing leads on from an end, another case begins."""
        opened = self.procedure.acts_from(self.snapshot.state)
        if all(act.to == STAY for act in opened.values()):
            self.teardown()
            self._begin()
            self.file(number)
            return
        self.tries += 1
        done = Counter(done.key for done in self.accepted)
        step = Trier(self.procedure, number * 1000 + self.tries).step(self.snapshot, self.now, self.seen, done)
        self.now = step.at
        self._try(step)

    def _try(self, step: ExampleStep) -> None:
        note(f"{step.at} {step.act} by {step.by} account {step.account} unit {step.unit}: {step.data}")
        before = self.snapshot.copy()
        try:
            done = perform_step(self.procedure, self.snapshot, step, CALENDAR)
        except (Refusal, Refusals):
            assert self.snapshot == before
            return
        self.tally[step.act] += 1
        self.accepted.append(done)
        self.seen.add(self.snapshot.state)
        self.reached.add(self.snapshot.state)
        invariants.check_step(self.procedure, before, self.snapshot, done, step, self.handled)
        invariants.check_state(self.procedure, self.snapshot, CALENDAR)
        self.handled |= invariants.handlers(self.procedure, done)

    def teardown(self) -> None:
        """The acts alone give the case again, each time; and on another calendar they are never refused."""
        for _ in range(2):
            assert replayed(self.procedure, self.accepted, CALENDAR) == self.snapshot
        later = replayed(self.procedure, self.accepted, LATER)
        assert (later.state, later.seq) == (self.snapshot.state, self.snapshot.seq)
        if later.state:
            invariants.check_state(self.procedure, later, LATER)
