"""Facts of the grids: what is counted. No persons, no addresses, no texts."""

from __future__ import annotations

from minsheng.kernel.facts.reading import Source, SqlColumn, sql_table
from minsheng.kernel.facts.registry import ColumnType, FactTable

_VISIT = (
    SqlColumn("visit_id", ColumnType.INTEGER, "Number of the visit", "v.id"),
    SqlColumn("area_id", ColumnType.INTEGER, "Grid", "v.area_id"),
    SqlColumn("visited_on", ColumnType.DAY, "Day of the visit", "v.visited_on"),
    SqlColumn("subject", ColumnType.TEXT, "household or shop", "v.subject"),
    SqlColumn("purpose", ColumnType.TEXT, "What it was for", "v.purpose"),
    SqlColumn("follow_up", ColumnType.FLAG, "Something was left to follow up", "v.follow_up"),
    SqlColumn(
        "followed_up_on", ColumnType.DAY, "Day on which that was done; empty while it is open", "v.followed_up_on"
    ),
    SqlColumn("has_case", ColumnType.FLAG, "Belongs to a case", "v.case_id IS NOT NULL"),
)
_STATE = (
    "CASE WHEN r.cancelled_at IS NOT NULL THEN 'cancelled' WHEN r.finished_at IS NOT NULL THEN 'finished' "
    "WHEN r.begun_at IS NULL THEN 'planned' ELSE 'under_way' END"
)
_SETTLED = (
    "(SELECT count(*) FROM grid_roundfinding f JOIN cases_case c ON c.id = f.case_id "
    "WHERE f.round_id = r.id AND c.outcome = 'self_handle')"
)
_ROUND = (
    SqlColumn("round_id", ColumnType.INTEGER, "Number of the round", "r.id"),
    SqlColumn("area_id", ColumnType.INTEGER, "Grid", "r.area_id"),
    SqlColumn("day", ColumnType.DAY, "Day on which it began, or for which it is planned", "r.day"),
    SqlColumn("kind", ColumnType.TEXT, "planned or unplanned", "r.kind"),
    SqlColumn(
        "state",
        ColumnType.TEXT,
        "planned, under_way, finished or cancelled",
        _STATE,
    ),
    SqlColumn(
        "minutes",
        ColumnType.INTEGER,
        "How long it took, in minutes",
        "round(extract(epoch FROM r.finished_at - r.begun_at) / 60)::integer",
    ),
    SqlColumn(
        "findings",
        ColumnType.INTEGER,
        "Grid events found on it",
        "(SELECT count(*) FROM grid_roundfinding f WHERE f.round_id = r.id)",
    ),
    SqlColumn(
        "self_handled",
        ColumnType.INTEGER,
        "Of these settled on the spot",
        _SETTLED,
    ),
)
_DUTY = (
    SqlColumn("duty_id", ColumnType.INTEGER, "Number of the duty", "d.id"),
    SqlColumn("area_id", ColumnType.INTEGER, "Grid", "d.area_id"),
    SqlColumn("role", ColumnType.TEXT, "main or backup", "d.role"),
    SqlColumn("valid_from", ColumnType.DAY, "First day", "d.valid_from"),
    SqlColumn("valid_to", ColumnType.DAY, "Last day; empty while it goes on", "d.valid_to"),
    SqlColumn(
        "absent_days",
        ColumnType.INTEGER,
        "Days of absence entered so far",
        "(SELECT coalesce(sum(a.last_day - a.first_day + 1), 0) FROM grid_absence a WHERE a.duty_id = d.id)::integer",
    ),
)
_SOURCES = {
    "visit": Source("v.id", "grid_visit v", changed="v.changed_at >= %(since)s"),
    "round": Source("r.id", "grid_round r", changed="r.changed_at >= %(since)s"),
    # Few and short rows: all of them each time, so that an end or an absence entered later is never missed.
    "duty": Source("d.id", "grid_gridduty d"),
}


def _table(name: str, grain: str, columns: tuple[SqlColumn, ...], date_column: str) -> FactTable:
    return sql_table(key=f"grid.{name}", grain=grain, source=_SOURCES[name], columns=columns, date_column=date_column)


TABLES = (
    _table("visit", "one visit to a household or shop", _VISIT, "visited_on"),
    _table("round", "one round through a grid", _ROUND, "day"),
    _table("duty", "one person on duty in one grid between two days", _DUTY, "valid_from"),
)
