"""What the grids hold of one person: texts of visits that belong to the person's cases."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from minsheng.domains.grid.models import Visit


def export_person(party_id: int) -> dict[str, Any]:
    """Visits that were made because of the person's cases (PIPL art. 45). Runs as SYSTEM."""
    rows = _visits(party_id).order_by("visited_on", "id")
    return {
        "visits": [
            {
                "visited_on": visit.visited_on.isoformat(),
                "purpose": visit.purpose,
                "address": visit.address,
                "result": visit.result,
            }
            for visit in rows
        ]
    }


def erase_person(party_id: int) -> None:
    """Blank address and result of visits that belong to the person's cases. Days, purposes and counts stay."""
    _visits(party_id).filter(erased_at__isnull=True).update(address="", result="", erased_at=timezone.now())


def _visits(party_id: int) -> QuerySet[Visit]:
    return Visit.objects.filter(case__reporter_id=party_id)
