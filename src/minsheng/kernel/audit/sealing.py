"""Sealing: binding finished lines into blocks, each bound to the block before.

A chain from line to line would queue every transaction of the district behind one lock. So lines are written freely and
sealed afterwards. The difficulty is a slow transaction whose lines become visible after younger ones were sealed. Each line
carries the number of its transaction; only lines below ``pg_snapshot_xmin`` — all transactions below it have ended — are
sealed, in order of (transaction, id). So nothing can appear below the mark later, except by forgery, which `verification`
reports.

After a restore into another cluster the transaction numbers begin anew and say nothing about the lines that came with the
backup. The first seal there takes every line that stands in no seal, at a moment when no transaction is writing, and sets
``floor``: lines at or below it belong to the former cluster and are settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from minsheng.kernel.audit.canonical import SealContent, chosen_algorithm
from minsheng.kernel.audit.models import AuditSeal

_LOCK = 0x6D73_6561_6C00  # "mseal": only one process seals at a time
_BLOCK = 5000
_FIRST_PREVIOUS = bytes(32)

_CLUSTER = "SELECT system_identifier FROM pg_control_system()"
_FINISHED = """
SELECT id, transaction, digest FROM audit_line
WHERE (transaction, id) > (%s, %s) AND id > %s
  AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY transaction, id LIMIT %s
"""
_LAST_ID = "SELECT last_value FROM {sequence}"
_QUIET = """
SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint
WHERE pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
"""
_LEFT_OVER = """
SELECT id, transaction, digest FROM audit_line AS line
WHERE (id <= %s OR transaction < %s)
  AND NOT EXISTS (SELECT 1 FROM (SELECT unnest(line_ids) AS id FROM audit_seal) AS sealed WHERE sealed.id = line.id)
ORDER BY transaction, id
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where lines are sealed: by (transaction, line), within one cluster, above ``floor``."""

    cluster: int
    transaction: int = 0
    line: int = 0
    floor: int = 0


Row = tuple[int, int, bytes]
"""Of a line to be sealed: id, number of its transaction, digest."""


def seal_lines() -> int:
    """Seal every line whose transaction has certainly ended; return how many lines were sealed.

    Safe to call at any time and by several processes. In a database restored from another cluster it seals nothing until
    a moment at which no transaction is writing; the next call tries again.
    """
    total = 0
    while True:
        sealed = _seal_block()
        total += sealed
        if sealed < _BLOCK:
            return total


def _seal_block() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s), set_config('minsheng.auditor', 'on', true)", [_LOCK])
        cursor.execute(_CLUSTER)
        cluster: int = cursor.fetchone()[0]
        last = AuditSeal.objects.order_by("-seq").first()
        if last is not None and last.cluster != cluster:
            return _seal_restored(last, cluster)
        mark = _mark_of(last) if last else Mark(cluster)
        cursor.execute(_FINISHED, [mark.transaction, mark.line, mark.floor, _BLOCK])
        rows: list[Row] = cursor.fetchall()
        if rows:
            _append(last, rows, Mark(cluster, rows[-1][1], rows[-1][0], mark.floor))
        return len(rows)


def _seal_restored(last: AuditSeal, cluster: int) -> int:
    """First seal in a new cluster: all that is left over from the old one. Returns 0 when somebody is writing just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('audit_line', 'id')")
        sequence: str = cursor.fetchone()[0]
        # The order matters: an id up to this value was drawn by a transaction that had its number before, so once the
        # cluster is quiet it has ended; a higher id belongs to this cluster and is told by the transaction's number.
        cursor.execute(_LAST_ID.format(sequence=sequence))
        floor: int = cursor.fetchone()[0]
        cursor.execute(_QUIET)
        quiet = cursor.fetchone()
        if quiet is None:
            return 0
        cursor.execute(_LEFT_OVER, [floor, quiet[0]])
        rows: list[Row] = cursor.fetchall()
    _append(last, rows, Mark(cluster, quiet[0], 0, floor))
    return len(rows)


def _mark_of(last: AuditSeal) -> Mark:
    return Mark(last.cluster, last.up_to_transaction, last.up_to_line, last.floor)


def _append(last: AuditSeal | None, rows: Sequence[Row], mark: Mark) -> None:
    content = SealContent(
        seq=last.seq + 1 if last else 0,
        made_at=timezone.now(),
        algorithm=chosen_algorithm(),
        cluster=mark.cluster,
        up_to_transaction=mark.transaction,
        up_to_line=mark.line,
        floor=mark.floor,
        line_ids=[row[0] for row in rows],
        digests=b"".join(bytes(row[2]) for row in rows),
        previous=bytes(last.digest) if last else _FIRST_PREVIOUS,
    )
    AuditSeal(
        seq=content.seq,
        made_at=content.made_at,
        algorithm=content.algorithm,
        cluster=content.cluster,
        up_to_transaction=content.up_to_transaction,
        up_to_line=content.up_to_line,
        floor=content.floor,
        line_ids=list(content.line_ids),
        line_digests=content.digests,
        previous=content.previous,
        digest=content.digest(),
    ).save(force_insert=True)
