"""Looking at all open disputes, in portions: each is a transaction of its own, and memory stays bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from minsheng.domains.disputes.warnings.parameters import parameters_on
from minsheng.domains.disputes.warnings.services import raise_warnings
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.cases.models import Case

PORTION = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """How many cases a run looked at, and how many warnings it raised."""

    cases: int
    raised: int


def look_at_all(*, by: Actor, now: datetime | None = None) -> Looked:
    """Look at every open case of the realms that count. Time grows with the number of open cases alone."""
    at = now or timezone.now()
    realms = [realm(key).number for key in parameters_on(timezone.localdate(at)).realms]
    cases = raised = last = 0
    while True:
        with acting_as_system():
            rows = Case.objects.filter(pk__gt=last, closed_at__isnull=True, realm__in=realms).order_by("pk")
            ids = list(rows.values_list("pk", flat=True)[:PORTION])
        if not ids:
            return Looked(cases, raised)
        raised += len(raise_warnings(by=by, case_ids=ids, now=at))
        cases, last = cases + len(ids), ids[-1]
