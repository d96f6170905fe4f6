"""Facts of agreements and instalments: kinds, amounts and days; nobody is named and no words are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from minsheng.base.time import local_date
from minsheng.domains.disputes.agreements.queries import line_of
from minsheng.domains.disputes.models import Agreement, Instalment
from minsheng.kernel.cases.models import Case
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable
from minsheng.kernel.procedures.library import procedure_of

_ABOUT = (
    Column("case_id", ColumnType.INTEGER, "Number of the case"),
    Column("procedure", ColumnType.TEXT, "Key of its procedure"),
    Column("kind", ColumnType.TEXT, "Type of the dispute"),
    Column("area_id", ColumnType.INTEGER, "Area of the dispute"),
    Column("unit_id", ColumnType.INTEGER, "Committee before which it was made; empty when unknown"),
)
_AGREEMENT = (
    Column("agreement_id", ColumnType.INTEGER, "Number of the agreement"),
    *_ABOUT,
    Column("form", ColumnType.TEXT, "written or oral"),
    Column("amount", ColumnType.DECIMAL, "Amount agreed, yuan; empty for none"),
    Column("effective_on", ColumnType.DAY, "Day on which it took effect"),
    Column("perform_by", ColumnType.DAY, "Last day of performance; empty when none was agreed"),
    Column("due", ColumnType.FLAG, "Its last day of performance has passed, or it was performed before"),
    Column("performed_on", ColumnType.DAY, "Day on which performance was confirmed; empty until then"),
    Column("breached_on", ColumnType.DAY, "Day on which a breach was found; empty for none"),
    Column("in_time", ColumnType.FLAG, "Performed by the last day; empty until then, or without such a day"),
    Column("confirmation_asked_on", ColumnType.DAY, "Day of the application to the court; empty for none"),
    Column("ruling", ColumnType.TEXT, "What the court decided; empty until then"),
)
_INSTALMENT = (
    Column("instalment_id", ColumnType.INTEGER, "Number of the row"),
    *_ABOUT,
    Column("number", ColumnType.INTEGER, "Number within the agreement"),
    Column("due_on", ColumnType.DAY, "Day by which it is to be paid"),
    Column("amount", ColumnType.DECIMAL, "Amount, yuan"),
    Column("paid", ColumnType.DECIMAL, "Paid of it, yuan"),
    Column("paid_on", ColumnType.DAY, "Day of the last payment; empty for none"),
    Column("state", ColumnType.TEXT, "paid, due or late, as of the export"),
    Column("in_time", ColumnType.FLAG, "Whole amount paid by the due day; empty until it is paid"),
)


def _about(case: Case, unit_id: int | None) -> tuple[Any, ...]:
    return (case.pk, procedure_of(case.procedure_id).key, case.kind, case.area_id, unit_id)


def _agreements(_since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """All agreements in force, each time: what became of one shows in its case, and time alone makes it due."""
    today = timezone.localdate()
    rows = Agreement.objects.filter(effective_at__isnull=False, dropped_at__isnull=True).select_related(
        "case", "number"
    )
    for row in rows.order_by("id").iterator(chunk_size=2000):
        facts, last = row.case.facts, row.perform_by
        performed, breached, asked = (
            _day(facts.get(name)) for name in ("performed_at", "breached_at", "confirm_applied_at")
        )
        in_time = performed <= last if performed is not None and last is not None else None
        due = performed is not None or (last is not None and last < today)
        yield (
            row.pk,
            *_about(row.case, row.number.unit_id),
            row.form,
            row.amount,
            _day(row.effective_at),
            last,
            due,
            performed,
            breached,
            in_time,
            asked,
            facts.get("ruling") or "",
        )


def _instalments(_since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """All instalments of agreements in force, each time, as for agreements."""
    today = timezone.localdate()
    rows = Instalment.objects.filter(agreement__effective_at__isnull=False, agreement__dropped_at__isnull=True)
    rows = rows.select_related("case").annotate(committee=F("agreement__number__unit_id"))
    for row in rows.order_by("id").iterator(chunk_size=2000):
        line = line_of(row)
        state = line.state(today).value
        about = _about(row.case, row.committee)
        yield (
            row.pk,
            *about,
            row.number,
            row.due,
            Decimal(row.amount),
            Decimal(row.paid),
            row.paid_on,
            state,
            line.paid_in_time,
        )


def _day(value: datetime | str | None) -> Any:
    if not value:
        return None
    return local_date(datetime.fromisoformat(value) if isinstance(value, str) else value)


TABLES = (
    FactTable("disputes.agreement", "one agreement in force", _AGREEMENT, "effective_on", "area_id", _agreements),
    FactTable("disputes.instalment", "one instalment agreed", _INSTALMENT, "due_on", "area_id", _instalments),
)
