"""Fixtures of the small district: built once for a module, untouched for each test. Import both into a conftest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.deadlines.queries import forget_calendar
from tests.factories.district import District, make_district


@pytest.fixture(scope="module")
def built_district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[District]:
    """A working district in a transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_calendar()
        yield make_district()
        transaction.set_rollback(True)


@pytest.fixture
def district(built_district: District, db: None) -> District:
    """A working district; the transaction looks as the system. What the test does is rolled back to a savepoint."""
    forget_calendar()
    look_as_system()
    return built_district
