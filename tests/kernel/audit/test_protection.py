"""The database itself keeps the log: who may read it, and that nobody changes it."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.context import look_as, look_as_system
from minsheng.kernel.audit.models import AuditLine
from tests.kernel.audit.conftest import CLERK, Note

CHANGES = [
    "UPDATE audit_line SET kind = 'x'",
    "UPDATE audit_line SET kind = 'x' WHERE id = -1",
    "DELETE FROM audit_line",
    "TRUNCATE audit_line",
    "UPDATE audit_seal SET seq = 9",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_may_not_change_the_log(statement: str, note: Note) -> None:
    note(1)
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES)
def test_the_owner_is_stopped_by_a_trigger(statement: str, owner_connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="is append-only"):
        owner_connection.execute(statement)


@pytest.mark.django_db
def test_an_insert_that_would_update_is_refused_too(owner_connection: psycopg.Connection) -> None:
    statement = """
        INSERT INTO audit_seal VALUES (0, now(), 'sha256', 0, 1, '{}', '', '', '')
        ON CONFLICT (seq) DO UPDATE SET up_to_line = 5
    """
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute(statement)


@pytest.mark.django_db
def test_django_cannot_save_a_line_again(note: Note, as_auditor: Callable[[], None]) -> None:
    note(1)
    as_auditor()
    line = AuditLine.objects.get()
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        line.save()


@pytest.mark.django_db
def test_only_auditors_and_the_system_read_lines(note: Note) -> None:
    note(1)
    assert AuditLine.objects.count() == 0, "nobody in particular"
    look_as(CLERK)
    assert AuditLine.objects.count() == 0, "a clerk"
    look_as(Actor(account_id=1, grants=(Grant(1, "auditor", frozenset({"audit.read"}), 1, None, 0),)))
    assert AuditLine.objects.count() == 1, "an auditor"
    look_as(CLERK)
    assert AuditLine.objects.count() == 0, "a clerk again"
    look_as_system()
    assert AuditLine.objects.count() == 1, "the system"


@pytest.mark.own_database
def test_reading_ends_with_the_transaction(note: Note, as_auditor: Callable[[], None]) -> None:
    with transaction.atomic():
        note(1)
        as_auditor()
        assert AuditLine.objects.count() == 1
    assert AuditLine.objects.count() == 0
