"""Facts of early warning: where, why, and how it was decided. No names, no words of anybody."""

from __future__ import annotations

from minsheng.kernel.facts.reading import Source, SqlColumn, day_of, sql_table
from minsheng.kernel.facts.registry import ColumnType

_RAISED_ON, _DECIDED_ON = day_of("w.raised_at"), day_of("w.decided_at")
_WARNING = (
    SqlColumn("warning_id", ColumnType.INTEGER, "Number of the warning", "w.id"),
    SqlColumn("case_id", ColumnType.INTEGER, "Number of the case", "w.case_id"),
    SqlColumn("procedure", ColumnType.TEXT, "Key of the case's procedure", "p.key"),
    SqlColumn("area_id", ColumnType.INTEGER, "Smallest area known of the case", "c.area_id"),
    SqlColumn("reason", ColumnType.TEXT, "Why it was raised", "w.reason"),
    SqlColumn("raised_on", ColumnType.DAY, "Day on which it was raised", _RAISED_ON),
    SqlColumn("decision", ColumnType.TEXT, "How it was decided; empty while it is open", "w.decision"),
    SqlColumn("decided_on", ColumnType.DAY, "Day of the decision; empty while it is open", _DECIDED_ON),
    SqlColumn(
        "days_to_decision",
        ColumnType.INTEGER,
        "Days of the calendar to the decision; empty while it is open",
        f"{_DECIDED_ON} - {_RAISED_ON}",
    ),
)
TABLES = (
    sql_table(
        key="disputes.warning",
        grain="one early warning on one case",
        source=Source(
            "w.id",
            "disputes_casewarning w JOIN cases_case c ON c.id = w.case_id"
            " JOIN procedures_procedureversion p ON p.id = c.procedure_id",
            changed="w.raised_at >= %(since)s OR w.decided_at >= %(since)s",
        ),
        columns=_WARNING,
        date_column="raised_on",
    ),
)
