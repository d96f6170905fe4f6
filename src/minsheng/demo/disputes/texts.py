"""Putting words together for disputes, from the texts of ``words/``."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from minsheng.demo.simulation.places import Spot


@cache
def texts(name: str) -> dict[str, Any]:
    """A file of ``words/`` by its name."""
    return tomllib.loads((files(__package__) / "words" / f"{name}.toml").read_text(encoding="utf-8"))


class Speech:
    """Speaks for everybody in one dispute. Slots are drawn once, so that a dispute keeps its names and numbers."""

    def __init__(self, rng: random.Random, story: dict[str, Any], spot: Spot, month: int) -> None:
        """``story`` is what it is about: title, body, and what else its procedure says. ``month``: of the filing."""
        self._rng = rng
        self.story = story
        fill = texts("agencies")["fill"]
        low, high = story.get("sum", (0, 0))
        step = 100 if high > 2000 else 10
        self.claimed = rng.randrange(low, high + 1, step) if high else 0
        self.agreed = max(step, int(self.claimed * rng.uniform(0.55, 0.95)) // step * step) if high else 0
        stem = rng.choice(fill["stems"])
        self.organisation = fill["org"][story["org"]].format(stem=stem) if "org" in story else ""
        self._slots = {
            "c": spot.compound,
            "b": spot.building,
            "u": spot.entrance,
            "w": spot.community_name,
            "s": spot.spot,
            "n": str(rng.randint(2, 9)),
            "m": fill["months"][(month - 1 - rng.randint(1, 5)) % 12],
            "d": rng.choice(fill["days"]),
            "sum": f"{self.claimed:,}",
            "agreed": f"{self.agreed:,}",
            "org": self.organisation,
        }

    def tell(self, key: str) -> str:
        """A text of the story itself, such as ``title``, ``body`` or ``terms``."""
        return str(self.story[key]).format_map(self._slots)

    def say(self, section: str, key: str) -> str:
        """A phrase of a section of ``phrases.toml``."""
        found = texts("phrases")[section][key]
        chosen = self._rng.choice(found) if isinstance(found, list) else found
        return str(chosen).format_map({**self._slots, **self._things()})

    def _things(self) -> dict[str, str]:
        record = texts("phrases")["record"]
        return {name: self._rng.choice(record[name]) for name in ("what", "helper")}
