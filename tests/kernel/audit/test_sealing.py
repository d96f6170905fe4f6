"""Sealing: every finished line once, none lost to a slow transaction, gapless seals."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, transaction

from minsheng.kernel.audit import sealing
from minsheng.kernel.audit.models import AuditSeal
from minsheng.kernel.audit.sealing import seal_lines
from minsheng.kernel.audit.verification import verify
from tests.kernel.audit.conftest import Note

pytestmark = pytest.mark.own_database


def _seals() -> list[tuple[int, list[int]]]:
    return list(AuditSeal.objects.order_by("seq").values_list("seq", "line_ids"))


def test_each_line_is_sealed_once(note: Note) -> None:
    assert seal_lines() == 0
    note(1)
    note(2)
    assert seal_lines() == 2
    assert seal_lines() == 0
    note(3)
    assert seal_lines() == 1
    assert _seals() == [(0, [1, 2]), (1, [3])]
    assert verify().ok


def test_a_big_backlog_is_sealed_in_blocks(note: Note, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_BLOCK", 4)
    with transaction.atomic():  # one transaction, so the mark must cut through it
        for number in range(10):
            note(number)
    assert seal_lines() == 10
    assert [len(ids) for _, ids in _seals()] == [4, 4, 2]
    report = verify()
    assert (report.ok, report.seals, report.lines, report.pending) == (True, 3, 10, 0)


def test_lines_of_a_slow_transaction_are_not_lost(note: Note) -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            note(1)
            written.set()
            assert may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(10)
    note(2)
    note(3)
    assert seal_lines() == 0, "younger lines wait for the older transaction"
    waiting = verify()
    assert (waiting.ok, waiting.pending) == (True, 2)
    assert waiting.pending_since is not None
    may_commit.set()
    thread.join()
    assert seal_lines() == 3
    assert _seals() == [(0, [1, 2, 3])]
    assert verify().ok


def test_many_writers_and_sealers_at_once_lose_nothing(note: Note) -> None:
    stop = threading.Event()
    faults: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            faults.append(error)
        finally:
            connection.close()

    def write() -> None:
        for number in range(0, 60, 3):
            with transaction.atomic():
                for offset in range(3):
                    note(number + offset)

    def seal() -> None:
        while not stop.is_set():
            seal_lines()

    writers = [threading.Thread(target=run, args=(write,)) for _ in range(3)]
    sealers = [threading.Thread(target=run, args=(seal,)) for _ in range(2)]
    for thread in [*writers, *sealers]:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal_lines()
    assert faults == []
    sealed = [line_id for _, ids in _seals() for line_id in ids]
    assert len(sealed) == len(set(sealed)) == 180
    assert [seq for seq, _ in _seals()] == list(range(len(_seals())))
    report = verify()
    assert (report.ok, report.lines, report.pending) == (True, 180, 0)


def test_after_a_restore_into_another_cluster_what_was_left_is_sealed(note: Note, tamper: Callable[..., None]) -> None:
    note(1)
    seal_lines()
    note(2)
    note(3)
    _pretend_restored(tamper)
    note(4)
    assert seal_lines() == 3
    note(5)
    assert seal_lines() == 1
    assert _seals() == [(0, [1]), (1, [4, 2, 3]), (2, [5])]
    newest = AuditSeal.objects.latest("seq")
    assert newest.floor == 4
    assert verify().ok


def test_after_a_restore_sealing_waits_for_a_quiet_moment(
    note: Note, tamper: Callable[..., None], owner_connection: psycopg.Connection
) -> None:
    note(1)
    seal_lines()
    note(2)
    _pretend_restored(tamper)
    owner_connection.execute("SELECT pg_current_xact_id()")  # somebody is writing
    assert seal_lines() == 0
    owner_connection.rollback()
    assert seal_lines() == 1


def _pretend_restored(tamper: Callable[..., None]) -> None:
    """As after a restore: transaction numbers from elsewhere, and the last seal was made in another cluster."""
    tamper("UPDATE audit_line SET transaction = transaction + 1000000000")
    seal = AuditSeal.objects.get()
    content = sealing.SealContent(
        seq=0,
        made_at=seal.made_at,
        algorithm="sha256",
        cluster=5,
        up_to_transaction=seal.up_to_transaction + 1000000000,
        up_to_line=seal.up_to_line,
        floor=0,
        line_ids=seal.line_ids,
        digests=bytes(seal.line_digests),
        previous=bytes(seal.previous),
    )
    tamper(
        "UPDATE audit_seal SET cluster = 5, up_to_transaction = %s, digest = %s",
        content.up_to_transaction,
        content.digest(),
    )
