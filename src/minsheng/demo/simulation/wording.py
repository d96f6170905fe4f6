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
        self._said = rng.randrange(len(matter.say))
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
        return self._filled(self._fitting(self._matter.titles))

    def body(self) -> str:
        """The report itself, as a caller would put it."""
        own = self._matter.kind if self._topic.realm == "hotline" else "grid"
        words = phrases()
        said = self._fitting(self._matter.say)
        opening = self._rng.choice(words["open"][self._topic.realm])
        if any(f"{{{slot}}}" in opening and f"{{{slot}}}" in said[:12] for slot in ("c", "b")):
            opening = ""  # nobody names the compound twice in one breath
        return self._filled(opening + said + self._rng.choice(words["close"][own]))

    def answer(self, result: str, unit: str, at: datetime, *, again: bool = False) -> str:
        """The unit's answer; what it says fits the ``result``."""
        words = phrases()["answer"]
        talk = "" if self._is_on_site else "_talk"
        if result == "solved" and again:
            told = self._rng.choice(words["again_done"])
        elif result == "solved" or (self._is_talk and result == "explained"):
            told = self._fitting(self._matter.done)
        else:
            told = self._rng.choice(words[result])
        opening = self._rng.choice(words["again" if again else f"open{talk}"])
        closing = self._rng.choice(words[f"close{talk}"])
        return self._filled(opening + told + closing, unit=unit, year=str(at.year + 1))

    @property
    def _is_talk(self) -> bool:
        """Whether it is settled by talking: nobody goes and looks."""
        return self._matter.kind in {"consultation", "praise"}

    @property
    def _is_on_site(self) -> bool:
        """Whether it is about a place at which one can go and look."""
        said = self._matter.say[self._said]
        return not self._is_talk and any(slot in said for slot in ("{c}", "{b}", "{s}", "{u}"))

    def _fitting(self, texts: tuple[str, ...]) -> str:
        """The text that belongs to what was said, where there is one for each; else any of them."""
        return texts[self._said] if len(texts) == len(self._matter.say) else self._rng.choice(texts)

    def result(self) -> str:
        """What was done about a grid event."""
        return self._filled(self._fitting(self._matter.done))

    def note(self, key: str, **slots: str) -> str:
        """A note of the realm's own section, or of the common one; where nobody goes and looks, one that fits that."""
        words = phrases()
        section = words["grid_note"] if self._topic.realm == "grid" and key in words["grid_note"] else words["note"]
        fits = self._is_on_site if key == "contact" else not self._is_talk
        name = key if fits or f"{key}_talk" not in section else f"{key}_talk"
        return self._filled(self._rng.choice(section[name]), **slots)

    def _filled(self, text: str, **slots: str) -> str:
        return text.format_map({**self._slots, **slots})
