"""Facts of branches and postings: what the figures of posted cadres count. No names of persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.kernel.facts.registry import Column, ColumnType, FactTable

_BRANCH = (
    Column("branch_id", ColumnType.INTEGER, "Number of the branch"),
    Column("area_id", ColumnType.INTEGER, "Area in which its compound lies"),
    Column("from_day", ColumnType.DAY, "First day of the branch"),
    Column("to_day", ColumnType.DAY, "Its last day; empty while it exists"),
    Column("due", ColumnType.FLAG, "Is, was or will be due to have a posted cadre"),
    Column("due_from", ColumnType.DAY, "First day on which it is due to have one; empty when it never is"),
    Column("due_to", ColumnType.DAY, "Last day on which it is due to have one; empty while open"),
)
_POSTING = (
    Column("posting_id", ColumnType.INTEGER, "Number of the posting"),
    Column("branch_id", ColumnType.INTEGER, "Number of the branch"),
    Column("area_id", ColumnType.INTEGER, "Area in which the compound of the branch lies"),
    Column("unit_id", ColumnType.INTEGER, "Unit that sends the cadre"),
    Column("full_time", ColumnType.FLAG, "Posted full time"),
    Column("from_day", ColumnType.DAY, "First day of the posting"),
    Column("to_day", ColumnType.DAY, "Its last day; empty while it lasts"),
    Column("due_from", ColumnType.DAY, "First day on which the branch is due to have a cadre; empty when it never is"),
    Column("due_to", ColumnType.DAY, "Last day on which the branch is due to have one; empty while open"),
)


def _branches(_since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """All branches, each time: there are some hundreds, and a row tells nothing of when it was changed."""
    rows = CompoundBranch.objects.order_by("id")
    for row in rows.values_list("id", "area_id", "valid_from", "valid_to", "due_from", "due_to").iterator():
        yield (*row[:4], row[4] is not None, *row[4:])


def _postings(_since: datetime | None) -> Iterator[tuple[Any, ...]]:
    """All postings, each time, as for branches."""
    own = ("id", "branch_id", "branch__area_id", "unit_id", "full_time", "valid_from", "valid_to")
    rows = Posting.objects.order_by("id").values_list(*own, "branch__due_from", "branch__due_to")
    yield from rows.iterator()


TABLES = (
    FactTable("disputes.branch", "one party branch of a compound", _BRANCH, "from_day", "area_id", _branches),
    FactTable("disputes.posting", "one posting of one cadre", _POSTING, "from_day", "area_id", _postings),
)
