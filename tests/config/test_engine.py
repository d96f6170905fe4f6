"""How the engine tells that a connection has died: without asking the server while nothing has happened."""

from __future__ import annotations

import select
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Iterator[Any]:
    """A connection of its own, idle."""
    found = connection.copy()
    found.ensure_connection()
    yield found
    found.close()


def terminate(other: Any) -> None:
    """Let the server close the connection, as it does when it is restarted."""
    with other.cursor() as cursor:
        cursor.execute("SET idle_session_timeout = '20ms'")
    waiting = select.poll()
    waiting.register(other.connection.pgconn.socket, select.POLLIN)
    assert waiting.poll(10_000), "the server has not closed the connection"


def test_a_quiet_connection_is_good_and_is_not_asked(other: Any) -> None:
    with CaptureQueriesContext(other) as asked:
        assert other.is_usable()
    assert not asked.captured_queries


def test_one_that_the_server_closed_is_not(other: Any) -> None:
    terminate(other)
    assert not other.is_usable()


def test_one_that_we_closed_is_not(other: Any) -> None:
    other.connection.close()
    assert not other.is_usable()


def test_the_next_request_gets_a_new_one(other: Any) -> None:
    terminate(other)
    other.health_check_enabled, other.health_check_done = True, False
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
