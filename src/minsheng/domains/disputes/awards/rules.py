"""Which indicators each title asks for. Common practice without a national text: local, raise the version to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

CRITERIA: dict[str, frozenset[str]] = {
    "police_station": frozenset({"resolved_locally", "no_homicide", "satisfaction"}),
    "judicial_office": frozenset({"mediation", "satisfaction", "no_homicide", "reoffending"}),
    "court": frozenset({"resolved_locally", "mediation", "satisfaction"}),
}


def wrong_criteria(kind: str, rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Indicators of the title that are not scored, and those scored twice or foreign to it; both sorted."""
    given = Counter(str(row["criterion"]) for row in rows)
    wanted = CRITERIA[kind]
    return sorted(wanted - set(given)), sorted(key for key, times in given.items() if times > 1 or key not in wanted)


def average(rows: Iterable[Mapping[str, Any]]) -> float | None:
    """Mean score of 100, unweighted: no weights are published anywhere. None without rows."""
    scores = [int(row["score"]) for row in rows]
    return sum(scores) / len(scores) if scores else None
