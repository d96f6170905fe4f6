"""What a simulated year does with early warning: looks at all disputes on a day, and decides on what has waited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings.nightly import Looked, look_at_all
from minsheng.domains.disputes.warnings.services import decide_warning
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system

Decide = Callable[[CaseWarning], tuple[Actor, str, str] | None]
"""Says who decides on a warning, how, and with which reasons; None: it waits on."""


def simulate_night(now: datetime) -> Looked:
    """The run of one night, at ``now``."""
    return look_at_all(by=Actor.system("import"), now=now)


def simulate_decisions(decide: Decide, at: datetime) -> int:
    """Decide on open warnings as ``decide`` says, at the instant ``at``. Returns how many were decided."""
    with acting_as_system():
        waiting = list(CaseWarning.objects.filter(decided_at__isnull=True, raised_at__lte=at).select_related("case"))
    count = 0
    for row in sorted(waiting, key=lambda row: (row.raised_at, row.pk)):
        chosen = decide(row)
        if chosen is not None:
            by, decision, note = chosen
            decide_warning(by=by, warning_id=row.pk, decision=decision, note=note, at=at)
            count += 1
    return count
