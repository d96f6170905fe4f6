"""Putting words together: a report, an answer, a note, from the texts of the catalogue and of ``wording.toml``."""

from __future__ import annotations

import random
import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from minsheng.demo.matters.catalogue import Matter, Topic
from minsheng.demo.simulation.places import Spot


@cache
def phrases() -> dict[str, dict[str, Any]]:
    """All phrases by section and key."""
    return tomllib.loads((files(__package__) / "wording.toml").read_text(encoding="utf-8"))


class Wording:
    """Speaks for everybody in one case. The slots are drawn once, so that a case keeps its building and its numbers."""

    def __init__(self, rng: random.Random, topic: Topic, matter: Matter, spot: Spot) -> None:
        self._rng = rng
        self._topic = topic
        self._matter = matter
        fill = phrases()["fill"]
        self._slots = {
            "c": spot.compound,
            "b": spot.building,
            "u": spot.entrance,
            "s": spot.spot,
            "w": spot.community_name,
            "d": rng.choice(fill["days"]),
            "n": rng.choice(fill["households"]),
            "t": rng.choice(fill["times"]),
            "m": rng.choice(fill["sizes"]),
            "topic": topic.name,
        }

    def title(self) -> str:
        """The title of the report."""
        return self._filled(self._rng.choice(self._matter.titles))

    def body(self) -> str:
        """The report itself, as a caller would put it."""
        own = self._matter.kind if self._topic.realm == "hotline" else "grid"
        words = phrases()
        said = self._rng.choice(self._matter.say)
        opening = self._rng.choice(words["open"][self._topic.realm])
        if any(f"{{{slot}}}" in opening and said.startswith(f"{{{slot}}}") for slot in ("c", "b")):
            opening = ""  # nobody names the compound twice in one breath
        return self._filled(opening + said + self._rng.choice(words["close"][own]))

    def answer(self, result: str, unit: str, at: datetime, *, again: bool = False) -> str:
        """The unit's answer; what it says fits the ``result``."""
        words = phrases()["answer"]
        done = self._rng.choice(self._matter.done if result == "solved" else words.get(result, self._matter.done))
        if result == "explained" and self._matter.kind == "consultation":
            done = self._rng.choice(self._matter.done)
        opening = self._rng.choice(words["again" if again else "open"])
        return self._filled(opening + done + self._rng.choice(words["close"]), unit=unit, year=str(at.year + 1))

    def result(self) -> str:
        """What was done about a grid event."""
        return self._filled(self._rng.choice(self._matter.done))

    def note(self, key: str, **slots: str) -> str:
        """A note of the section of the topic's realm, or of the common one."""
        words = phrases()
        section = words["grid_note"] if self._topic.realm == "grid" and key in words["grid_note"] else words["note"]
        return self._filled(self._rng.choice(section[key]), **slots)

    def _filled(self, text: str, **slots: str) -> str:
        return text.format_map({**self._slots, **slots})
