"""What grid workers have reported themselves, in the order in which they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minsheng.domains.grid.module import PROCEDURE
from minsheng.kernel.access.models import Post
from minsheng.kernel.areas.enums import GRID_KINDS
from minsheng.kernel.cases.models import Act


@dataclass(frozen=True, slots=True)
class Found:
    """One event that a worker reported."""

    case_id: int
    account_id: int
    area_id: int
    filed_at: datetime


def found_by_workers() -> list[Found]:
    """All of them, by worker and time. Two statements. Needs system eyes."""
    workers = set(Post.objects.filter(role__key="grid_worker").values_list("account_id", flat=True))
    acts = Act.objects.filter(seq=1, case__procedure__key=PROCEDURE, case__area__kind__in=GRID_KINDS)
    rows = acts.order_by("account_id", "at", "case_id").values_list("case_id", "account_id", "case__area_id", "at")
    return [Found(case, account, area, at) for case, account, area, at in rows if account in workers and account]
