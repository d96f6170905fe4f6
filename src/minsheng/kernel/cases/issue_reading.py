"""Reading recent cases for the search for hot issues, and what was found in them. Needs system eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

import numpy as np
from django.db import connection

from minsheng.kernel.cases.clustering import clusters, tell
from minsheng.kernel.cases.corpus import Corpus, Ints, weights
from minsheng.kernel.cases.duplicates import DOCUMENTS, candidates, rarity_of, spot, telling, wanted_of, without_address
from minsheng.kernel.cases.hot_issues import FEWEST, Member, is_issue
from minsheng.kernel.cases.likeness import Rarity, Reach, phrases
from minsheng.kernel.cases.models import Case, TermCount

CHUNK = 2_000
SHOWN = 6
"""How many telling phrases are kept of an issue."""


@dataclass(frozen=True, slots=True)
class Found:
    """An issue that was found, before it is stored. ``typical`` is the id of the case that speaks for it."""

    realm: int
    confidentiality: int
    members: tuple[Member, ...]
    typical: int
    terms: tuple[str, ...]

    @property
    def case_ids(self) -> list[int]:
        """Ids of its cases."""
        return [member.case_id for member in self.members]


class _Row(NamedTuple):
    realm: int
    confidentiality: int
    filed_at: datetime
    case_id: int
    area_id: int
    reporter_id: int | None
    is_open: bool
    merged_into: int | None
    lon: float | None
    lat: float | None
    address: str
    text: str
    terms: str


# Who is barred from a case must not learn of it from a group to which it belongs.
_READ = """
SELECT k.realm, k.confidentiality, k.filed_at, k.id, k.area_id, k.reporter_id, k.closed_at IS NULL, k.merged_into_id,
  c.lon, c.lat, c.address, k.title || ' ' || c.body, array_to_string(tsvector_to_array(c.vector), ' ')
FROM cases_case k JOIN cases_content c ON c.case_id = k.id
WHERE k.filed_at > %s AND k.filed_at <= %s AND (%s::bigint[] IS NULL OR k.id = ANY (%s))
  AND c.vector <> '' AND k.barred = '{}'
ORDER BY k.realm, k.confidentiality, k.filed_at, k.id
"""


def found_among(scope: set[int] | None, begin: datetime, now: datetime) -> tuple[int, list[Found]]:
    """How many cases were read, and the issues in them. Cases of different realms or confidentiality never meet.

    ``scope``: only these cases; how common terms are is then taken from the last count of all.
    """
    looked_at, found = 0, []
    for (realm, level), rows in groupby(_rows(scope, begin, now), key=lambda row: (row.realm, row.confidentiality)):
        batch = _Batch()
        for row in rows:
            batch.add(row)
        looked_at += len(batch.members)
        found += [Found(realm, level, *parts) for parts in batch.issues(whole=scope is None)]
    return looked_at, found


def near_cases(case_ids: set[int]) -> set[int]:
    """Cases that share telling terms with these, by the same index that finds duplicates. One statement for each."""
    cases = Case.objects.filter(pk__in=case_ids).select_related("content").order_by("pk")
    asked = [(wanted, wanted.words()) for wanted in (wanted_of(case, case.content) for case in cases)]
    known = rarity_of({term for _wanted, terms in asked for term in terms})
    near: set[int] = set()
    for wanted, terms in asked:
        own = Rarity({term: known.counts[term] for term in terms if term in known.counts}, known.documents)
        near.update(pk for pk, _terms, _counts in candidates(wanted, telling(terms, own), Reach()))
    return near


def _rows(scope: set[int] | None, begin: datetime, now: datetime) -> Iterator[_Row]:
    ids = None if scope is None else sorted(scope)
    with connection.chunked_cursor() as cursor:  # the client never holds all of them
        cursor.execute(_READ, [begin, now, ids, ids])
        while page := cursor.fetchmany(CHUNK):
            yield from (_Row(*row) for row in page)


@dataclass(slots=True)
class _Batch:
    """Cases of one realm and confidentiality, in order of filing."""

    corpus: Corpus = field(default_factory=Corpus)
    members: list[Member] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: _Row) -> None:
        place = spot(row.filed_at, row.lon, row.lat, row.area_id, row.address)
        self.corpus.add(without_address(row.terms.split(" "), row.address, row.text), place)
        self.members.append(Member(row.case_id, row.area_id, row.filed_at, row.is_open, row.reporter_id))
        if row.merged_into is not None:
            self.merged.append((row.case_id, row.merged_into))

    def issues(self, *, whole: bool) -> Iterator[tuple[tuple[Member, ...], int, tuple[str, ...]]]:
        """Members, the typical case and the telling phrases of each issue."""
        counts, documents = self._counts(whole=whole)
        worth, names = weights(counts, documents), list(self.corpus.numbers)
        places = {member.case_id: place for place, member in enumerate(self.members)}
        joined = [(places[one], places[into]) for one, into in self.merged if into in places]
        groups = clusters(self.corpus, counts=counts, documents=documents, together=joined, smallest=FEWEST)
        for group in groups:
            if not is_issue([self.members[place] for place in group]):
                continue
            told = tell(self.corpus, group, worth, names)
            typical = self.members[told.typical].case_id
            yield tuple(self.members[place] for place in group), typical, _words(typical, told.terms)

    def _counts(self, *, whole: bool) -> tuple[Ints, int]:
        own = self.corpus.counts()
        if whole:
            return own, max(len(self.members), 1)
        known = dict(TermCount.objects.filter(term__in=[DOCUMENTS, *self.corpus.numbers]).values_list("term", "cases"))
        counted = np.array([known.get(term, 0) for term in self.corpus.numbers], dtype=np.int64)
        return np.maximum(own, counted), max(known.get(DOCUMENTS, 0), len(self.members), 1)


def _words(case_id: int, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Telling terms as they follow each other in the typical case."""
    title, body = Case.objects.filter(pk=case_id).values_list("title", "content__body").get()
    shown = [phrase for phrase in phrases(terms, f"{title}\n{body}", SHOWN) if not _is_number(phrase)]
    return tuple(phrase[:300] for phrase in shown)


def _is_number(phrase: str) -> bool:
    """A long number may be somebody's telephone: it tells no matter."""
    return sum(letter.isdigit() for letter in phrase) >= 7
