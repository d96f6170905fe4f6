"""Which other cases stand in relation to some: the same matter, the same parties, the same place. By SQL, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from minsheng.domains.disputes.warnings.findings import Sides
from minsheng.kernel.cases.models import Act
from minsheng.kernel.procedures.library import procedure_of

MOST_NEAR = 100
"""So many disputes near one are looked at, the newest; many more than make a warning."""
_SAME_MATTER = ["same_matter", "follows", "appeal_of", "handed_over_to"]

_CHAINS = """
WITH RECURSIVE chain (root, id, depth) AS (
  SELECT r, r, 0 FROM unnest(%s::bigint[]) AS r
  UNION
  SELECT c.root, n.id, c.depth + 1 FROM chain c CROSS JOIN LATERAL (
    SELECT l.other_id AS id FROM cases_caselink l WHERE l.case_id = c.id AND l.kind = ANY (%s)
    UNION SELECT l.case_id FROM cases_caselink l WHERE l.other_id = c.id AND l.kind = ANY (%s)
    UNION SELECT m.id FROM cases_case m WHERE m.merged_into_id = c.id
  ) n WHERE c.depth < 3
)
SELECT DISTINCT root, id FROM chain
"""
_SAME_PARTIES = """
WITH side AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS s (case_id, party_id, side)),
part AS MATERIALIZED (
  SELECT p.party_id, p.case_id FROM cases_caseparty p WHERE p.party_id = ANY (%s)
  UNION SELECT c.reporter_id, c.id FROM cases_case c WHERE c.reporter_id = ANY (%s)
)
SELECT DISTINCT a.case_id, mine.case_id FROM side a JOIN side b ON b.case_id = a.case_id AND a.side = 0 AND b.side = 1
JOIN part mine ON mine.party_id = a.party_id
JOIN part theirs ON theirs.party_id = b.party_id AND theirs.case_id = mine.case_id
WHERE mine.case_id <> a.case_id
"""
_IN_BOXES = """
SELECT b.case_id, n.case_id FROM unnest(
  %s::bigint[], %s::float8[], %s::float8[], %s::float8[], %s::float8[], %s::timestamptz[]
) AS b (case_id, west, east, south, north, at) CROSS JOIN LATERAL (
  SELECT c.case_id FROM cases_content c JOIN cases_case k ON k.id = c.case_id
  WHERE c.lat BETWEEN b.south AND b.north AND c.lon BETWEEN b.west AND b.east
    AND c.filed_at BETWEEN b.at - %s AND b.at + %s AND c.case_id <> b.case_id AND k.realm = ANY (%s::smallint[])
  ORDER BY c.filed_at DESC LIMIT %s
) n
"""


@dataclass(frozen=True, slots=True)
class Box:
    """Around a case: degrees, and the instant at which it was filed."""

    case_id: int
    west: float
    east: float
    south: float
    north: float
    at: datetime


def chains(ids: Sequence[int]) -> dict[int, set[int]]:
    """For each case those of the same matter, itself among them: linked or merged, over three steps at most."""
    return _grouped(_CHAINS, [list(ids), _SAME_MATTER, _SAME_MATTER]) if ids else {}


def with_same_parties(sides: Mapping[int, Sides]) -> dict[int, set[int]]:
    """For each case the others to which somebody of either side is a party; on which side there is not looked at."""
    rows = [(pk, party, 0) for pk, one in sides.items() for party in one.one if one.other]
    rows += [(pk, party, 1) for pk, one in sides.items() for party in one.other if one.one]
    if not rows:
        return {}
    cases, parties, which = (list(column) for column in zip(*rows, strict=True))
    known = sorted(set(parties))
    return _grouped(_SAME_PARTIES, [cases, parties, which, known, known])


def in_boxes(boxes: Iterable[Box], realms: list[int], reach: timedelta) -> dict[int, set[int]]:
    """For each box the cases of the realms in it, filed no further than ``reach`` before or after."""
    rows = list(boxes)
    if not rows:
        return {}
    names = ("case_id", "west", "east", "south", "north", "at")
    columns = [[getattr(row, name) for row in rows] for name in names]
    return _grouped(_IN_BOXES, [*columns, reach, reach, realms, MOST_NEAR])


def failed(found: Mapping[int, Collection[int]], states: Mapping[str, Collection[str]]) -> dict[int, list[int]]:
    """For each case the others of its matter that have come to a state in which mediation has failed."""
    others = {pk for root, ids in found.items() for pk in ids if pk != root}
    if not others:
        return {}
    wanted = {state for some in states.values() for state in some}
    acts = Act.objects.filter(case_id__in=others, state_after__in=wanted)
    rows = acts.values_list("case_id", "state_after", "case__procedure_id")
    ended = {pk for pk, state, version in rows if state in states.get(procedure_of(version).key, ())}
    return {root: sorted(ended.intersection(ids) - {root}) for root, ids in found.items()}


def _grouped(statement: str, values: list[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for root, other in cursor.fetchall():
            found[root].add(other)
    return dict(found)
