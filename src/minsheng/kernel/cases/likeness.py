"""How alike two matters are: by their words, by place and by time. Pure: no Django, no database.

``score = text × place × time``, each between 0 and 1, each with its reason:

- *text*: the weight of the terms that both share, over the geometric mean of the weights of all terms of each (a
  weighted Ochiai overlap). 1 for the same terms, 0 for none in common. Rare terms weigh more, see ``Rarity``.
- *place*: with two points ``1 - 0.3 × metres / reach``, and 0 beyond the reach; else 0.9 in the same community or with
  words of the address in common, 0 in two known communities without, and 0.8 where one of them is not known.
- *time*: ``1 - 0.2 × days / reach``, and 0 beyond the reach.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from minsheng.base.text import normalise

METRES, DAYS = 500.0, 30.0
POWER = 3
"""Weight of a term is its inverse document frequency to this power. Of 2, 4 and 6 tried on real messages 4 joined known
matters best and 2 came next; 3 lies between them, so that one very rare pair of characters decides less."""
UNSEEN = 1_000
"""So many texts without any of the terms are thought of besides: a term in each of three texts is not common yet."""
FARNESS, STALENESS = 0.3, 0.2
ADDRESS_WORDS = 2
"""So many terms of two addresses must be the same: 红卫里 is two pairs of characters."""
SAME_NEIGHBOURHOOD, UNKNOWN_PLACE = 0.9, 0.8
_METRES_PER_DEGREE = 111_195.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far two reports of one matter may lie apart: metres, and days between their filings."""

    metres: float = METRES
    days: float = DAYS


@dataclass(frozen=True, slots=True)
class Spot:
    """When and where something was reported. Degrees are CGCS2000.

    ``community`` is the id of the community, or 0 when no more than a sub-district is known; ``address`` are the index
    terms of the address.
    """

    at: datetime
    lon: float | None = None
    lat: float | None = None
    community: int = 0
    address: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of ``documents`` texts each term stands; one that is not counted stands in ``uncounted`` of them."""

    counts: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0
    uncounted: int = 1

    @classmethod
    def of(cls, texts: Iterable[Collection[str]]) -> Rarity:
        """Reckoned from a batch: the terms of each text."""
        counts: dict[str, int] = {}
        documents = 0
        for documents, terms in enumerate(texts, start=1):  # noqa: B007 -- the last number is how many there were
            for term in set(terms):
                counts[term] = counts.get(term, 0) + 1
        return cls(counts, documents)

    def weight(self, term: str) -> float:
        """What a term in common is worth; always above 0. Texts of which nothing was counted weigh all alike."""
        return weight_of(self.counts.get(term, self.uncounted), self.documents)


def weight_of(count: int, documents: int) -> float:
    """The weight of a term in ``count`` of ``documents`` texts: ``ln(1 + (documents + 1000) / (count + 1))³``."""
    return float(math.log1p((documents + UNSEEN) / (count + 1)) ** POWER)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two reports lie. ``factor`` 0: too far. ``metres`` is None where one of them has no point."""

    factor: float
    metres: float | None
    days: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two matters are, and why. ``shared`` are the terms in common, the weightiest first."""

    score: float
    text: float
    near: Nearness
    shared: tuple[str, ...]


def text_likeness(one: Collection[str], other: Collection[str], rarity: Rarity) -> float:
    """The weighted overlap of two sets of terms, 0 to 1. Symmetric; 0 when either is empty."""
    mine, theirs = frozenset(one), frozenset(other)
    shared = _weight(mine & theirs, rarity)
    if not shared:
        return 0.0
    return min(1.0, shared / math.sqrt(_weight(mine, rarity) * _weight(theirs, rarity)))


def nearness(one: Spot, other: Spot, reach: Reach) -> Nearness:
    """How near two reports lie in place and time. Symmetric."""
    days = abs((one.at - other.at) / _DAY)
    metres = metres_between(one, other)
    time = 1 - STALENESS * days / reach.days if days <= reach.days else 0.0
    return Nearness(time * _place(one, other, metres, reach), metres, days)


def compare(one: Collection[str], at: Spot, other: Collection[str], there: Spot, how: tuple[Rarity, Reach]) -> Likeness:
    """Terms and spot of one report against those of another; ``how``: what terms weigh, and how far is too far."""
    rarity, reach = how
    near, text = nearness(at, there, reach), text_likeness(one, other, rarity)
    shared = sorted(frozenset(one) & frozenset(other), key=lambda term: (-rarity.weight(term), term))
    return Likeness(text * near.factor, text, near, tuple(shared))


def metres_between(one: Spot, other: Spot) -> float | None:
    """The distance of two points on a flat map, good to 1 in 1,000 within a district; None without two points."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    shrink = math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot((one.lon - other.lon) * shrink, one.lat - other.lat) * _METRES_PER_DEGREE


def phrases(terms: Collection[str], text: str, most: int = 6) -> list[str]:
    """Terms as a person reads them: pairs that follow each other in ``text`` are joined (海外 + 外滩 → 海外滩).

    Each once, longest first and by place in the text; single Chinese characters say nothing and are left out.
    """
    whole = normalise(text)
    covered = [False] * len(whole)
    for term in terms:
        place = whole.find(term) if len(term) > 1 else -1
        while place >= 0:
            covered[place : place + len(term)] = [True] * len(term)
            place = whole.find(term, place + 1)
    marked = "".join(letter if is_in else "\n" for letter, is_in in zip(whole, covered, strict=True))
    found = dict.fromkeys(run.strip() for run in marked.split("\n") if len(run.strip()) > 1)
    longest = sorted(found, key=len, reverse=True)
    return [run for at, run in enumerate(longest) if not any(run in other for other in longest[:at])][:most]


def _weight(terms: Iterable[str], rarity: Rarity) -> float:
    return math.fsum(map(rarity.weight, terms))


def _place(one: Spot, other: Spot, metres: float | None, reach: Reach) -> float:
    if metres is not None:
        return 1 - FARNESS * metres / reach.metres if metres <= reach.metres else 0.0
    if (one.community and one.community == other.community) or len(one.address & other.address) >= ADDRESS_WORDS:
        return SAME_NEIGHBOURHOOD
    return 0.0 if one.community and other.community else UNKNOWN_PLACE
