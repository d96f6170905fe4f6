"""Facts of cases: what the district counts. No personal data: ids, keys, instants, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.facts.registry import Column, ColumnType, FactError, FactTable

_CHUNK = 5_000

_CASE = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "c.id"),
    ("code", ColumnType.TEXT, "Code of the case", "c.code"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("version", ColumnType.TEXT, "Version of the procedure that it began under", "p.version"),
    ("kind", ColumnType.TEXT, "Kind within the procedure", "c.kind"),
    ("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    ("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    ("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    ("channel", ColumnType.TEXT, "Through which surface it came", "c.channel"),
    ("state", ColumnType.TEXT, "State now", "c.state"),
    ("outcome", ColumnType.TEXT, "How it ended", "c.outcome"),
    ("filed_on", ColumnType.DAY, "Day of filing", "(c.filed_at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("closed_on", ColumnType.DAY, "Day of closing", "(c.closed_at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("contacted_at", ColumnType.INSTANT, "First contact with the reporter", "c.contacted_at"),
    ("returns", ColumnType.INTEGER, "How often units returned it", "c.returns"),
    ("reopens", ColumnType.INTEGER, "How often it was reopened", "c.reopens"),
    ("supervised", ColumnType.INTEGER, "Supervision orders", "c.supervised"),
    ("exempt", ColumnType.FLAG, "Exempt from the rates", "c.exempt"),
    ("merged", ColumnType.FLAG, "Goes on inside another case", "c.merged_into_id IS NOT NULL"),
)
_CLOCK = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "k.case_id"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("clock", ColumnType.TEXT, "Key of the clock", "k.key"),
    ("run", ColumnType.INTEGER, "Which run of the clock", "k.run"),
    ("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    ("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    ("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    ("started_at", ColumnType.INSTANT, "When it started", "k.started_at"),
    ("due_at", ColumnType.INSTANT, "When it was due; empty while it stands still", "k.due_at"),
    ("stopped_at", ColumnType.INSTANT, "When it was stopped; empty while it runs", "k.stopped_at"),
    ("stopped_on", ColumnType.DAY, "Day on which it was stopped", "(k.stopped_at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("in_time", ColumnType.FLAG, "Stopped in time; empty while it runs", "k.stopped_at <= k.due_at"),
    ("provisional", ColumnType.FLAG, "Computed on a calendar that is not announced", "k.provisional"),
    ("exempt", ColumnType.FLAG, "The case is exempt from the rates", "c.exempt"),
)
_RATING = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "r.case_id"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("area_id", ColumnType.INTEGER, "Smallest area known", "c.area_id"),
    ("category_id", ColumnType.INTEGER, "Category", "c.category_id"),
    ("lead_unit_id", ColumnType.INTEGER, "Lead unit now", "c.lead_unit_id"),
    ("rated_on", ColumnType.DAY, "Day of the answer", "(r.at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("source", ColumnType.TEXT, "Who asked: the reporter itself, a call-back, a lapse", "r.source"),
    ("reach", ColumnType.TEXT, "reached, unreachable, declined or silent", "r.reach"),
    ("contacted", ColumnType.TEXT, "Was the reporter contacted", "r.contacted"),
    ("solved", ColumnType.TEXT, "Is it solved", "r.solved"),
    ("satisfied", ColumnType.TEXT, "Is the reporter satisfied", "r.satisfied"),
    ("exempt", ColumnType.FLAG, "The case is exempt from the rates", "c.exempt"),
)
_ACT = (
    ("case_id", ColumnType.INTEGER, "Number of the case", "a.case_id"),
    ("seq", ColumnType.INTEGER, "Number of the act in the case", "a.seq"),
    ("procedure", ColumnType.TEXT, "Key of its procedure", "p.key"),
    ("act", ColumnType.TEXT, "Key of the act", "a.key"),
    ("done_on", ColumnType.DAY, "Day of the act", "(a.at AT TIME ZONE 'Asia/Shanghai')::date"),
    ("unit_id", ColumnType.INTEGER, "Unit in whose name it was done; empty for parties and the system", "a.unit_id"),
    ("by_party", ColumnType.FLAG, "Done by a party to the case", "a.party_id IS NOT NULL"),
    ("channel", ColumnType.TEXT, "Through which surface", "a.channel"),
    ("state_before", ColumnType.TEXT, "State before it; empty for the act that opened the case", "a.state_before"),
    ("state_after", ColumnType.TEXT, "State after it", "a.state_after"),
    ("area_id", ColumnType.INTEGER, "Smallest area known of the case", "c.area_id"),
    ("category_id", ColumnType.INTEGER, "Category of the case", "c.category_id"),
)
_JOIN = "JOIN procedures_procedureversion p ON p.id = c.procedure_id"
_SOURCES = {
    "case": ("c.id", f"FROM cases_case c {_JOIN}"),
    "clock": ("k.id", f"FROM cases_clockrow k JOIN cases_case c ON c.id = k.case_id {_JOIN}"),
    "act": ("a.id", f"FROM cases_act a JOIN cases_case c ON c.id = a.case_id {_JOIN}"),
    "rating": ("r.id", f"FROM cases_ratingrow r JOIN cases_case c ON c.id = r.case_id {_JOIN}"),
}


def _read(
    source: tuple[str, str], expressions: list[str], since: datetime | None, procedures: Sequence[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """Rows of a fact table in chunks by key; those of cases with an act since ``since`` when given."""
    row_id, tables = source
    wanted: list[tuple[str, Any]] = [("AND c.acted_at >= %s", since)] if since is not None else []
    wanted += [("AND p.key = ANY (%s)", list(procedures))] if procedures else []
    conditions, values = " ".join(text for text, _ in wanted), [value for _, value in wanted]
    selected = ", ".join([row_id, *expressions])
    statement = f"SELECT {selected} {tables} WHERE {row_id} > %s {conditions} ORDER BY {row_id} LIMIT {_CHUNK}"
    last = 0
    while True:
        with transaction.atomic():
            look_as_system()
            with connection.cursor() as cursor:
                cursor.execute(statement, [last, *values])
                rows = cursor.fetchall()
        for row in rows:
            yield row[1:]
        if len(rows) < _CHUNK:
            return
        last = rows[-1][0]


_Columns = tuple[tuple[str, ColumnType, str, str], ...]


def _table(
    key: str, grain: str, source: str, columns: _Columns, date_column: str, procedures: Sequence[str] = ()
) -> FactTable:
    expressions = [expression for *_, expression in columns]
    return FactTable(
        key=key,
        grain=grain,
        schema=tuple(Column(column, kind, doc) for column, kind, doc, _ in columns),
        date_column=date_column,
        area_column="area_id",
        rows=lambda since: _read(_SOURCES[source], expressions, since, procedures),
    )


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

    def expression(self) -> str:
        """The column in SQL. Raises FactError when the fact has no plain name."""
        name = self.fact or self.name
        if not _FACT.fullmatch(name):
            raise FactError(f"fact {name!r} is not a lower-case word")
        if self.counts:
            listed = f"c.facts -> '{name}'"
            return f"CASE WHEN jsonb_typeof({listed}) = 'array' THEN jsonb_array_length({listed}) END"
        return _READ_AS[self.type].format(f"c.facts ->> '{name}'")


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
    own = tuple((column.name, column.type, column.doc, column.expression()) for column in columns)
    return _table(key, grain, "case", (*_CASE, *own), date_column, tuple(procedures))


TABLES = (
    _table("cases.case", "one case", "case", _CASE, "filed_on"),
    _table("cases.act", "one act of one case", "act", _ACT, "done_on"),
    _table("cases.clock", "one run of one clock of one case", "clock", _CLOCK, "stopped_on"),
    _table("cases.rating", "one answer of a reporter, or its absence", "rating", _RATING, "rated_on"),
)
