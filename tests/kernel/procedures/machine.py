"""One driver for any procedure: it tries whatever people may try, and what must always hold is asked after each try."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.deadlines.rules import Calendar, bundled_years, read_year
from minsheng.kernel.procedures.examples import ExampleStep, perform_step
from minsheng.kernel.procedures.interpreter import apply
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from tests.kernel.procedures import acting, invariants

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


class LifeMachine(RuleBasedStateMachine):
    """The life of one case. A subclass names the procedure."""

    procedure: ClassVar[Procedure]

    def __init__(self) -> None:
        super().__init__()
        self.snapshot = Snapshot()
        self.accepted: list[Done] = []
        self.handled: set[int] = set()
        self.seen: set[str] = set()
        self.now = acting.BEGINNINGS[0]

    @initialize(data=st.data(), begin=st.sampled_from(acting.BEGINNINGS))
    def file(self, data: st.DataObject, begin: datetime) -> None:
        """Open the case."""
        self.now = begin
        born = dict(data.draw(acting.births(self.procedure)))
        self._try(ExampleStep(act=self.procedure.opening, at=begin, by=["filer"], data=born))
        assert self.snapshot.state == self.procedure.initial

    @precondition(lambda self: self.snapshot.state != "")
    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        """Somebody tries something."""
        key = data.draw(acting.acts(self.procedure, self.snapshot.state, frozenset(self.seen)))
        spec = self.procedure.act[key]
        step = ExampleStep(
            act=key,
            at=data.draw(acting.moments(self.snapshot, self.now)),
            by=data.draw(acting.functions(self.procedure, spec)),
            account=data.draw(st.sampled_from([*acting.ACCOUNTS, None])),
            unit=data.draw(st.sampled_from([*self.snapshot.co_unit_ids, self.snapshot.lead_unit_id])),
            data=data.draw(acting.inputs(self.procedure, spec)),
        )
        self.now = step.at
        self._try(step)

    def _try(self, step: ExampleStep) -> None:
        before = self.snapshot.copy()
        try:
            done = perform_step(self.procedure, self.snapshot, step, CALENDAR)
        except (Refusal, Refusals):
            event(f"refused {step.act}")
            assert self.snapshot == before
            return
        event(f"accepted {step.act}")
        self.accepted.append(done)
        self.seen.add(self.snapshot.state)
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
