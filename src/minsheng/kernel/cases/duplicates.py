"""Cases that are likely about the same matter as another one: near in text, place and time, and visible to who asks.

The telling terms of the text (rare, yet not unique) find a few dozen candidates through the index of words; those are
then compared in full by ``likeness``. How rare a term is stands in ``TermCount``, which a job makes anew each night;
before its first run every term weighs the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from minsheng.base.errors import Refusal
from minsheng.base.text import index_terms
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.likeness import Likeness, Rarity, Reach, Spot, compare, phrases
from minsheng.kernel.cases.models import Case, Content
from minsheng.kernel.cases.queries import visible_cases

ALIKE = 0.12
"""The least score that is worth showing to a person, who looks and decides."""
LIMIT = 5
CANDIDATES = 40
"""How many cases are compared in full: those that share the most telling terms."""
UNCOUNTED, TELLING = 200, 60
"""How many terms are looked for at most: of those in hardly any case, and of the others."""
BUDGET = 1_000
"""How many recent cases the telling terms may stand in, all together: what the question may cost."""
_AREAS_IN_FRONT = re.compile(r"^(?:[\u4e00-\u9fff]{1,6}?(?:省|市|县|镇|街道|社区|(?<![小社])区))+")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]+(?:号楼|号院|号|栋|幢|单元|楼|层|室|门|排|期)")
DOCUMENTS = ""
"""The term under which ``TermCount`` keeps the number of cases it has counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is compared with the stored cases. ``case_id`` 0: it is not stored (yet)."""

    text: str
    realm: int
    spot: Spot
    case_id: int = 0

    def words(self) -> list[str]:
        """The terms of the text that are compared: a single character says nothing."""
        return [term for term in index_terms(self.text) if len(term) > 1]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A case that is likely about the same matter. ``metres`` is None where one of the two has no point.

    ``shared``: what both texts say, in words of this case, longest first.
    """

    case: Case
    score: float
    metres: float | None
    days: float
    shared: tuple[str, ...]


def likely_duplicates(
    *, by: Actor, wanted: Wanted, limit: int = LIMIT, reach: Reach | None = None, least: float = ALIKE
) -> list[Duplicate]:
    """Cases of the same realm, not merged, that are likely about the same matter; the likest first. Three statements.

    Must run inside ``acting(by)``: the database looks through the eyes that are set there, and ``by`` is asked again.
    """
    far = reach or Reach()
    terms = wanted.words()
    rarity = rarity_of(terms)
    found = candidates(wanted, telling(terms, rarity), far)
    cases = visible_cases(by).select_related("content").in_bulk([pk for pk, _terms, _counts in found])
    compared = []
    for pk, words, counts in found:
        if pk in cases:
            known = Rarity({**dict(zip(words, counts, strict=True)), **rarity.counts}, rarity.documents)
            content = cases[pk].content
            own = without_address(words, content.address, f"{cases[pk].title}\n{content.body}")
            there = spot_of(cases[pk], content)
            compared.append((compare(terms, wanted.spot, own, there, (known, far)), cases[pk]))
    best = sorted((pair for pair in compared if pair[0].score >= least), key=lambda it: (-it[0].score, -it[1].pk))
    return [_duplicate(likeness, case, wanted.text) for likeness, case in best[:limit]]


def stored(by: Actor, code: str) -> Wanted:
    """A stored case as what is compared. Raises Refusal ``case.unknown`` (404). One statement."""
    case = visible_cases(by).select_related("content").filter(code=code).first()
    if case is None:
        raise Refusal("case.unknown", status=404)
    return wanted_of(case, case.content)


def wanted_of(case: Case, content: Content) -> Wanted:
    """A case at hand as what is compared. An erased one has no words left and is like nothing."""
    text = "" if content.erased_at else f"{case.title}\n{content.body}"
    return Wanted(text, case.realm, spot_of(case, content), case.pk)


def spot_of(case: Case, content: Content) -> Spot:
    """When and where a case was reported."""
    return spot(case.filed_at, content.lon, content.lat, case.area_id, content.address)


def spot(at: datetime, lon: float | None, lat: float | None, area_id: int, address: str = "") -> Spot:
    """When and where; an area above a community says nothing about nearness."""
    try:
        line = area_registry().ancestors(area_id)
    except LookupError:
        line = ()
    return Spot(at, lon, lat, line[2] if len(line) > 2 else 0, address_terms(address))


def address_terms(address: str) -> frozenset[str]:
    """Terms of an address that can tell a place: without the areas in front, house numbers and single characters."""
    names = _NUMBERED.sub(" ", _AREAS_IN_FRONT.sub("", address.strip()))
    return frozenset(term for term in index_terms(names) if len(term) > 1 and not term.isdecimal())


def without_address(words: Collection[str], address: str, text: str) -> set[str]:
    """Terms of a vector to compare, without those that only the address holds: where it is, is another question."""
    said = text.lower()
    apart = {term for term in index_terms(address) if term not in said}
    return {word for word in words if len(word) > 1 and word not in apart}


def rarity_of(terms: Collection[str]) -> Rarity:
    """How common terms are among recent cases. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, cases FROM minsheng_term_counts(%s)", [[DOCUMENTS, *terms]])
        counts = dict(cursor.fetchall())
    return Rarity(counts, counts.pop(DOCUMENTS, 0))


def telling(terms: Collection[str], rarity: Rarity) -> list[str]:
    """The terms to look for: those that are not counted (they cost next to nothing), and the rarest of the counted.

    Of these as many as the budget allows, and one at least.
    """
    chosen = [term for term in terms if term not in rarity.counts][:UNCOUNTED]
    spent = 0
    for term in sorted(rarity.counts.keys() & set(terms), key=lambda term: (rarity.counts[term], term))[:TELLING]:
        spent += rarity.counts[term]
        if spent > BUDGET and chosen:
            break
        chosen.append(term)
    return chosen


def candidates(wanted: Wanted, terms: Collection[str], reach: Reach) -> list[tuple[int, list[str], list[int]]]:
    """Cases that share most telling terms: id, its terms, in how many cases each stands. One statement or none."""
    if not terms:
        return []
    days = timedelta(days=reach.days)
    window = (wanted.spot.at - days, wanted.spot.at + days)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, terms, counts FROM minsheng_alike(%s, %s::smallint, %s, %s, %s, %s)",
            [list(terms), wanted.realm, *window, wanted.case_id, CANDIDATES],
        )
        return list(cursor.fetchall())


def _duplicate(likeness: Likeness, case: Case, text: str) -> Duplicate:
    shared = tuple(phrases(likeness.shared[:24], text))
    return Duplicate(case, likeness.score, likeness.near.metres, likeness.near.days, shared)
