"""Groups of reports that grow together, and the guard against chains of half-likenesses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from minsheng.kernel.cases.corpus import Corpus, Floats
from minsheng.kernel.cases.likeness import Reach, Spot, metres_between

CENTRES_ALIKE = 0.2
"""The least likeness of the texts of two groups that are joined."""


class Groups:
    """Groups that grow together; each knows its centre, the sum of its texts, and the centre's squared length."""

    def __init__(self, corpus: Corpus, worth: Floats, reach: Reach) -> None:
        self._corpus, self._worth, self._reach = corpus, worth, reach
        self._parent: dict[int, int] = {}
        self._held: dict[int, list[int]] = {}
        self._centres: dict[int, dict[int, int]] = {}
        self._lengths: dict[int, float] = {}
        self._refused: set[tuple[int, int]] = set()

    def members(self) -> Iterator[list[int]]:
        """All groups of two or more."""
        return (sorted(group) for group in self._held.values() if len(group) > 1)

    def join_if_alike(self, one: int, other: int) -> None:
        """Join the groups of two reports unless their centres tell different things. Asked once for two groups."""
        first, second = sorted((self._root(one), self._root(other)))
        if first == second or (first, second) in self._refused:
            return
        shared = self._shared(first, second)
        alike = shared >= CENTRES_ALIKE * math.sqrt(self._lengths[first] * self._lengths[second])
        if alike and self._are_near(first, second):
            self._unite(first, second, shared)
        else:
            self._refused.add((first, second))

    def join(self, one: int, other: int) -> None:
        """Join the groups of two reports."""
        first, second = self._root(one), self._root(other)
        if first != second:
            self._unite(first, second, self._shared(first, second))

    def _unite(self, first: int, second: int, shared: float) -> None:
        if len(self._held[first]) < len(self._held[second]):
            first, second = second, first
        self._parent[second] = first
        self._held[first] += self._held.pop(second)
        self._lengths[first] += self._lengths.pop(second) + 2 * shared
        centre = self._centres[first]
        for term, times in self._centres.pop(second).items():
            centre[term] = centre.get(term, 0) + times

    def _root(self, one: int) -> int:
        if one not in self._parent:
            row = self._corpus.rows[one]
            self._parent[one] = one
            self._held[one] = [one]
            self._centres[one] = dict.fromkeys(row.tolist(), 1)
            self._lengths[one] = float(self._worth[row].sum())
        while self._parent[one] != one:
            self._parent[one] = one = self._parent[self._parent[one]]
        return one

    def _shared(self, one: int, other: int) -> float:
        first, second = self._centres[one], self._centres[other]
        if len(first) > len(second):
            first, second = second, first
        common = [term for term in first if term in second]
        times = np.array([first[term] * second[term] for term in common], dtype=np.float64)
        return float(times @ self._worth[common]) if common else 0.0

    def _are_near(self, one: int, other: int) -> bool:
        first, second = (_middle([self._corpus.spots[it] for it in self._held[root]]) for root in (one, other))
        metres = metres_between(first, second) if first and second else None
        return metres is None or metres <= 2 * self._reach.metres


def _middle(spots: Sequence[Spot]) -> Spot | None:
    """The mean of the points; None without any."""
    lons, lats = [it.lon for it in spots if it.lon is not None], [it.lat for it in spots if it.lat is not None]
    return Spot(spots[0].at, math.fsum(lons) / len(lons), math.fsum(lats) / len(lats)) if lons else None
