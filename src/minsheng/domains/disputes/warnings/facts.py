"""Facts of early warning: where, why, and how it was decided. No names, no words of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minsheng.domains.disputes.models import CaseWarning
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable

_CHUNK = 5_000
_WARNING = (
    Column("warning_id", ColumnType.INTEGER, "Number of the warning"),
    Column("case_id", ColumnType.INTEGER, "Number of the case"),
    Column("procedure", ColumnType.TEXT, "Key of the case's procedure"),
    Column("area_id", ColumnType.INTEGER, "Smallest area known of the case"),
    Column("reason", ColumnType.TEXT, "Why it was raised"),
    Column("raised_on", ColumnType.DAY, "Day on which it was raised"),
    Column("decision", ColumnType.TEXT, "How it was decided; empty while it is open"),
    Column("decided_on", ColumnType.DAY, "Day of the decision; empty while it is open"),
    Column("days_to_decision", ColumnType.INTEGER, "Days of the calendar to the decision; empty while it is open"),
)
_FIELDS = ("pk", "case_id", "case__procedure__key", "case__area_id", "reason", "raised_at", "decision", "decided_at")


def _warnings(since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """All warnings, or those raised or decided since, in portions by number."""
    changed = Q() if since is None else Q(raised_at__gte=since) | Q(decided_at__gte=since)
    last = 0
    while True:
        with transaction.atomic():
            look_as_system()
            rows = list(CaseWarning.objects.filter(changed, pk__gt=last).order_by("pk").values_list(*_FIELDS)[:_CHUNK])
        for pk, case_id, procedure, area_id, reason, raised_at, decision, decided_at in rows:
            raised = timezone.localdate(raised_at)
            decided = timezone.localdate(decided_at) if decided_at is not None else None
            days = (decided - raised).days if decided is not None else None
            yield pk, case_id, procedure, area_id, reason, raised, decision, decided, days
        if len(rows) < _CHUNK:
            return
        last = rows[-1][0]


TABLES = (FactTable("disputes.warning", "one early warning on one case", _WARNING, "raised_on", "area_id", _warnings),)
