"""The tests' own ground: the role they run in, rolling back, and databases of their own."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection


def _new_type(name: str) -> None:
    ContentType.objects.create(app_label="tests", model=name)


@pytest.mark.django_db
def test_the_role_is_the_application_and_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("minsheng_app", False, False)


@pytest.mark.django_db
def test_the_application_makes_no_tables() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (id int)")


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_did_is_rolled_back(turn: int) -> None:
    _new_type("once")
    assert ContentType.objects.filter(app_label="tests").count() == 1, turn


@pytest.mark.own_database
@pytest.mark.parametrize("turn", [1, 2])
def test_own_database_commits_and_threads_see_it(turn: int) -> None:
    _new_type("committed")
    seen: list[int] = []

    def look() -> None:
        seen.append(ContentType.objects.filter(app_label="tests").count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1], turn


@pytest.mark.django_db
def test_owner_may_what_the_application_may_not(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute("CREATE TABLE planted (id int)")
    assert owner_connection.execute("SELECT count(*) FROM planted").fetchone() == (0,)
