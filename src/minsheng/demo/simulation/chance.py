"""Chance with a memory of what must happen: the same seed tells the same stories."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from minsheng.base.ids import ALPHABET, RANDOM_LENGTH

T = TypeVar("T")

_TAILS = len(ALPHABET) ** RANDOM_LENGTH
_STRIDE = 16_180_339  # no multiple of 31, so every number below the count of tails gets a tail of its own


def stream(*parts: object) -> random.Random:
    """A source of chance of its own for whatever the parts name."""
    return random.Random(":".join(map(str, parts)))  # noqa: S311 - a simulation, not a secret


class Dice(random.Random):
    """Chance for one case. ``fate`` names what must happen to it whatever the odds (``no …``: what must not)."""

    fate: frozenset[str] = frozenset()

    @classmethod
    def with_fate(cls, seed: str, fate: frozenset[str]) -> Dice:
        """Dice of a seed that know what must happen."""
        made = cls(seed)
        made.fate = fate
        return made

    def happens(self, name: str, odds: float) -> bool:
        """Whether ``name`` happens: by fate, or with these odds. Draws once either way."""
        drawn = self.random() < odds
        return (drawn or name in self.fate) and f"no {name}" not in self.fate

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One of ``items`` by weight."""
        return self.choices(items, weights)[0]


class Firsts:
    """Remembers what has been asked for already."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, name: str) -> bool:
        """Whether this is the first time that ``name`` is asked for."""
        fresh = name not in self._seen
        self._seen.add(name)
        return fresh


class Tail:
    """Draws the characters of a case's code from its number: no two numbers give the same, whatever the day."""

    def __init__(self, seed: int, number: int) -> None:
        self._left = (number * _STRIDE + seed) % _TAILS

    def choice(self, seq: Sequence[str], /) -> str:
        """The next character."""
        self._left, place = divmod(self._left, len(seq))
        return seq[place]
