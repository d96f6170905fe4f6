"""The story of a hotline order: what operators, dispatchers, units, reviewers, callers and the reporter do with it."""

from __future__ import annotations

from collections.abc import Callable

from minsheng.demo.simulation.hotline_answer import Answering
from minsheng.demo.simulation.hotline_dispatch import Dispatching
from minsheng.demo.simulation.hotline_handling import Handling
from minsheng.demo.simulation.scene import Scene
from minsheng.demo.simulation.stage import Move, Story

MOST_MOVES = 40


class HotlineStory:
    """Goes from state to state until nobody has anything left to do."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        dispatching, handling, answering = Dispatching(scene), Handling(scene), Answering(scene)
        self._moves: dict[str, Callable[[], Move]] = {
            "created": dispatching.created,
            "dispatched": dispatching.dispatched,
            "disputed": dispatching.disputed,
            "handling": handling.handling,
            "asking": handling.asking,
            "answered": answering.answered,
            "calling_back": answering.calling_back,
            "closed": answering.closed,
            "exempted": answering.exempted,
            "redirected": answering.redirected,
        }

    def steps(self) -> Story:
        """All steps of the story."""
        for _ in range(MOST_MOVES):
            move = self._moves.get(self.scene.case.state)
            if move is None or not (yield from move()):
                return
