"""Storing acts and what they changed: one statement per table, only rows that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from minsheng.kernel.cases.inserting import Row, insert_rows, update_rows
from minsheng.kernel.cases.models import Act, ActText, AssignmentRow, Attachment, Case, ClockRow, RatingRow
from minsheng.kernel.cases.projection import assignment_values, case_columns, clock_values, rating_values
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.snapshot import Done, Snapshot


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


def store_snapshot(case: Case, before: Snapshot, after: Snapshot) -> None:
    """Update the rows of a case from ``before`` to ``after``: the case, and child rows that are new or differ."""
    procedure = procedure_of(case.procedure_id)
    values = case_columns(after, procedure, case_id=case.pk, realm=case.realm, watchers=watchers_of(case))
    if any(getattr(case, name) != value for name, value in values.items()):
        update_rows(Case, ("id",), [{"id": case.pk, **values}])
        for name, value in values.items():
            setattr(case, name, value)
    store_children(case.pk, before, after)


def watchers_of(case: Case) -> tuple[int, ...]:
    """Further parties who may see the case. The reporter needs no row, so most cases have none."""
    if not case.watched:
        return ()
    return tuple(case.parties.filter(sees_case=True).order_by("party_id").values_list("party_id", flat=True))


def store_anew(case: Case, snapshot: Snapshot) -> None:
    """Throw away what is stored of a case's projections, whatever it is, and store ``snapshot`` instead."""
    procedure = procedure_of(case.procedure_id)
    values = case_columns(snapshot, procedure, case_id=case.pk, realm=case.realm, watchers=watchers_of(case))
    update_rows(Case, ("id",), [{"id": case.pk, **values}])
    case.clocks.all().delete()
    case.assignments.all().delete()
    case.ratings.all().delete()
    insert_children([(case.pk, snapshot)])


def store_children(case_id: int, before: Snapshot, after: Snapshot) -> None:
    """Write the clocks, assignments and ratings in which ``after`` differs from ``before`` (what is stored)."""
    _sync(ClockRow, case_id, ("key", "run"), *_both(clock_values, before.clocks, after.clocks))
    _sync(AssignmentRow, case_id, ("seq", "unit_id"), *_both(assignment_values, before.assignments, after.assignments))
    _sync(RatingRow, case_id, ("seq",), *_both(rating_values, before.ratings, after.ratings))


def _both(values: Callable[[Any], Row], before: list[Any], after: list[Any]) -> tuple[list[Row], list[Row]]:
    same = len(before) == len(after) and all(old is new or old == new for old, new in zip(before, after, strict=True))
    return ([], []) if same else ([values(item) for item in before], [values(item) for item in after])


def _sync(model: type[Model], case_id: int, key: tuple[str, ...], before: list[Row], after: list[Row]) -> None:
    stored = {tuple(row[name] for name in key): row for row in before}
    fresh, changed = [], []
    for row in after:
        known = stored.get(tuple(row[name] for name in key))
        if known is None:
            fresh.append({"case_id": case_id, **row})
        elif known != row:
            changed.append({"case_id": case_id, **row})
    insert_rows(model, fresh)
    update_rows(model, ("case_id", *key), changed)


def insert_children(snapshots: Sequence[tuple[int, Snapshot]]) -> None:
    """Insert the child rows of new cases, three statements for all of them."""
    insert_rows(ClockRow, [{"case_id": pk, **clock_values(c)} for pk, snapshot in snapshots for c in snapshot.clocks])
    insert_rows(
        AssignmentRow,
        [{"case_id": pk, **assignment_values(a)} for pk, snapshot in snapshots for a in snapshot.assignments],
    )
    insert_rows(
        RatingRow, [{"case_id": pk, **rating_values(r)} for pk, snapshot in snapshots for r in snapshot.ratings]
    )


def next_case_ids(count: int) -> list[int]:
    """Draw ids of new cases: an audience contains the id, so it must be known before the row is written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_id_seq') FROM generate_series(1, %s)", [count])
        return [int(row[0]) for row in cursor.fetchall()]
