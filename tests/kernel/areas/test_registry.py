"""The register of a process: fresh after changes of its own and of others, blind to what is not committed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from minsheng.kernel.areas import registry as room
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.services import create_area, rename_area
from tests.kernel.areas.conftest import BEGIN, Clerk, settle


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A clock of the register's own that stands still until a test moves it."""
    now = [1_000_000.0]
    monkeypatch.setattr(room, "monotonic", lambda: now[0])
    yield now
    room._shared.expire()


def elsewhere(ask: Callable[[], str]) -> str:
    """What another thread, with a connection of its own, gets."""
    answers: list[str] = []

    def run() -> None:
        answers.append(ask())
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]


def name_now() -> str:
    """The district's name in the register, or a dash."""
    return ",".join(node.name for node in registry().roots()) or "-"


def test_a_call_inside_the_transaction_sees_its_own_change(named: dict[str, Area], by: Clerk) -> None:
    assert name_now() == "平城区"
    rename_area(by=by, area=named["140213"], name="新平城区")
    assert name_now() == "新平城区"


def test_a_savepoint_that_is_rolled_back_takes_its_change_with_it(named: dict[str, Area], by: Clerk) -> None:
    with transaction.atomic():
        rename_area(by=by, area=named["140213"], name="新平城区")
        assert name_now() == "新平城区"
        transaction.set_rollback(True)
    assert name_now() == "平城区"


def test_asking_again_asks_the_database_nothing(
    named: dict[str, Area], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    registry()
    with django_assert_num_queries(0):
        for _ in range(100):
            registry()


@pytest.mark.own_database
def test_nobody_else_sees_what_is_not_committed(by: Clerk, clock: list[float]) -> None:
    district = settle(by)["140213"]
    with transaction.atomic():
        rename_area(by=by, area=district, name="新平城区")
        assert name_now() == "新平城区"
        clock[0] += 10
        assert elsewhere(name_now) == "平城区"
    assert elsewhere(name_now) == "新平城区"


@pytest.mark.own_database
def test_a_transaction_that_is_rolled_back_leaves_no_trace(by: Clerk, clock: list[float]) -> None:
    district = settle(by)["140213"]
    with transaction.atomic():
        rename_area(by=by, area=district, name="新平城区")
        assert name_now() == "新平城区"
        transaction.set_rollback(True)
    assert name_now() == "平城区"
    # Another change now gets the number of the one that never was: the stamp tells them apart.
    rename_area(by=by, area=district, name="老平城区")
    assert name_now() == "老平城区"


@pytest.mark.own_database
def test_a_change_of_another_process_arrives_after_two_seconds(by: Clerk, clock: list[float]) -> None:
    district = settle(by)["140213"]
    assert name_now() == "平城区"
    with connection.cursor() as cursor:  # what another process commits: this one's services have no part in it
        cursor.execute("UPDATE areas_area SET name = '新平城区' WHERE id = %s", [district.pk])
        cursor.execute("UPDATE areas_registryversion SET stamp = gen_random_uuid()")
    clock[0] += room.FRESH_SECONDS - 0.1
    assert name_now() == "平城区"
    clock[0] += 0.2
    assert name_now() == "新平城区"


@pytest.mark.own_database
def test_a_change_is_seen_at_once_even_while_another_thread_is_reading(
    by: Clerk, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    district = settle(by)["140213"]
    assert name_now() == "平城区"
    reading, go_on = threading.Event(), threading.Event()
    stamp = room._stamp

    def slow_stamp() -> object:
        found = stamp()
        if threading.current_thread() is not threading.main_thread():
            reading.set()
            go_on.wait(10)
        return found

    monkeypatch.setattr(room, "_stamp", slow_stamp)
    clock[0] += 10
    slow = threading.Thread(target=lambda: (registry(), connection.close()))
    slow.start()
    assert reading.wait(10)
    rename_area(by=by, area=district, name="新平城区")  # after the slow thread has read the version
    threading.Timer(0.2, go_on.set).start()
    assert name_now() == "新平城区"
    slow.join()
    assert name_now() == "新平城区"


@pytest.mark.own_database
def test_without_a_change_only_the_version_is_read(
    by: Clerk, clock: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settle(by)
    before = registry()
    clock[0] += room.FRESH_SECONDS + 1
    with django_assert_num_queries(1):
        assert registry() is before


@pytest.mark.own_database
def test_writers_wait_for_each_other(by: Clerk) -> None:
    """Two clerks enter the same code at once: the second one is told that it is taken."""
    settle(by)
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            create_area(by=by, code="140213052", name="新旺街道", valid_from=BEGIN)
            inside.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)

    def second() -> str:
        try:
            create_area(by=by, code="140213052", name="新旺街道", valid_from=BEGIN)
        except Exception as error:  # noqa: BLE001 - its sort is what is looked at
            return getattr(error, "code", repr(error))
        return "entered"

    threading.Timer(0.3, go_on.set).start()
    assert elsewhere(second) == "area.code_taken"
    thread.join()
