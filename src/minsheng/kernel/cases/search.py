"""Search in Chinese: bigrams in a tsvector, found by one function in the database that checks access itself.

``@@`` is not leakproof, so under row-level security PostgreSQL would not use the index for it. The function
``minsheng_search`` runs as the owner and applies the same audience test as the policy. It walks the newest cases or
asks the index of words or that of audiences, whichever is the cheapest by the statistics of the two (see
``sql.SEARCH``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from minsheng.base.text import index_terms, query_terms
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case

PAGE = 20


def vector_terms(*texts: str) -> list[str]:
    """The terms of a case's texts, sorted: what its search vector is made of."""
    return sorted(index_terms("\n".join(texts)))


def tsquery(query: str) -> str:
    """The query in PostgreSQL's tsquery syntax: every term must occur. Empty when there is nothing to look for."""
    return " & ".join(f"{_quoted(term.text)}{':*' if term.prefix else ''}" for term in query_terms(query))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: behind this case, newest first."""

    filed_at: datetime
    case_id: int


def search_ids(
    *, by: Actor, query: str, realms: tuple[int, ...] = (), before: Position | None = None, limit: int = PAGE
) -> list[int]:
    """Ids of cases that contain the query and that the actor may see, newest first.

    Must run inside ``acting(by)``: the function reads the tokens that are set there. ``realms`` empty: all.
    """
    text = tsquery(query)
    if not text:
        return []
    position = (before.filed_at, before.case_id) if before else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM minsheng_search(%s::text::tsquery, %s::smallint[], %s, %s, %s)",
            [text, list(realms), *position, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def in_order(ids: list[int]) -> list[Case]:
    """Cases by id, in the order of the ids."""
    found = Case.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
