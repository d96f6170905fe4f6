"""Naive Bayes over search terms: learns from texts with a class, and says why it thinks what it thinks. No Django.

Each term of a text counts once. The sum of evidence is divided by the square root of the number of terms, since the
terms of a long text repeat one another: without that a page of text is always "certain". Classes are any integers.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Sample = tuple[Sequence[str], int]
"""Terms of a text, and its class."""

MOST_TERMS = 30_000
_LEAST_SEEN = 2
_SMOOTHING = 0.2
_SHARPNESS = (0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0)
_EVERY = 5


@dataclass(frozen=True, slots=True)
class Guess:
    """A class, how probable it is, and the terms that spoke most for it."""

    category: int
    probability: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bayes:
    """A trained model: ``weights`` has a row of log-likelihoods for each term and a column for each class."""

    classes: tuple[int, ...]
    priors: Floats
    terms: dict[str, int]
    weights: Floats
    sharpness: float

    def rows(self, terms: Sequence[str]) -> list[int]:
        """Rows of the terms that the model knows."""
        known = self.terms
        return [known[term] for term in terms if term in known]

    def probabilities(self, rows: Sequence[int]) -> npt.NDArray[np.float64]:
        """How probable each class is for a text with the terms of these rows."""
        scores = self.priors.astype(np.float64)
        if rows:
            scores += self.weights[rows].sum(axis=0) * (self.sharpness / math.sqrt(len(rows)))
        powers = np.exp(scores - scores.max())
        shares: npt.NDArray[np.float64] = powers / powers.sum()
        return shares

    def guess(self, terms: Sequence[str], limit: int = 3, explaining: int = 5) -> list[Guess]:
        """The most probable classes, best first; nothing when no term of the text is known.

        ``explaining`` is the number of terms that are named as reasons; none are looked for when it is 0.
        """
        rows = self.rows(terms)
        if not rows:
            return []
        shares = self.probabilities(rows)
        best = np.argsort(-shares)[:limit].tolist()
        found = [term for term in terms if term in self.terms] if explaining else []
        return [Guess(self.classes[at], float(shares[at]), self._speaking(found, rows, at, explaining)) for at in best]

    def _speaking(self, found: Sequence[str], rows: Sequence[int], column: int, limit: int) -> tuple[str, ...]:
        """Terms by how much more likely they are in this class than on average over all."""
        if not limit:
            return ()
        weights = self.weights[rows]
        favour = weights[:, column] - weights.mean(axis=1)
        return tuple(found[at] for at in np.argsort(-favour)[:limit] if favour[at] > 0)

    def pack(self) -> bytes:
        """Terms and weights in a compact form for storing; two bytes a weight."""
        words = "\n".join(self.terms).encode()
        return zlib.compress(len(words).to_bytes(4, "big") + words + self.weights.astype(np.float16).tobytes(), 9)


def unpack(packed: bytes, classes: Sequence[int], priors: Sequence[float], sharpness: float) -> Bayes:
    """The model that ``Bayes.pack`` packed."""
    content = zlib.decompress(packed)
    end = 4 + int.from_bytes(content[:4], "big")
    words = content[4:end].decode().split("\n")
    weights = np.frombuffer(content[end:], dtype=np.float16).reshape(len(words), len(classes)).astype(np.float32)
    terms = {word: row for row, word in enumerate(words)}
    return Bayes(tuple(classes), np.array(priors, dtype=np.float32), terms, weights, sharpness)


def fit(samples: Iterable[Sample], sharpness: float = 1.0) -> Bayes:
    """Learn from samples. Raises ValueError when there are none, or no term occurs twice."""
    words, sizes, table = _counted(samples)
    classes = tuple(sorted(sizes))
    priors = np.array([sizes[category] for category in classes], dtype=np.float64) / sizes.total()
    often = np.flatnonzero(table.sum(axis=1) >= _LEAST_SEEN)
    if not often.size:
        raise ValueError("nothing to learn from")
    kept = often[np.argsort(-_telling(table[often], priors), kind="stable")[:MOST_TERMS]]
    smoothed = table[kept] + _SMOOTHING
    weights = (np.log(smoothed) - np.log(smoothed.sum(axis=0))).astype(np.float32)
    terms = {words[at]: row for row, at in enumerate(kept)}
    return Bayes(classes, np.log(priors).astype(np.float32), terms, weights, sharpness)


def _counted(samples: Iterable[Sample]) -> tuple[list[str], Counter[int], npt.NDArray[np.float64]]:
    """All terms, the samples of each class, and how often each term (row) occurs in each class (column, sorted)."""
    numbers: dict[str, int] = {}
    seen: dict[int, array[int]] = {}
    sizes: Counter[int] = Counter()
    for words, category in samples:
        seen.setdefault(category, array("i")).extend([numbers.setdefault(word, len(numbers)) for word in words])
        sizes[category] += 1
    table = np.zeros((len(numbers), len(seen)))
    for column, category in enumerate(sorted(seen)):
        table[:, column] = np.bincount(np.array(seen[category], dtype=np.intp), minlength=len(numbers))
    return list(numbers), sizes, table


def _telling(table: npt.NDArray[np.float64], priors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How much each term tells about the class (log-likelihood ratio against mere chance)."""
    expected = table.sum(axis=1, keepdims=True) * priors
    parts = table * np.log(np.where(table > 0, table, 1.0) / expected)
    ratio: npt.NDArray[np.float64] = np.where(table > 0, parts, 0.0).sum(axis=1)
    return ratio


@dataclass(frozen=True, slots=True)
class Trained:
    """A model of all samples, and how one of four fifths of them did on the last fifth."""

    model: Bayes
    samples: int
    held_out: int
    right: int


def train(samples: Sequence[Sample]) -> Trained:
    """Learn from all samples, after measuring on every fifth one and choosing there how sharp probabilities shall be.

    Raises ValueError like ``fit``. The same samples in the same order give the same model.
    """
    held = samples[_EVERY - 1 :: _EVERY]
    if not held:
        return Trained(fit(samples), len(samples), 0, 0)
    trial = fit(sample for at, sample in enumerate(samples) if at % _EVERY != _EVERY - 1)
    known = [
        (trial.rows(terms), trial.classes.index(category)) for terms, category in held if category in trial.classes
    ]
    trial = min((replace(trial, sharpness=value) for value in _SHARPNESS), key=lambda model: _surprise(model, known))
    right = sum(int(trial.probabilities(rows).argmax()) == column for rows, column in known)
    return Trained(fit(samples, trial.sharpness), len(samples), len(held), right)


def _surprise(model: Bayes, known: Sequence[tuple[Sequence[int], int]]) -> float:
    """Log loss over all: small when probabilities are as high as they deserve."""
    return -sum(math.log(max(model.probabilities(rows)[column], 1e-12)) for rows, column in known)
