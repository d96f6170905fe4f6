"""Many texts as numbers: what the search for groups works on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from minsheng.kernel.cases.likeness import POWER, UNSEEN, Spot

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Corpus:
    """Reports in the order of their filing; terms are kept as numbers, since texts would fill a machine."""

    spots: list[Spot] = field(default_factory=list)
    rows: list[npt.NDArray[np.int32]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, terms: Iterable[str], spot: Spot) -> None:
        """One more report. Single characters are ends of runs and say nothing: they are left out."""
        numbers = self.numbers
        row = {numbers.setdefault(term, len(numbers)) for term in terms if len(term) > 1}
        self.rows.append(np.array(sorted(row), dtype=np.int32))
        self.spots.append(spot)

    def counts(self) -> Ints:
        """In how many texts each term stands."""
        if not self.rows:
            return np.zeros(0, dtype=np.int64)
        return np.bincount(np.concatenate(self.rows), minlength=len(self.numbers)).astype(np.int64)


def weights(counts: Ints, documents: int) -> Floats:
    """``likeness.weight_of`` for many terms at once."""
    found: Floats = np.log1p((documents + UNSEEN) / (counts + 1)) ** POWER
    return found
