"""Acts are history: the database refuses to change them, to the application and to its owner alike."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Act, ActText, Case
from tests.factories.district import District
from tests.kernel.cases.support import Office, filed

ACT_CHANGES = [
    "UPDATE cases_act SET state_after = 'closed'",
    "UPDATE cases_act SET data = '{}' WHERE id = -1",
    "DELETE FROM cases_act",
    "TRUNCATE cases_act",
    "TRUNCATE cases_act CASCADE",
]
TEXT_CHANGES = [
    "UPDATE cases_acttext SET text = 'something else'",
    "UPDATE cases_acttext SET text = '', erased_at = NULL",
    "UPDATE cases_acttext SET erased_at = now()",
    "UPDATE cases_acttext SET text = '', erased_at = now(), public = NOT public",
    "UPDATE cases_acttext SET text = '', erased_at = now(), field = 'other'",
    "UPDATE cases_acttext SET text = '', erased_at = now(), seq = seq + 1",
    "DELETE FROM cases_acttext",
    "TRUNCATE cases_acttext",
]
BLANK = "UPDATE cases_acttext SET text = '', erased_at = now()"


@pytest.fixture
def case(district: District) -> Case:
    """A case with an act that says something."""
    office = Office(district, filed())
    office.do("dispatcher", "add", message="补充说明")
    look_as_system()
    return office.fresh()


def refused(statement: str) -> str:
    """Try a statement as the application with system eyes; give the message of the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as raised:
            cursor.execute(statement)
        transaction.set_rollback(True)
    return str(raised.value)


@pytest.mark.parametrize("statement", ACT_CHANGES)
def test_the_application_cannot_change_acts(case: Case, statement: str) -> None:
    before = list(Act.objects.filter(case=case).values())
    assert "permission denied" in refused(statement)
    look_as_system()
    assert list(Act.objects.filter(case=case).values()) == before


@pytest.mark.parametrize("statement", ACT_CHANGES)
def test_the_owner_cannot_either(db: None, statement: str, owner_connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="is append-only"):
        owner_connection.execute(statement)


def test_not_even_while_triggers_are_off_for_replication(db: None, owner_connection: psycopg.Connection) -> None:
    """A restore runs with ``session_replication_role = replica``: the trigger is ALWAYS on."""
    name = "act_append_only"
    state = owner_connection.execute("SELECT tgenabled::text FROM pg_trigger WHERE tgname = %s", [name]).fetchone()
    assert state == ("A",)


@pytest.mark.parametrize("statement", TEXT_CHANGES)
def test_a_text_can_only_be_blanked(case: Case, statement: str) -> None:
    message = refused(statement)
    assert "may only be blanked" in message or "permission denied" in message
    look_as_system()
    assert [(row.seq, row.text) for row in ActText.objects.filter(case=case)] == [(2, "补充说明")]


def test_what_was_blanked_stays_blank(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BLANK)
        assert cursor.rowcount == 1
    for statement in ("UPDATE cases_acttext SET text = '又来', erased_at = NULL", BLANK):
        assert "may only be blanked" in refused(statement)
    look_as_system()
    (row,) = ActText.objects.filter(case=case)
    assert (row.text, row.erased_at is None) == ("", False)


@pytest.mark.parametrize("statement", ["DELETE FROM cases_acttext", "TRUNCATE cases_acttext"])
def test_the_owner_cannot_delete_texts(db: None, statement: str, owner_connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="is append-only"):
        owner_connection.execute(statement)


def test_a_second_act_of_the_same_number_is_refused(case: Case) -> None:
    look_as_system()
    values = Act.objects.filter(case=case, seq=2).values().get()
    del values["id"]
    with pytest.raises(DatabaseError, match="acts_of_a_case_in_order"), transaction.atomic():
        Act.objects.create(**values)
