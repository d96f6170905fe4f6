"""Databases with the simulated district in them: offices once for a session, cases once for a module.

Loading commits and starts processes, so these are databases of their own, copied from one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from minsheng.base.time import SHANGHAI
from minsheng.demo.geography.load import load_geography
from minsheng.demo.loading import LOADER, Reporter, load_cases
from minsheng.demo.models import DemoLoad
from minsheng.demo.office.load import load_office
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests import database
from tests.conftest import _use

SEED = 20230101
NOW = datetime(2026, 3, 20, 16, 30, tzinfo=SHANGHAI)
"""A Friday afternoon, four weeks after the Spring Festival: it lies in the past, or no act of the demo could be done."""

Databases = Callable[[str], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def working_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Databases:
    """Gives a function that lets Django work in the database of a name for a with-block."""

    @contextmanager
    def work(name: str) -> Iterator[str]:
        shared = connections.settings["default"]["NAME"]
        with django_db_blocker.unblock():
            _use(name)
            try:
                yield name
            finally:
                connections.close_all()
                _use(shared)

    return work


@pytest.fixture(scope="session")
def offices(working_in: Databases, database_template: str) -> Iterator[str]:
    """The name of a database with the areas, units, people, categories and rules of the district, and no cases."""
    with database.copy_of(database_template) as name:
        with working_in(name):
            load_geography(LOADER)
            load_office(LOADER, "only for this test 1")
        yield name


def play(cases: int, now: datetime = NOW) -> DemoLoad:
    """Play so many cases in this process, in the database that is in use."""
    load = DemoLoad.objects.create(seed=SEED, cases=cases, now=now)
    load_cases(load, reporter=Reporter(), workers=1)
    return load


def fingerprint() -> list[tuple[str, str, int, str]]:
    """What must come out the same every time: codes, states, numbers of acts, titles."""
    with acting_as_system():
        return list(Case.objects.order_by("code").values_list("code", "state", "seq", "title"))
