"""Fixtures for every test.

Tests use the database as the application role, so that row-level security binds them. ``db`` (or the mark
``django_db``) gives a database and rolls back what the test did. The mark ``own_database`` gives the test a database of
its own, in which it really commits: for concurrency, and for whatever starts other processes.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests import database, server


@pytest.fixture(scope="session")
def database_template() -> Iterator[str]:
    """Keep the test server running for the session; give the name of the migrated template database."""
    with server.running():
        yield database.template()


def _use(name: str) -> None:
    """Point Django at the database ``name``; connections made by threads of a test follow."""
    for connection in connections.all(initialized_only=True):
        connection.close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, database_template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this test process a database of its own, in place of the one that Django would create."""
    with database.copy_of(database_template) as name, django_db_blocker.unblock():
        _use(name)
        yield
        connections.close_all()


@pytest.fixture
def own_database(django_db_setup: None, database_template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give the test a database of its own with real commits; yields its name and drops it afterwards."""
    shared = connections.settings["default"]["NAME"]
    with database.copy_of(database_template) as name, django_db_blocker.unblock():
        _use(name)
        try:
            yield name
        finally:
            _use(shared)


@pytest.fixture(autouse=True)
def _own_database_by_mark(request: pytest.FixtureRequest) -> None:
    """Let the mark ``own_database`` do what the fixture of that name does."""
    if request.node.get_closest_marker("own_database"):
        request.getfixturevalue("own_database")


@pytest.fixture
def owner_connection(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """Give a psycopg connection to the test's database as the owner, in a transaction that is rolled back.

    It does not see what the test has not committed, and its locks may make the test wait.
    """
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("django_db_setup")
    name = connections.settings["default"]["NAME"]
    with database.owner_of(name) as connection, connection.transaction(force_rollback=True):
        yield connection
