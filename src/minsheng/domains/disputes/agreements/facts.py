"""Facts of agreements and instalments: kinds, amounts and days; nobody is named and no words are kept."""

from __future__ import annotations

from minsheng.kernel.cases.facts import FactColumn
from minsheng.kernel.facts.reading import Source, SqlColumn, day_of, sql_table
from minsheng.kernel.facts.registry import ColumnType

_DAY, _TEXT, _COUNT, _YUAN = ColumnType.DAY, ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DECIMAL
_ABOUT = (
    SqlColumn("case_id", _COUNT, "Number of the case", "c.id"),
    SqlColumn("procedure", _TEXT, "Key of its procedure", "p.key"),
    SqlColumn("kind", _TEXT, "Type of the dispute", "c.kind"),
    SqlColumn("area_id", _COUNT, "Area of the dispute", "c.area_id"),
    SqlColumn("unit_id", _COUNT, "Committee before which it was made; empty when unknown", "n.unit_id"),
)
_PERFORMED, _BREACHED, _ASKED = (
    FactColumn("performed_on", _DAY, "Day on which performance was confirmed; empty until then", "performed_at"),
    FactColumn("breached_on", _DAY, "Day on which a breach was found; empty for none", "breached_at"),
    FactColumn("confirmation_asked_on", _DAY, "Day of the application to the court", "confirm_applied_at"),
)
_PERFORMED_ON = _PERFORMED.in_sql().expression
_AGREEMENT = (
    SqlColumn("agreement_id", _COUNT, "Number of the agreement", "g.id"),
    *_ABOUT,
    SqlColumn("form", _TEXT, "written or oral", "g.form"),
    SqlColumn("amount", _YUAN, "Amount agreed, yuan; empty for none", "g.amount"),
    SqlColumn("effective_on", _DAY, "Day on which it took effect", day_of("g.effective_at")),
    SqlColumn("perform_by", _DAY, "Last day of performance; empty when none was agreed", "g.perform_by"),
    SqlColumn(
        "due",
        ColumnType.FLAG,
        "Its last day of performance has passed, or it was performed before",
        f"({_PERFORMED_ON}) IS NOT NULL OR coalesce(g.perform_by < %(today)s, false)",
    ),
    _PERFORMED.in_sql(),
    _BREACHED.in_sql(),
    SqlColumn(
        "in_time",
        ColumnType.FLAG,
        "Performed by the last day; empty until then, or without such a day",
        f"({_PERFORMED_ON}) <= g.perform_by",
    ),
    _ASKED.in_sql(),
    FactColumn("ruling", _TEXT, "What the court decided; empty until then").in_sql(),
)
_INSTALMENT = (
    SqlColumn("instalment_id", _COUNT, "Number of the row", "i.id"),
    *_ABOUT,
    SqlColumn("number", _COUNT, "Number within the agreement", "i.number"),
    SqlColumn("due_on", _DAY, "Day by which it is to be paid", "i.due"),
    SqlColumn("amount", _YUAN, "Amount, yuan", "i.amount"),
    SqlColumn("paid", _YUAN, "Paid of it, yuan", "i.paid"),
    SqlColumn("paid_on", _DAY, "Day of the last payment; empty for none", "i.paid_on"),
    SqlColumn(
        "state",
        _TEXT,
        "paid, due or late, as of the export",
        "CASE WHEN i.paid >= i.amount THEN 'paid' WHEN i.due < %(today)s THEN 'late' ELSE 'due' END",
    ),
    SqlColumn(
        "in_time",
        ColumnType.FLAG,
        "Whole amount paid by the due day; empty until it is paid",
        "CASE WHEN i.paid >= i.amount THEN i.paid_on <= i.due END",
    ),
)
_JOINED = (
    "disputes_agreementnumber n ON n.id = g.number_id JOIN cases_case c ON c.id = g.case_id"
    " JOIN procedures_procedureversion p ON p.id = c.procedure_id"
)
# All of them each time: what became of one shows in its case, and time alone makes it due or late.
_IN_FORCE = "g.effective_at IS NOT NULL AND g.dropped_at IS NULL"
TABLES = (
    sql_table(
        key="disputes.agreement",
        grain="one agreement in force",
        source=Source("g.id", f"disputes_agreement g JOIN {_JOINED}", where=_IN_FORCE),
        columns=_AGREEMENT,
        date_column="effective_on",
    ),
    sql_table(
        key="disputes.instalment",
        grain="one instalment agreed",
        source=Source(
            "i.id",
            f"disputes_instalment i JOIN disputes_agreement g ON g.id = i.agreement_id JOIN {_JOINED}",
            where=_IN_FORCE,
        ),
        columns=_INSTALMENT,
        date_column="due_on",
    ),
)
