"""Playing the story of a dispute: on a case in memory, then on the stored one, with all that time brings about."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.simulation.stage import CLOCKWORK, Stage, Step, missed

SWEPT_AFTER = timedelta(minutes=3)


class OvertakenError(Exception):
    """Thrown into a story whose case has moved on by itself, since time ran out."""


Telling = Generator[Step, None, None]
"""Yields steps in the order of their times."""


class Thread:
    """A dispute and its story, as far as they are told. ``last`` is the key of the last act, ``data`` what it said."""

    def __init__(self, tale: Tale, story: Telling) -> None:
        """The story begins when it is first gone on with."""
        self.tale = tale
        self.last = ""
        self.data: dict[str, Any] = {}
        self._story = story
        self._step: Step | None = None
        self._went: bool | None = None
        self._over = False

    def go_on(self, until: datetime, pause: Callable[[Thread], bool]) -> None:
        """Tell on to the end of the story, to the instant ``until``, or until ``pause`` says yes after an act.

        The next step is asked for only when the story goes on: what the last act led to elsewhere has happened by then.
        """
        while not self._over:
            self._step = self._next()
            if self._step is None or self._step.at > until:
                self._over = True
                return
            self._went = self._take(self._step)
            if pause(self):
                return

    def _next(self) -> Step | None:
        try:
            if self._went is None:
                return next(self._story)
            return self._story.send(None) if self._went else self._story.throw(OvertakenError())
        except StopIteration:
            return None

    def _take(self, step: Step) -> bool:
        stage = self.tale.stage
        if stage is None:
            raise RuntimeError("the case is not opened yet")
        if overtaken(stage, step.at):
            return False
        if not step.act:
            return True
        at = max(step.at, stage.snapshot.acted_at or step.at)
        data = {name: it() if callable(it) else it for name, it in step.data.items()}
        try:
            stage.do(replace(step, at=at, data=data))
        except (Refusal, Refusals) as refusal:
            plot = self.tale.plot
            refusal.add_note(
                f"{plot.procedure} {plot.number}: {step.act} at {at} in {stage.snapshot.state} {plot.fate}"
            )
            raise
        self.last, self.data = step.act, data
        return True


def overtaken(stage: Stage, until: datetime) -> bool:
    """Do what time alone brings about before an instant; whether the case is in another state now."""
    state = stage.snapshot.state
    due = [*missed(stage, until), *_lapses(stage, until)]
    for step in sorted(due, key=lambda it: it.at):
        stage.do(replace(step, at=max(step.at, stage.snapshot.acted_at or step.at)))
        if stage.snapshot.state != state:
            return True
    return False


def _lapses(stage: Stage, until: datetime) -> Iterator[Step]:
    """What the sweep does about clocks after which something lapses."""
    snapshot = stage.snapshot
    for clock in snapshot.clocks:
        lapse = stage.procedure.clock[clock.key].lapse
        if lapse is None or clock.stopped_at is not None or clock.due_at is None:
            continue
        at = max(clock.due_at + SWEPT_AFTER, snapshot.acted_at or clock.due_at)
        if at < until:
            yield Step(at, CLOCKWORK, lapse)
