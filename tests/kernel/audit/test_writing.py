"""Writing the log: registered kinds only, nothing personal, one statement, with the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.audit.canonical import line_digest
from minsheng.kernel.audit.kinds import AuditKindError, Holds, LogKind, log_kind, register_kinds
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.audit.queries import lines_about, lines_by, lines_of_case, says
from minsheng.kernel.audit.services import NewLine, record, record_many
from tests.kernel.audit.conftest import CLERK, NOTED, Note

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 14, 9, 30, 1, 123456, tzinfo=UTC)


def test_a_line_says_who_did_what_to_what(as_auditor: Callable[[], None]) -> None:
    data = {"number": 5, "names": ["甲", "乙"], "flag": True, "nothing": None}
    record("tests.noted", by=CLERK, subject="thing", subject_id=5, data=data, case_id=12, at=AT)
    as_auditor()
    line = AuditLine.objects.get()
    assert (line.at, line.kind, line.actor_account_id, line.actor_role, line.channel) == (
        AT,
        "tests.noted",
        7,
        "arbiter,clerk",
        "api",
    )
    assert (line.subject, line.subject_id, line.case_id, line.data) == ("thing", "5", 12, data)
    assert CLERK.name not in str(vars(line)), "the name of the actor is personal: only the account is kept"
    assert says(line) == "noted 5"


def test_what_comes_back_from_the_database_gives_the_same_digest(as_auditor: Callable[[], None]) -> None:
    data = {"number": 2**53 + 1, "names": ['"\\\n\t', "𠮷", "e\u0301"], "reason": "查 {x}", "flag": False}
    record("tests.noted", by=CLERK, subject="thing", subject_id="ü", data=data, at=AT)
    as_auditor()
    line = AuditLine.objects.get()
    assert line_digest(vars(line)) == bytes(line.digest)


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_the_algorithm_is_the_settings(
    algorithm: str, settings: Settings, note: Note, as_auditor: Callable[[], None]
) -> None:
    settings.MINSHENG_DIGEST = algorithm
    note(1)
    as_auditor()
    line = AuditLine.objects.get()
    assert line.algorithm == algorithm
    assert line_digest(vars(line)) == bytes(line.digest)


def test_now_is_the_instant_unless_one_is_given(note: Note, as_auditor: Callable[[], None]) -> None:
    note(1)
    as_auditor()
    assert abs(AuditLine.objects.get().at - timezone.now()) < timedelta(seconds=10)


def test_roles_of_the_system_and_of_a_resident(as_auditor: Callable[[], None]) -> None:
    for actor in (Actor.system("job"), Actor.anonymous("web")):
        record("tests.noted", by=actor, subject="thing", subject_id=1, data={"number": 1})
    as_auditor()
    rows = AuditLine.objects.order_by("id").values_list("actor_role", "actor_account_id", "channel")
    assert list(rows) == [("system", None, "job"), ("", None, "web")]


def test_one_line_and_a_thousand_cost_one_statement_each() -> None:
    with CaptureQueriesContext(connection) as one:
        record("tests.noted", by=CLERK, subject="thing", subject_id=1, data={"number": 1})
    lines = [NewLine("tests.noted", CLERK, "thing", number, {"number": number}) for number in range(1000)]
    with CaptureQueriesContext(connection) as many:
        record_many(lines)
    record_many([])
    assert (len(one), len(many)) == (1, 1)


def test_many_lines_keep_their_order(as_auditor: Callable[[], None]) -> None:
    record_many([NewLine("tests.noted", CLERK, "thing", number, {"number": number}) for number in (3, 1, 2)])
    as_auditor()
    assert list(AuditLine.objects.order_by("id").values_list("subject_id", flat=True)) == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("kind", "data", "fault"),
    [
        ("tests.unknown", {}, "not registered"),
        ("tests.noted", {"name": "王小明"}, "does not name the data key 'name'"),
        ("tests.noted", {"number": 1.5}, "float cannot be logged"),
        ("tests.noted", {"names": [{"a": 1}]}, "dict cannot be logged"),
        ("tests.noted", {"reason": 5}, "a text is needed"),
    ],
)
def test_what_no_kind_provides_for_is_refused(kind: str, data: dict[str, object], fault: str) -> None:
    with pytest.raises(AuditKindError, match=fault):
        record(kind, by=CLERK, subject="thing", subject_id=1, data=data)  # type: ignore[arg-type]


def test_numbers_in_a_reason_are_masked(as_auditor: Callable[[], None]) -> None:
    reason = "核对 13812345678 与 140202195601011232 是否一人"
    record("tests.noted", by=CLERK, subject="thing", subject_id=1, data={"reason": reason})
    as_auditor()
    kept = AuditLine.objects.get().data["reason"]
    assert "138****5678" in kept
    assert "19560101" not in kept


def test_a_line_goes_with_its_transaction(note: Note, as_auditor: Callable[[], None]) -> None:
    with transaction.atomic():
        note(1)
        transaction.set_rollback(True)
    note(2)
    as_auditor()
    assert list(AuditLine.objects.values_list("subject_id", flat=True)) == ["2"]


def test_lines_are_found_by_subject_case_and_account(as_auditor: Callable[[], None]) -> None:
    record("tests.noted", by=CLERK, subject="thing", subject_id=1, data={"number": 1}, case_id=5)
    record("tests.noted", by=Actor.system(), subject="thing", subject_id=2, data={"number": 2}, case_id=6)
    as_auditor()
    assert [line.subject_id for line in lines_about("thing", 1)] == ["1"]
    assert [line.subject_id for line in lines_of_case(6)] == ["2"]
    assert [line.subject_id for line in lines_by(7)] == ["1"]


def test_a_line_of_a_module_that_is_gone_is_named_by_its_kind() -> None:
    assert says(AuditLine(kind="gone.away")) == "gone.away"


def test_kinds_are_registered_once_and_well_formed() -> None:
    with pytest.raises(AuditKindError, match="twice"):
        register_kinds(NOTED)
    with pytest.raises(AuditKindError, match="two lower-case words"):
        register_kinds(LogKind("Noted", NOTED.says, {"number": Holds.CODE}))
    assert log_kind("tests.noted") is NOTED
