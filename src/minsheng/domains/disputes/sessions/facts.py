"""Facts of sessions: what is counted. No persons, no texts."""

from __future__ import annotations

from minsheng.kernel.facts.reading import Source, SqlColumn, day_of, sql_table
from minsheng.kernel.facts.registry import ColumnType

_COLUMNS = (
    SqlColumn("session_id", ColumnType.INTEGER, "Number of the session", "s.id"),
    SqlColumn("case_id", ColumnType.INTEGER, "Case", "s.case_id"),
    SqlColumn("area_id", ColumnType.INTEGER, "Area of the case", "c.area_id"),
    SqlColumn("unit_id", ColumnType.INTEGER, "Unit that leads the case; empty while none does", "c.lead_unit_id"),
    SqlColumn("kind", ColumnType.TEXT, "Type of the dispute", "c.kind"),
    SqlColumn("day", ColumnType.DAY, "Day on which it begins", day_of("s.begins")),
    SqlColumn("state", ColumnType.TEXT, "planned, moved, held or cancelled", "s.state"),
    SqlColumn("held", ColumnType.FLAG, "It was held", "s.state = 'held'"),
    SqlColumn(
        "mediators",
        ColumnType.INTEGER,
        "How many mediators it has",
        "(SELECT count(*) FROM disputes_sessionmediator m WHERE m.session_id = s.id)",
    ),
    SqlColumn(
        "parties",
        ColumnType.INTEGER,
        "Parties whose attendance was recorded",
        "(SELECT count(*) FROM disputes_attendance a WHERE a.session_id = s.id)",
    ),
    SqlColumn(
        "attended",
        ColumnType.INTEGER,
        "Of these, came themselves, late or by somebody for them",
        "(SELECT count(*) FROM disputes_attendance a WHERE a.session_id = s.id AND a.presence <> 'absent')",
    ),
    SqlColumn(
        "minutes",
        ColumnType.INTEGER,
        "Minutes for which it was appointed",
        "round(extract(epoch FROM s.ends - s.begins) / 60)::integer",
    ),
    SqlColumn("online", ColumnType.FLAG, "Without a room", "s.room_id IS NULL"),
)
TABLES = (
    sql_table(
        key="disputes.session",
        grain="one session of one case",
        source=Source(
            "s.id", "disputes_session s JOIN cases_case c ON c.id = s.case_id", changed="s.changed_at >= %(since)s"
        ),
        columns=_COLUMNS,
        date_column="day",
    ),
)
