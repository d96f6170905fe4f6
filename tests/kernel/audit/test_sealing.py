"""Sealing: every finished line once, none lost to a slow transaction, gapless seals."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from minsheng.kernel.audit import sealing
from minsheng.kernel.audit.models import AuditLine, AuditSeal
from minsheng.kernel.audit.sealing import seal_lines
from minsheng.kernel.audit.verification import verify
from tests import database
from tests.kernel.audit.conftest import Note

pytestmark = pytest.mark.own_database


def _closing(work: Callable[[], None]) -> None:
    """Do ``work`` in a thread of its own, which has its own connection."""
    try:
        work()
    finally:
        connection.close()


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
    assert seal_lines(patience=0.1) == 0, "younger lines wait for the older transaction"
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

    def write() -> None:
        for number in range(0, 60, 3):
            with transaction.atomic():
                for offset in range(3):
                    note(number + offset)

    def seal() -> None:
        while not stop.is_set():
            seal_lines()

    with ThreadPoolExecutor() as pool:
        sealers = [pool.submit(_closing, seal) for _ in range(2)]
        writers = [pool.submit(_closing, write) for _ in range(3)]
        wait(writers)
        stop.set()
    for future in [*writers, *sealers]:
        future.result()
    seal_lines()
    sealed = [line_id for _, ids in _seals() for line_id in ids]
    assert len(sealed) == len(set(sealed)) == 180
    assert [seq for seq, _ in _seals()] == list(range(len(_seals())))
    report = verify()
    assert (report.ok, report.lines, report.pending) == (True, 180, 0)


def test_a_rolled_back_line_leaves_a_hole_that_nobody_can_fill(note: Note, tamper: Callable[..., None]) -> None:
    note(1)
    with transaction.atomic():
        note(2)
        transaction.set_rollback(True)
    note(3)
    assert seal_lines() == 2
    assert _seals() == [(0, [1, 3])]
    assert verify().ok
    tamper(
        "INSERT INTO audit_line OVERRIDING SYSTEM VALUE "
        "SELECT (jsonb_populate_record(line, jsonb_build_object('id', 2))).* FROM audit_line AS line WHERE id = 1"
    )
    assert [str(finding) for finding in verify().findings] == ["line inserted behind the seal: 2"]


def test_nobody_chooses_the_id_of_a_line() -> None:
    with pytest.raises(ProgrammingError, match="GENERATED ALWAYS"):
        AuditLine(id=1000, at=timezone.now(), actor_role="", digest=b"").save(force_insert=True)


def test_an_unmoving_snapshot_is_refused(note: Note) -> None:
    note(1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(RuntimeError, match="unmoving"):
            seal_lines()


def test_a_copy_of_the_database_goes_on_sealing(note: Note, own_database: str) -> None:
    """As after a restore: nothing in a seal depends on the server that made it."""
    note(1)
    seal_lines()
    note(2)
    connection.close()
    with database.copy_of(own_database) as name:
        connection.settings_dict["NAME"] = name
        try:
            note(3)
            assert seal_lines() == 2
            assert verify().ok
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own_database
