"""Releasing a version: checked first, once and for ever; which one new cases begin under."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.procedures.library import active_version, procedure_files, procedure_folders, procedure_of
from minsheng.kernel.procedures.models import ActiveProcedure, ProcedureVersion
from minsheng.kernel.procedures.schema import content_hash, parse
from minsheng.kernel.procedures.services import activate_version, release_all, release_procedure
from tests.kernel.procedures.small import SMALL

SYSTEM = Actor.system("import")
KEY = "test.matter"
CHANGES = [
    "UPDATE procedures_procedureversion SET source = 'x'",
    "UPDATE procedures_procedureversion SET released_at = now() WHERE id = -1",
    "DELETE FROM procedures_procedureversion",
    "TRUNCATE procedures_procedureversion CASCADE",
]


@pytest.fixture(autouse=True)
def _eyes(db: None) -> None:
    look_as_system()


def version(number: str, source: str = SMALL) -> str:
    return source.replace('version = "2026.1"', f'version = "{number}"')


def stored() -> list[tuple[str, str]]:
    rows = ProcedureVersion.objects.filter(key=KEY).order_by("id")
    return [(row.version, row.content_hash) for row in rows]


def lines() -> list[tuple[str, str]]:
    rows = AuditLine.objects.filter(subject="procedure").order_by("id")
    return [(row.kind, row.subject_id) for row in rows]


def test_a_sound_version_is_stored_activated_and_told() -> None:
    released = release_procedure(by=SYSTEM, source=SMALL)
    assert stored() == [("2026.1", content_hash(parse(SMALL)))]
    assert active_version(KEY) == released
    assert procedure_of(released.pk) == parse(SMALL)
    assert lines() == [("procedures.released", str(released.pk)), ("procedures.activated", str(released.pk))]


def test_the_same_content_again_changes_nothing() -> None:
    first = release_procedure(by=SYSTEM, source=SMALL)
    before = lines()
    again = release_procedure(by=SYSTEM, source=SMALL.replace("\n[law]", "\n# another layout\n\n[law]"))
    assert (again.pk, again.source) == (first.pk, SMALL)
    assert len(stored()) == 1
    assert lines() == before


def test_changed_content_needs_a_new_version() -> None:
    release_procedure(by=SYSTEM, source=SMALL)
    before = stored(), lines()
    with pytest.raises(Refusal) as refused:
        release_procedure(by=SYSTEM, source=SMALL.replace('max = "P9D"', 'max = "P8D"'))
    assert (refused.value.code, refused.value.field, refused.value.status) == (
        "procedure.version_not_raised",
        "source",
        409,
    )
    assert refused.value.params == {"version": "test.matter@2026.1"}
    assert (stored(), lines()) == before
    release_procedure(by=SYSTEM, source=version("2026.2", SMALL.replace('max = "P9D"', 'max = "P8D"')))
    assert [row[0] for row in stored()] == ["2026.1", "2026.2"]


def test_findings_refuse_and_store_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        release_procedure(by=SYSTEM, source=SMALL.replace('does = ["ask"]', 'does = ["beg", "ask"]'))
    assert refused.value.code == "procedure.findings"
    assert refused.value.params == {"count": 1, "first": "error: act.ask: beg [effect.unknown]"}
    assert (stored(), lines()) == ([], [])
    assert not ActiveProcedure.objects.filter(key=KEY).exists()


def test_a_source_that_nobody_read_does_not_refuse() -> None:
    release_procedure(by=SYSTEM, source=SMALL.replace(", checked = 2026-01-01 }", " }"))
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("source", "place"),
    [("key = = 1", ""), ("", "key"), (SMALL.replace('who    = ["clerk"]\ndoes', "who    = []\ndoes"), "act.give.who")],
)
def test_an_unreadable_source_names_the_place(source: str, place: str) -> None:
    with pytest.raises(Refusal) as refused:
        release_procedure(by=SYSTEM, source=source)
    assert (refused.value.code, refused.value.params["place"]) == ("procedure.unreadable", place)


def test_only_who_manages_procedures_may() -> None:
    clerk = Actor(account_id=5, grants=(Grant(1, "clerk", frozenset({"hotline.dispatch"}), 1, None, 0),))
    for attempt in (lambda: release_procedure(by=clerk, source=SMALL), lambda: _activate(clerk)):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert (refused.value.code, refused.value.status) == ("access.denied", 403)
    manager = Actor(account_id=6, grants=(Grant(1, "lawyer", frozenset({"procedures.manage"}), 1, None, 0),))
    released = release_procedure(by=manager, source=version("2026.2"))
    assert released.released_by_id == 6


def _activate(by: Actor) -> None:
    activate_version(by=by, version=release_procedure(by=SYSTEM, source=SMALL))


def test_new_cases_begin_under_the_version_that_was_chosen() -> None:
    one = release_procedure(by=SYSTEM, source=SMALL)
    two = release_procedure(by=SYSTEM, source=version("2026.2"), activate=False)
    assert active_version(KEY) == one
    activate_version(by=SYSTEM, version=two)
    assert active_version(KEY) == two
    before = lines()
    activate_version(by=SYSTEM, version=two)
    assert lines() == before
    activate_version(by=SYSTEM, version=one)
    assert active_version(KEY) == one


def test_installed_versions_are_released_once() -> None:
    first = release_all(by=SYSTEM)
    installed = {
        (f.procedure.key, f.procedure.version) for folder in procedure_folders() for f in procedure_files(folder)
    }
    assert {(version.key, version.version) for version in first} == installed
    before = lines()
    assert release_all(by=SYSTEM) == first
    assert lines() == before


@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_cannot_change_a_released_version(statement: str) -> None:
    release_procedure(by=SYSTEM, source=SMALL)
    before = stored()
    refused = "permission denied" if statement.startswith("TRUNCATE") else "is append-only"
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match=refused):
            cursor.execute(statement)
        transaction.set_rollback(True)
    look_as_system()
    assert stored() == before


@pytest.mark.parametrize("statement", CHANGES)
def test_the_owner_cannot_either(statement: str, owner_connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="is append-only"):
        owner_connection.execute(statement)
