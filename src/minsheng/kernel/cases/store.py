"""Loading snapshots and storing what changed: few queries, only rows that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from minsheng.kernel.cases.inserting import Row, insert_rows
from minsheng.kernel.cases.models import Act, ActText, AssignmentRow, Attachment, Case, ClockRow, RatingRow
from minsheng.kernel.cases.projection import (
    assignment_values,
    case_columns,
    clock_values,
    rating_values,
    snapshot_of,
)
from minsheng.kernel.procedures.snapshot import Done, Snapshot

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Entry:
    """An act about to be stored, with its texts and files."""

    done: Done
    channel: str
    state_before: str
    state_after: str
    texts: dict[str, str] = field(default_factory=dict)
    public_texts: frozenset[str] = frozenset()
    files: dict[str, list[int]] = field(default_factory=dict)
    public_files: bool = False


def load_snapshot(case: Case) -> tuple[Snapshot, Children]:
    """Read a case's snapshot, and the child rows that it was made from (three queries beside the case itself)."""
    children = read_children(case.pk)
    return snapshot_of(case, children.clocks, children.assignments, children.ratings), children


def append_acts(entries: Sequence[tuple[int, Entry]]) -> None:
    """Append acts (each with the id of its case) with their texts and attachments."""
    now = timezone.now()
    insert_rows(Act, [_act_row(case_id, entry, now) for case_id, entry in entries])
    insert_rows(ActText, [row for case_id, entry in entries for row in _text_rows(case_id, entry)])
    insert_rows(Attachment, [row for case_id, entry in entries for row in _file_rows(case_id, entry)])


def _act_row(case_id: int, entry: Entry, now: datetime) -> Row:
    done = entry.done
    return {
        "case_id": case_id,
        "seq": done.seq,
        "key": done.key,
        "at": done.at,
        "recorded_at": now,
        "account_id": done.account_id,
        "party_id": done.party_id,
        "unit_id": done.unit_id,
        "channel": entry.channel,
        "state_before": entry.state_before,
        "state_after": entry.state_after,
        "data": done.data,
    }


def _text_rows(case_id: int, entry: Entry) -> Iterator[Row]:
    for name, text in entry.texts.items():
        public = name in entry.public_texts
        yield {"case_id": case_id, "seq": entry.done.seq, "field": name, "text": text, "public": public}


def _file_rows(case_id: int, entry: Entry) -> Iterator[Row]:
    for name, ids in entry.files.items():
        for file in ids:
            yield {
                "case_id": case_id,
                "seq": entry.done.seq,
                "file_id": file,
                "field": name,
                "public": entry.public_files,
            }


def store_snapshot(case: Case, snapshot: Snapshot, known: Children) -> None:
    """Update the rows of a case to ``snapshot``: the case's changed columns, and changed or new child rows."""
    values = case_columns(snapshot, case_id=case.pk, realm=case.realm, watchers=watchers_of(case))
    changed = {name: value for name, value in values.items() if getattr(case, name) != value}
    if changed:
        Case.objects.filter(pk=case.pk).update(**changed)
        for name, value in changed.items():
            setattr(case, name, value)
    store_children(case.pk, snapshot, known)


def watchers_of(case: Case) -> tuple[int, ...]:
    """Further parties who may see the case. The reporter needs no row, so most cases have none."""
    if not case.watched:
        return ()
    return tuple(case.parties.filter(sees_case=True).order_by("party_id").values_list("party_id", flat=True))


def store_children(case_id: int, snapshot: Snapshot, before: Children) -> None:
    """Write clocks, assignments and ratings that differ from the rows ``before``."""
    _sync(ClockRow, case_id, before.clocks, [clock_values(c) for c in snapshot.clocks], _clock_key)
    _sync(AssignmentRow, case_id, before.assignments, [assignment_values(a) for a in snapshot.assignments], _part_key)
    _sync(RatingRow, case_id, before.ratings, [rating_values(r) for r in snapshot.ratings], _rating_key)


@dataclass(slots=True)
class Children:
    """The child rows of a case as they are stored."""

    clocks: list[ClockRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    ratings: list[RatingRow] = field(default_factory=list)


def read_children(case_id: int) -> Children:
    """Read the child rows of a case, each kind in the order of its acts."""
    return Children(
        list(ClockRow.objects.filter(case_id=case_id).order_by("id")),
        list(AssignmentRow.objects.filter(case_id=case_id).order_by("id")),
        list(RatingRow.objects.filter(case_id=case_id).order_by("seq")),
    )


def _clock_key(values: dict[str, Any]) -> tuple[Any, ...]:
    return values["key"], values["run"]


def _part_key(values: dict[str, Any]) -> tuple[Any, ...]:
    return values["seq"], values["unit_id"]


def _rating_key(values: dict[str, Any]) -> tuple[Any, ...]:
    return (values["seq"],)


def _sync(
    model: type[M],
    case_id: int,
    rows: Iterable[M],
    wanted: list[dict[str, Any]],
    key: Callable[[dict[str, Any]], tuple[Any, ...]],
) -> None:
    stored = {key(row.__dict__): row for row in rows}
    fresh: list[Row] = []
    changed: list[M] = []
    fields: set[str] = set()
    for values in wanted:
        row = stored.get(key(values))
        if row is None:
            fresh.append({"case_id": case_id, **values})
            continue
        differing = {name for name, value in values.items() if getattr(row, name) != value}
        if differing:
            for name in differing:
                setattr(row, name, values[name])
            fields |= differing
            changed.append(row)
    insert_rows(model, fresh)
    for row in changed:
        row.save(update_fields=sorted(fields))


def insert_children(snapshots: Sequence[tuple[int, Snapshot]]) -> None:
    """Insert the child rows of new cases, three statements for all of them."""
    insert_rows(ClockRow, [{"case_id": pk, **clock_values(c)} for pk, snapshot in snapshots for c in snapshot.clocks])
    insert_rows(
        AssignmentRow, [{"case_id": pk, **assignment_values(a)} for pk, snapshot in snapshots for a in snapshot.assignments]
    )
    insert_rows(RatingRow, [{"case_id": pk, **rating_values(r)} for pk, snapshot in snapshots for r in snapshot.ratings])


def next_case_ids(count: int) -> list[int]:
    """Draw ids of new cases: an audience contains the id, so it must be known before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_id_seq') FROM generate_series(1, %s)", [count])
        return [int(row[0]) for row in cursor.fetchall()]
