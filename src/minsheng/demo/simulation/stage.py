"""Where a story is played: on a case in memory, or on a stored one. Both refuse what the procedure forbids."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.advancing import advance_checked
from minsheng.kernel.cases.intake import Opening
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.sweeping import climbed, rungs
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Snapshot

CLOCKWORK = Actor.system("job")
SWEEP_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Step:
    """One act that a story wants: when, by whom, with what.

    Values of ``data`` that are functions are asked only when the act is done (no upload is made in vain). With ``when``
    the step is left out if that says no at its time.
    """

    at: datetime
    by: Actor
    act: str
    data: dict[str, Any] = field(default_factory=dict)
    when: Callable[[], bool] | None = None


Story = Generator[Step, bool, None]
"""Yields steps in the order of their times; is sent back whether the step was done."""
Move = Generator[Step, bool, bool]
"""A stretch of a story within one state; returns whether anything was done."""


class Stage(Protocol):
    """One case on which a story is played."""

    case_id: int
    procedure: Procedure

    @property
    def snapshot(self) -> Snapshot:
        """The case as it is now."""

    def do(self, step: Step) -> None:
        """Do the act, or raise what the service raises."""


class Rehearsal:
    """A case in memory."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.case_id = opening.case_id
        self.procedure = opening.procedure

    @property
    def snapshot(self) -> Snapshot:
        """The case as it is now."""
        return self.opening.snapshot

    def do(self, step: Step) -> None:
        """Do the act in memory, checked as on a stored case."""
        advance_checked(self.opening, by=step.by, act=step.act, at=step.at, data=step.data)


class Live:
    """A stored case: every act goes through ``perform``. For cases that are merged, where one act leads to another."""

    def __init__(self, case: Case, procedure: Procedure) -> None:
        self.case_id = case.pk
        self.procedure = procedure
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The case as it is stored."""
        if self._snapshot is None:
            with transaction.atomic():
                look_as_system()
                self._snapshot = load_snapshot(Case.objects.get(pk=self.case_id))
        return self._snapshot

    def forget(self) -> None:
        """Read the case again when it is next asked for: another case's act may have moved it."""
        self._snapshot = None

    def do(self, step: Step) -> None:
        """Do the act."""
        perform(by=step.by, case_id=self.case_id, act=step.act, at=step.at, data=step.data)
        self.forget()


def play(stage: Stage, story: Story, until: datetime, stop: Callable[[Snapshot], bool] | None = None) -> None:
    """Play a story to its end, to the instant ``until``, or to the moment at which ``stop`` says yes."""
    went: bool | None = None
    while True:
        try:
            step = next(story) if went is None else story.send(went)
        except StopIteration:
            return
        if step.at > until:
            return
        went = take(stage, step)
        if stop is not None and stop(stage.snapshot):
            return


def take(stage: Stage, step: Step) -> bool:
    """Do a step, and before it what the sweep would have done by then. False when the step was left out."""
    for escalation in missed(stage, step.at):
        stage.do(escalation)
    if step.when is not None and not step.when():
        return False
    try:
        stage.do(replace(step, data={name: it() if callable(it) else it for name, it in step.data.items()}))
    except Refusal as refusal:
        refusal.add_note(f"{stage.case_id}: {step.act} at {step.at} in {stage.snapshot.state}")
        raise
    return True


def missed(stage: Stage, until: datetime) -> Iterator[Step]:
    """The escalations that the sweep, which runs every five minutes, would have done before ``until``."""
    snapshot, procedure = stage.snapshot, stage.procedure
    calendar = current_calendar().with_fallback()
    reached: list[tuple[datetime, int, str, str]] = []
    for ladder in procedure.ladder:
        index = snapshot.running(ladder.clock)
        clock = snapshot.clocks[index] if index is not None else None
        if clock is None or clock.due_at is None or clock.due_at >= until:
            continue
        steps = enumerate(rungs(ladder, clock.due_at, calendar), 1)
        done = climbed(clock.warned)
        reached += [(at + SWEEP_EVERY / 2, number, ladder.act, ladder.clock) for number, at in steps if number > done]
    for at, number, act, key in sorted(reached):
        moment = max(at, snapshot.acted_at or at)
        if moment < until:
            yield Step(moment, CLOCKWORK, act, {"step": number, "late_clock": key})
