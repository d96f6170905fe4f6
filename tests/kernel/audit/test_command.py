"""The command ``minsheng audit``."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from minsheng.kernel.audit.queries import head
from minsheng.kernel.audit.tasks import seal
from tests.kernel.audit.conftest import Note

pytestmark = pytest.mark.own_database


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_head_before_anything_was_sealed() -> None:
    with pytest.raises(CommandError, match="nothing has been sealed"):
        _run("head")


def test_seal_head_and_verify(note: Note) -> None:
    note(1)
    assert _run("seal") == "sealed 1 lines\n"
    note(2)
    anchor = _run("head").strip()
    assert anchor == str(head())
    answer = _run("verify", "--anchor", anchor)
    assert answer.startswith("1 seals, 1 sealed lines; 1 not yet sealed, the oldest of ")
    assert answer.endswith("the audit log is intact\n")


def test_a_fault_is_printed_and_the_exit_code_is_one(note: Note, tamper: Callable[..., None]) -> None:
    note(1)
    _run("seal")
    tamper("DELETE FROM audit_line")
    out = StringIO()
    with pytest.raises(CommandError, match="NOT intact: 1 fault") as caught:
        call_command("audit", "verify", stdout=out, stderr=StringIO())
    assert caught.value.returncode == 1
    assert "line missing: 1 (seal 0)" in out.getvalue()


def test_a_malformed_anchor_is_refused() -> None:
    with pytest.raises(CommandError, match="SEQ:HEXDIGEST"):
        _run("verify", "--anchor", "nonsense")


def test_the_minute_job_seals(note: Note) -> None:
    note(1)
    seal(timestamp=0)
    assert head() is not None
