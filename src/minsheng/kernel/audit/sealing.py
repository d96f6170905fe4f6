"""Sealing: binding finished lines into blocks, each bound to the block before.

A chain from line to line would queue every transaction of the district behind one lock. So lines are written freely,
and sealed afterwards in order of their ids. The difficulty is a slow transaction whose line has a low id and becomes
visible after higher ones were sealed.

A writer holds a lock on the table from before it draws an id until its transaction has ended, as PostgreSQL does for
every INSERT. So: note the highest id drawn, then note who holds that lock. Once those have ended, every line up to the
noted id is either visible or will never be, and the block can be closed; who came later has drawn a higher id. Nobody
waits for the sealer. This needs the sequence to keep no ids in reserve (CACHE 1, the default).
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from minsheng.kernel.audit.canonical import SealContent, chosen_algorithm
from minsheng.kernel.audit.models import AuditLine, AuditSeal

PATIENCE_SECONDS = 10.0
"""How long one call waits for slow writers before it leaves the work to the next call."""

_LOCK = 0x6D73_6561_6C00  # "mseal": only one process seals at a time
_BLOCK = 5000
_LOOK_AGAIN_SECONDS = 0.05
_FIRST_PREVIOUS = bytes(32)

_BEGIN = """
SELECT current_setting('transaction_isolation'), set_config('minsheng.auditor', 'on', true), pg_advisory_xact_lock(%s)
"""
_HIGHEST_ID = "SELECT last_value FROM audit_line_id_seq"
_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'audit_line'::regclass AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND pid IS DISTINCT FROM pg_backend_pid()
"""

Row = tuple[int, bytes]
"""Of a line to be sealed: id and digest."""


def seal_lines(patience: float = PATIENCE_SECONDS) -> int:
    """Seal every line written before this call; return how many were sealed.

    Waits up to ``patience`` seconds for transactions that are writing just now; if one lasts longer, nothing is sealed
    and the next call tries again. Safe to call at any time and by several processes.
    """
    highest = _highest_settled_id(patience)
    total = 0
    while highest is not None:
        sealed = _seal_block(highest)
        total += sealed
        if sealed < _BLOCK:
            break
    return total


def _highest_settled_id(patience: float) -> int | None:
    """The highest id drawn by now, once all who may have drawn it or a lower one have ended; None if one is slow."""
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST_ID)
        highest: int = cursor.fetchone()[0]
    last_look = time.monotonic() + patience
    holders = _writers()
    while holders:
        if time.monotonic() >= last_look:
            return None
        time.sleep(_LOOK_AGAIN_SECONDS)
        holders &= _writers()
    return highest


def _writers() -> set[str]:
    """Transactions of others that have written lines and have not ended."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        return {row[0] for row in cursor.fetchall()}


def _seal_block(highest: int) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [_LOCK])
            if cursor.fetchone()[0] != "read committed":
                raise RuntimeError("sealing in one unmoving snapshot would miss lines")
        last = AuditSeal.objects.order_by("-seq").first()
        after = last.up_to_line if last else 0
        lines = AuditLine.objects.filter(id__gt=after, id__lte=highest).order_by("id")
        rows: list[Row] = [(row[0], bytes(row[1])) for row in lines.values_list("id", "digest")[:_BLOCK]]
        if rows:
            _append(last, after, rows[-1][0] if len(rows) == _BLOCK else highest, rows)
        return len(rows)


def _append(last: AuditSeal | None, after: int, up_to: int, rows: Sequence[Row]) -> None:
    content = SealContent(
        seq=last.seq + 1 if last else 0,
        made_at=timezone.now(),
        algorithm=chosen_algorithm(),
        after_line=after,
        up_to_line=up_to,
        line_ids=[row[0] for row in rows],
        digests=b"".join(row[1] for row in rows),
        previous=bytes(last.digest) if last else _FIRST_PREVIOUS,
    )
    AuditSeal(
        seq=content.seq,
        made_at=content.made_at,
        algorithm=content.algorithm,
        after_line=content.after_line,
        up_to_line=content.up_to_line,
        line_ids=list(content.line_ids),
        line_digests=content.digests,
        previous=content.previous,
        digest=content.digest(),
    ).save(force_insert=True)
