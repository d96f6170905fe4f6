"""Several cases about the same thing, played together in the order of time: later ones are merged into the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.stage import Live, Step, Story, take
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.intake import Opening, store_openings

_MERGERS = {"hotline": "dispatcher", "grid": "street_dispatcher"}


@dataclass(slots=True)
class _Thread:
    """One case of the group, and the next step that its story wants."""

    stage: Live
    story: Story
    step: Step | None

    def go_on(self, went: bool) -> None:
        """Take the story on by one step."""
        try:
            self.step = self.story.send(went)
        except StopIteration:
            self.step = None


class Group:
    """Plays one group. All of it is one transaction of the caller."""

    def __init__(
        self,
        scenes: list[Scene],
        until: datetime,
        open_at: Callable[[Scene], Opening],
        story_of: Callable[[Scene], Story],
    ) -> None:
        """``open_at`` opens a scene's case at its time; ``story_of`` tells the story of one that is not merged."""
        self._waiting = list(scenes)
        self._until = until
        self._open_at = open_at
        self._story_of = story_of
        self._threads: list[_Thread] = []

    def play(self) -> None:
        """File and act in the order of time until ``until``."""
        while True:
            thread = min((it for it in self._threads if it.step), key=_time, default=None)
            filing = self._waiting[0].spec.filed_at if self._waiting else None
            if filing is not None and (thread is None or filing <= _time(thread)):
                if filing > self._until:
                    self._waiting.clear()
                    continue
                self._file(self._waiting.pop(0))
            elif thread is not None:
                self._act(thread)
            else:
                return

    def _file(self, scene: Scene) -> None:
        with transaction.atomic():
            look_as_system()
            opening = self._open_at(scene)
            stage = Live(store_openings([opening])[0], opening.procedure)
        scene.stage = stage
        story = self._merged(scene, self._threads[0].stage) if self._threads else self._story_of(scene)
        self._threads.append(_Thread(stage, story, next(story, None)))

    def _act(self, thread: _Thread) -> None:
        step = thread.step
        if step is None or step.at > self._until:
            thread.step = None
            return
        went = take(thread.stage, step)
        for other in self._threads:
            other.stage.forget()
        thread.go_on(went)

    def _merged(self, scene: Scene, main: Live) -> Story:
        """A clerk sees that it is the same thing, if the first case still runs."""
        by = scene.for_area(_MERGERS[scene.spec.realm])
        at = scene.hours.at_once(scene.now, 6, 90)
        step = scene.step(at, by, "merge", into=main.case_id, reason=scene.words.note("merge"))
        if (yield Step(step.at, step.by, step.act, step.data, lambda: main.snapshot.closed_at is None)):
            return
        yield from self._story_of(scene)


def _time(thread: _Thread) -> datetime:
    if thread.step is None:
        raise ValueError("the story is over")
    return thread.step.at
