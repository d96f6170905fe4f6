"""Facts of branches and postings: what the figures of posted cadres count. No names of persons."""

from __future__ import annotations

from minsheng.kernel.facts.reading import Source, SqlColumn, sql_table
from minsheng.kernel.facts.registry import ColumnType

_DAY, _COUNT, _FLAG = ColumnType.DAY, ColumnType.INTEGER, ColumnType.FLAG
_NUMBER = SqlColumn("branch_id", _COUNT, "Number of the branch", "b.id")
_AREA = SqlColumn("area_id", _COUNT, "Area in which the compound of the branch lies", "b.area_id")
_DUE = (
    SqlColumn("due_from", _DAY, "First day on which the branch is due to have a cadre; empty: never", "b.due_from"),
    SqlColumn("due_to", _DAY, "Last day on which the branch is due to have one; empty while open", "b.due_to"),
)
_BRANCH = (
    _NUMBER,
    _AREA,
    SqlColumn("from_day", _DAY, "First day of the branch", "b.valid_from"),
    SqlColumn("to_day", _DAY, "Its last day; empty while it exists", "b.valid_to"),
    SqlColumn("due", _FLAG, "Is, was or will be due to have a posted cadre", "b.due_from IS NOT NULL"),
    *_DUE,
)
_POSTING = (
    SqlColumn("posting_id", _COUNT, "Number of the posting", "o.id"),
    _NUMBER,
    _AREA,
    SqlColumn("unit_id", _COUNT, "Unit that sends the cadre", "o.unit_id"),
    SqlColumn("full_time", _FLAG, "Posted full time", "o.full_time"),
    SqlColumn("from_day", _DAY, "First day of the posting", "o.valid_from"),
    SqlColumn("to_day", _DAY, "Its last day; empty while it lasts", "o.valid_to"),
    *_DUE,
)
# All of them each time: there are some hundreds, and a row tells nothing of when it was changed.
TABLES = (
    sql_table(
        key="disputes.branch",
        grain="one party branch of a compound",
        source=Source("b.id", "disputes_compoundbranch b"),
        columns=_BRANCH,
        date_column="from_day",
    ),
    sql_table(
        key="disputes.posting",
        grain="one posting of one cadre",
        source=Source("o.id", "disputes_posting o JOIN disputes_compoundbranch b ON b.id = o.branch_id"),
        columns=_POSTING,
        date_column="from_day",
    ),
)
