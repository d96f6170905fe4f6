"""Which of many reports are about the same thing. Pure: numpy, no database.

Every text is met with few others: an inverted index over its rarest terms names them. Pairs that are alike enough are
joined, the likest first, so long as the centres of the two groups are alike as well: without that guard a chain of
half-likenesses would tie everything together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minsheng.kernel.cases.corpus import Corpus, Floats, Ints, weights
from minsheng.kernel.cases.grouping import Groups
from minsheng.kernel.cases.likeness import Reach, nearness

ALIKE = 0.15
"""The least score of two reports that are taken for the same matter."""
TELLING = 40
"""How many of a text's rarest terms look for others."""
NEIGHBOURS = 10
"""How many later reports each term of a report is met with: longer lists are chained from one to the next."""
MOST_COMMON = 0.01
"""A term in more than this share of the texts (and in more than 100) tells nothing by itself."""
SHARED = 2
"""How many telling terms a pair must have in common before it is looked at."""


def clusters(
    corpus: Corpus,
    *,
    counts: Ints | None = None,
    documents: int | None = None,
    reach: Reach | None = None,
    together: Iterable[tuple[int, int]] = (),
    smallest: int = 2,
) -> list[list[int]]:
    """Groups of reports (by their place in the corpus) that are about the same thing, the largest first.

    ``counts`` and ``documents``: how common terms are, when the corpus is a part of more. ``together`` are pairs that
    somebody has already joined. Time grows with the number of reports, not with its square.
    """
    known = corpus.counts() if counts is None else counts
    size = max(len(corpus.rows), 1) if documents is None else documents
    worth = weights(known, size)
    groups = Groups(corpus, worth, reach or Reach())
    for one, other in together:
        groups.join(one, other)
    for one, other in alike_pairs(corpus, known, worth, reach or Reach(), size):
        groups.join_if_alike(one, other)
    return sorted((group for group in groups.members() if len(group) >= smallest), key=lambda it: (-len(it), it))


def alike_pairs(
    corpus: Corpus, counts: Ints, worth: Floats, reach: Reach, documents: int, alike: float = ALIKE
) -> list[tuple[int, int]]:
    """Pairs whose score is at least ``alike``, the likest first."""
    sizes = np.array([worth[row].sum() for row in corpus.rows])
    found: list[tuple[float, int, int]] = []
    for one, others in _candidates(corpus, counts, max(100, MOST_COMMON * documents)):
        texts = _overlaps(corpus, worth, sizes, one, others)
        for place in np.flatnonzero(texts >= alike).tolist():
            other = int(others[place])
            score = float(texts[place]) * nearness(corpus.spots[one], corpus.spots[other], reach).factor
            if score >= alike:
                found.append((-score, one, other))
    return [(one, other) for _, one, other in sorted(found)]


@dataclass(frozen=True, slots=True)
class Told:
    """What tells a group: its most typical report (a place in the corpus), and the terms of at least half of them."""

    typical: int
    terms: tuple[str, ...]


def tell(corpus: Corpus, group: Sequence[int], worth: Floats, names: Sequence[str], most: int = 24) -> Told:
    """The report nearest to the centre of a group, and its telling terms, the weightiest first.

    ``names`` are the corpus's terms by their numbers.
    """
    centre = Counter(term for one in group for term in corpus.rows[one].tolist())
    typical = max(group, key=lambda one: _closeness(corpus.rows[one], centre, worth))
    common = [term for term, times in centre.items() if 2 * times >= len(group) and times > 1]
    common.sort(key=lambda term: (-centre[term] * worth[term], names[term]))
    return Told(typical, tuple(names[term] for term in common[:most]))


def _closeness(row: npt.NDArray[np.int32], centre: Counter[int], worth: Floats) -> float:
    length = float(worth[row].sum())
    return sum(centre[term] * float(worth[term]) for term in row.tolist()) / math.sqrt(length) if length else 0.0


def _overlaps(corpus: Corpus, worth: Floats, sizes: Floats, one: int, others: Ints) -> Floats:
    """``likeness.text_likeness`` of one report with each of some others."""
    mine = np.zeros(len(worth))  # calloc: pages that nobody touches cost nothing
    mine[corpus.rows[one]] = worth[corpus.rows[one]]
    rows = [corpus.rows[other] for other in others]
    begins = np.cumsum([0, *(len(row) for row in rows[:-1])])
    shared: Floats = np.add.reduceat(mine[np.concatenate(rows)], begins)
    result: Floats = shared / np.sqrt(sizes[one] * sizes[others])
    return result


def _candidates(corpus: Corpus, counts: Ints, most: float) -> Iterator[tuple[int, Ints]]:
    """For each report the later ones that share some telling terms with it."""
    codes = _blocked(corpus, counts, most)
    if not len(codes):
        return
    pairs, times = np.unique(codes, return_counts=True)
    pairs = pairs[times >= SHARED]
    ones, others = np.divmod(pairs, len(corpus.rows))
    starts = np.flatnonzero(np.r_[True, ones[1:] != ones[:-1]]) if len(ones) else np.zeros(0, dtype=np.int64)
    for start, end in zip(starts, [*starts[1:], len(ones)], strict=True):
        yield int(ones[start]), others[start:end]


def _blocked(corpus: Corpus, counts: Ints, most: float) -> Ints:
    """A number for each pair and each telling term by which the two meet."""
    telling = [_telling(row, counts, most) for row in corpus.rows]
    if not telling:
        return np.zeros(0, dtype=np.int64)
    terms = np.concatenate(telling).astype(np.int64)
    rows = np.repeat(np.arange(len(telling)), [len(row) for row in telling])
    order = np.argsort(terms, kind="stable")
    terms, rows = terms[order], rows[order]
    codes = []
    for step in range(1, min(NEIGHBOURS, len(terms) - 1) + 1):
        same = terms[step:] == terms[:-step]
        codes.append(rows[:-step][same] * len(telling) + rows[step:][same])
    return np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64)


def _telling(row: npt.NDArray[np.int32], counts: Ints, most: float) -> npt.NDArray[np.int32]:
    common = counts[row]
    fit = row[(common >= SHARED) & (common <= most)]
    return fit if len(fit) <= TELLING else fit[np.argsort(counts[fit], kind="stable")[:TELLING]]
