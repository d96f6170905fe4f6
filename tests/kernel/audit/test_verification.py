"""Verifying: each way of tampering is found and named exactly, even by the owner of the tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from minsheng.kernel.audit.canonical import line_digest
from minsheng.kernel.audit.models import AuditLine, AuditSeal
from minsheng.kernel.audit.queries import head
from minsheng.kernel.audit.sealing import seal_lines
from minsheng.kernel.audit.verification import Anchor, Fault, Finding, verify
from tests.kernel.audit.conftest import Note

pytestmark = pytest.mark.own_database
Tamper = Callable[..., None]


@pytest.fixture(autouse=True)
def _three_seals(own_database: str, note: Note) -> None:
    """Lines 1–6 in seals 0–2, two each; line 7 waits."""
    for number in (1, 3, 5):
        note(number)
        note(number + 1)
        seal_lines()
    note(7)


def _found(anchor: Anchor | None = None) -> list[tuple[Fault, int]]:
    return [(finding.fault, finding.where) for finding in verify(anchor).findings]


def test_an_untouched_log_is_intact() -> None:
    report = verify()
    assert (report.ok, report.seals, report.lines, report.pending, report.unproven) == (True, 3, 6, 1, 0)


def test_progress_is_told_in_lines() -> None:
    told: list[int] = []
    verify(progress=told.append)
    assert told == [2, 2, 2]


def test_every_changed_line_is_named_whatever_was_changed(tamper: Tamper, note: Note) -> None:
    changes = [
        "at = at + interval '1 microsecond'",
        "kind = 'tests.other'",
        "actor_account_id = 8",
        "actor_account_id = NULL",
        "actor_role = 'clerk'",
        "channel = 'web'",
        "subject = 'other'",
        "subject_id = '99'",
        "case_id = 1",
        "data = '{\"number\": 0}'",
        "algorithm = 'sm3'",
        "algorithm = 'none'",
        "digest = sha256('x')",
    ]
    for number in range(8, 8 + len(changes)):
        note(number)
    seal_lines()
    assert _found() == []
    for line_id, change in enumerate(changes, start=8):
        tamper(f"UPDATE audit_line SET {change} WHERE id = {line_id}")
    assert _found() == [(Fault.LINE_CHANGED, line_id) for line_id in range(8, 8 + len(changes))]


def test_a_line_changed_together_with_its_digest_is_named(tamper: Tamper) -> None:
    tamper("UPDATE audit_line SET actor_account_id = 8 WHERE id = 3")
    row = _line(3)
    tamper("UPDATE audit_line SET digest = %s WHERE id = 3", line_digest(vars(row)))
    assert _found() == [(Fault.LINE_CHANGED, 3)]


def test_a_deleted_line_is_named_with_its_seal(tamper: Tamper) -> None:
    tamper("DELETE FROM audit_line WHERE id = 4")
    assert verify().findings == [Finding(Fault.LINE_MISSING, 4, "seal 1")]


def test_a_line_slipped_in_behind_the_seal_is_named(tamper: Tamper) -> None:
    tamper(
        "INSERT INTO audit_line OVERRIDING SYSTEM VALUE "
        "SELECT (jsonb_populate_record(line, jsonb_build_object('id', 0))).* FROM audit_line AS line WHERE id = 2"
    )
    assert _found() == [(Fault.LINE_INSERTED, 0)]


def test_a_line_under_another_number_is_missing_and_inserted(tamper: Tamper) -> None:
    tamper(
        "INSERT INTO audit_line OVERRIDING SYSTEM VALUE "
        "SELECT (jsonb_populate_record(line, jsonb_build_object('id', 0))).* FROM audit_line AS line WHERE id = 2"
    )
    tamper("DELETE FROM audit_line WHERE id = 2")
    assert _found() == [(Fault.LINE_MISSING, 2), (Fault.LINE_INSERTED, 0)]


def test_a_waiting_line_that_was_changed_is_named(tamper: Tamper) -> None:
    tamper("UPDATE audit_line SET subject_id = '70' WHERE id = 7")
    assert verify().findings == [Finding(Fault.LINE_CHANGED, 7, "not sealed yet")]


def test_a_changed_seal_is_named_whatever_was_changed(tamper: Tamper) -> None:
    before = AuditSeal.objects.get(seq=1)
    for column, value in [
        ("made_at", before.made_at + timedelta(seconds=1)),
        ("algorithm", "sm3"),
        ("algorithm", "none"),
        ("after_line", 1),
        ("up_to_line", 3),
        ("line_digests", bytes(before.line_digests)[:-1]),
        ("previous", bytes(32)),
    ]:
        change = f"UPDATE audit_seal SET {column} = %s WHERE seq = 1"
        tamper(change, value)
        assert (Fault.SEAL_CHANGED, 1) in _found(), column
        tamper(change, getattr(before, column))
    assert _found() == []


def test_a_seal_made_anew_breaks_the_next_link(tamper: Tamper) -> None:
    tamper("UPDATE audit_seal SET digest = sha256('x') WHERE seq = 1")
    assert _found() == [(Fault.SEAL_CHANGED, 1), (Fault.SEAL_UNLINKED, 2)]


def test_a_line_taken_out_of_its_seal_is_named(tamper: Tamper) -> None:
    tamper("UPDATE audit_seal SET line_ids = '{3}' WHERE seq = 1")
    assert _found() == [(Fault.SEAL_CHANGED, 1), (Fault.LINE_INSERTED, 4)]


def test_a_deleted_seal_is_named_and_its_lines_are_not_blamed(tamper: Tamper) -> None:
    tamper("DELETE FROM audit_seal WHERE seq = 1")
    report = verify()
    assert [(finding.fault, finding.where) for finding in report.findings] == [(Fault.SEAL_MISSING, 1)]
    assert (report.unproven, report.pending) == (2, 1)


def test_a_deleted_first_seal_is_named(tamper: Tamper) -> None:
    tamper("DELETE FROM audit_seal WHERE seq = 0")
    report = verify()
    assert [(finding.fault, finding.where) for finding in report.findings] == [(Fault.SEAL_MISSING, 0)]
    assert report.unproven == 2


def test_a_cut_off_tail_is_proved_by_an_anchor(tamper: Tamper) -> None:
    newest = head()
    assert newest is not None
    anchor = Anchor.parse(str(newest))
    assert _found(anchor) == []
    tamper("DELETE FROM audit_line WHERE id >= 5")
    tamper("DELETE FROM audit_seal WHERE seq = 2")
    assert _found() == [], "without an anchor the rest looks whole"
    assert _found(anchor) == [(Fault.ANCHOR_MISSING, 2)]


def test_a_tail_written_anew_has_another_digest(tamper: Tamper, note: Note) -> None:
    newest = head()
    assert newest is not None
    tamper("DELETE FROM audit_line WHERE id >= 5")
    tamper("DELETE FROM audit_seal WHERE seq = 2")
    note(5)
    assert seal_lines() == 1
    assert _found(Anchor.parse(str(newest))) == [(Fault.ANCHOR_DIFFERS, 2)]


def test_a_malformed_anchor_is_an_error() -> None:
    for text in ("", "5", "x:00", "5:00", f"5:{'g' * 64}"):
        with pytest.raises(ValueError, match=r"SEQ:HEXDIGEST"):
            Anchor.parse(text)


def test_seals_of_two_algorithms_follow_each_other(settings: Settings) -> None:
    settings.MINSHENG_DIGEST = "sm3"
    assert seal_lines() == 1
    assert list(AuditSeal.objects.order_by("seq").values_list("algorithm", flat=True)) == ["sha256"] * 3 + ["sm3"]
    assert verify().ok


def _line(line_id: int) -> AuditLine:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('minsheng.auditor', 'on', true)")
        return AuditLine.objects.get(pk=line_id)
