"""Facts of cases: what the district counts. No personal data: ids, keys, instants, yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minsheng.kernel.facts.reading import Source, SqlColumn, day_of, sql_table
from minsheng.kernel.facts.registry import ColumnType, FactError, FactTable

_CASE = (
    SqlColumn("case_id", ColumnType.INTEGER, "Number of the case", "c.id"),
    SqlColumn("code", ColumnType.TEXT, "Code of the case", "c.code"),
    SqlColumn("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    SqlColumn("version", ColumnType.TEXT, "Version of the procedure that it began under", "p.version"),
    SqlColumn("kind", ColumnType.TEXT, "Kind within the procedure", "c.kind"),
    SqlColumn("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    SqlColumn("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    SqlColumn("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    SqlColumn("channel", ColumnType.TEXT, "Through which surface it came", "c.channel"),
    SqlColumn("state", ColumnType.TEXT, "State now", "c.state"),
    SqlColumn("outcome", ColumnType.TEXT, "How it ended", "c.outcome"),
    SqlColumn("filed_on", ColumnType.DAY, "Day of filing", day_of("c.filed_at")),
    SqlColumn("closed_on", ColumnType.DAY, "Day of closing", day_of("c.closed_at")),
    SqlColumn("contacted_at", ColumnType.INSTANT, "First contact with the reporter", "c.contacted_at"),
    SqlColumn("returns", ColumnType.INTEGER, "How often units returned it", "c.returns"),
    SqlColumn("reopens", ColumnType.INTEGER, "How often it was reopened", "c.reopens"),
    SqlColumn("supervised", ColumnType.INTEGER, "Supervision orders", "c.supervised"),
    SqlColumn("exempt", ColumnType.FLAG, "Exempt from the rates", "c.exempt"),
    SqlColumn("merged", ColumnType.FLAG, "Goes on inside another case", "c.merged_into_id IS NOT NULL"),
)
_CLOCK = (
    SqlColumn("case_id", ColumnType.INTEGER, "Number of the case", "k.case_id"),
    SqlColumn("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    SqlColumn("clock", ColumnType.TEXT, "Key of the clock", "k.key"),
    SqlColumn("run", ColumnType.INTEGER, "Which run of the clock", "k.run"),
    SqlColumn("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    SqlColumn("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    SqlColumn("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    SqlColumn("started_at", ColumnType.INSTANT, "When it started", "k.started_at"),
    SqlColumn("due_at", ColumnType.INSTANT, "When it was due; empty while it stands still", "k.due_at"),
    SqlColumn("stopped_at", ColumnType.INSTANT, "When it was stopped; empty while it runs", "k.stopped_at"),
    SqlColumn("stopped_on", ColumnType.DAY, "Day on which it was stopped", day_of("k.stopped_at")),
    SqlColumn("in_time", ColumnType.FLAG, "Stopped in time; empty while it runs", "k.stopped_at <= k.due_at"),
    SqlColumn("provisional", ColumnType.FLAG, "Computed on a calendar that is not announced", "k.provisional"),
    SqlColumn("exempt", ColumnType.FLAG, "The case is exempt from the rates", "c.exempt"),
)
_RATING = (
    SqlColumn("case_id", ColumnType.INTEGER, "Number of the case", "r.case_id"),
    SqlColumn("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    SqlColumn("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    SqlColumn("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    SqlColumn("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    SqlColumn("rated_on", ColumnType.DAY, "Day of the answer", day_of("r.at")),
    SqlColumn("source", ColumnType.TEXT, "Who asked: the reporter itself, a call-back, a lapse", "r.source"),
    SqlColumn("reach", ColumnType.TEXT, "reached, unreachable, declined or silent", "r.reach"),
    SqlColumn("contacted", ColumnType.TEXT, "Was the reporter contacted", "r.contacted"),
    SqlColumn("solved", ColumnType.TEXT, "Is it solved", "r.solved"),
    SqlColumn("satisfied", ColumnType.TEXT, "Is the reporter satisfied", "r.satisfied"),
    SqlColumn("exempt", ColumnType.FLAG, "The case is exempt from the rates", "c.exempt"),
)
_ACT = (
    SqlColumn("case_id", ColumnType.INTEGER, "Number of the case", "a.case_id"),
    SqlColumn("seq", ColumnType.INTEGER, "Number of the act in the case", "a.seq"),
    SqlColumn("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    SqlColumn("act", ColumnType.TEXT, "Key of the act", "a.key"),
    SqlColumn("done_on", ColumnType.DAY, "Day of the act", day_of("a.at")),
    SqlColumn(
        "unit_id", ColumnType.INTEGER, "Unit in whose name it was done; empty for parties and the system", "a.unit_id"
    ),
    SqlColumn("by_party", ColumnType.FLAG, "Done by a party to the case", "a.party_id IS NOT NULL"),
    SqlColumn("channel", ColumnType.TEXT, "Through which surface", "a.channel"),
    SqlColumn(
        "state_before", ColumnType.TEXT, "State before it; empty for the act that opened the case", "a.state_before"
    ),
    SqlColumn("state_after", ColumnType.TEXT, "State after it", "a.state_after"),
    SqlColumn("area_id", ColumnType.INTEGER, "Smallest area known of the case", "c.area_id"),
    SqlColumn("category_id", ColumnType.INTEGER, "Category of the case", "c.category_id"),
)
_JOIN = "JOIN procedures_procedureversion p ON p.id = c.procedure_id"
_CHANGED = "c.acted_at >= %(since)s"
_SOURCES = {
    "case": Source("c.id", f"cases_case c {_JOIN}", changed=_CHANGED),
    "clock": Source("k.id", f"cases_clockrow k JOIN cases_case c ON c.id = k.case_id {_JOIN}", changed=_CHANGED),
    "act": Source("a.id", f"cases_act a JOIN cases_case c ON c.id = a.case_id {_JOIN}", changed=_CHANGED),
    "rating": Source("r.id", f"cases_ratingrow r JOIN cases_case c ON c.id = r.case_id {_JOIN}", changed=_CHANGED),
}


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column that says what a fact of a case holds: ``fact`` (by default of the same name), read as ``type``.

    ``counts``: how many stand in a list. What a case does not know is empty.
    """

    name: str
    type: ColumnType
    doc: str
    fact: str = ""
    counts: bool = False

    def in_sql(self) -> SqlColumn:
        """The column, read from cases under the name ``c``. Raises FactError when the fact has no plain name."""
        name = self.fact or self.name
        if not _FACT.fullmatch(name):
            raise FactError(f"fact {name!r} is not a lower-case word")
        read = _READ_AS[self.type].format(f"c.facts ->> '{name}'")
        if self.counts:
            listed = f"c.facts -> '{name}'"
            read = f"CASE WHEN jsonb_typeof({listed}) = 'array' THEN jsonb_array_length({listed}) END"
        return SqlColumn(self.name, self.type, self.doc, read)


_FACT = re.compile(r"[a-z][a-z0-9_]*")
_READ_AS = {
    ColumnType.INTEGER: "({0})::bigint",
    ColumnType.DECIMAL: "({0})::numeric",
    ColumnType.NUMBER: "({0})::float8",
    ColumnType.TEXT: "{0}",
    ColumnType.FLAG: "({0})::boolean",
    ColumnType.INSTANT: "({0})::timestamptz",
    # A date as it was entered, or the day of the district on which a stamped instant lies.
    ColumnType.DAY: "CASE WHEN length({0}) = 10 THEN ({0})::date"
    " ELSE (({0})::timestamptz AT TIME ZONE 'Asia/Shanghai')::date END",
}


def case_fact_table(
    *, key: str, grain: str, procedures: Sequence[str], columns: Sequence[FactColumn], date_column: str = "filed_on"
) -> FactTable:
    """A fact table of the cases of some procedures: all columns of ``cases.case``, and what their facts hold.

    To be registered by the module. Facts that hold personal data have no place here. Raises FactError.
    """
    own = (column.in_sql() for column in columns)
    source = replace(_SOURCES["case"], where="p.key = ANY (%(procedures)s)", values={"procedures": list(procedures)})
    return sql_table(key=key, grain=grain, source=source, columns=(*_CASE, *own), date_column=date_column)


def _table(name: str, grain: str, columns: tuple[SqlColumn, ...], date_column: str) -> FactTable:
    return sql_table(key=f"cases.{name}", grain=grain, source=_SOURCES[name], columns=columns, date_column=date_column)


TABLES = (
    _table("case", "one case", _CASE, "filed_on"),
    _table("act", "one act of one case", _ACT, "done_on"),
    _table("clock", "one run of one clock of one case", _CLOCK, "stopped_on"),
    _table("rating", "one answer of a reporter, or its absence", _RATING, "rated_on"),
)
