"""Whether outlines are real: a simulated one must say so wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.kernel.areas.models import AreaShape


def any_simulated(area_ids: Iterable[int]) -> bool:
    """Whether one of these areas has a simulated outline now. One query."""
    return AreaShape.objects.filter(area_id__in=list(area_ids), valid_to__isnull=True, simulated=True).exists()
