"""The small district for the platform, its branches, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from minsheng.surface.api import rates
from tests.factories.built import built_district, district
from tests.factories.district import District
from tests.surface.api.calling import Caller, caller_for
from tests.surface.web.browsing import Visitor

__all__ = ["built_district", "district"]

Counted = Callable[[Callable[[], HttpResponse]], int]


@pytest.fixture(autouse=True)
def _no_rates(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests call as often as they like."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")  # type: ignore[attr-defined]
    monkeypatch.setattr(rates, "_buckets", rates.Buckets())


@pytest.fixture
def staff(district: District) -> Callable[[str], Visitor]:
    """Give whoever is named, signed in."""
    return lambda name: Visitor(district.accounts[name])


@pytest.fixture
def caller(district: District) -> Callable[[str], Caller]:
    """Give whoever is named, with a token."""
    return lambda name: caller_for(district.accounts[name])


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Give a function that counts the statements of a call, registers being in memory."""
    monkeypatch.setattr("minsheng.kernel.memory.remembered.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.areas.registry.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.deadlines.queries.RECHECK_SECONDS", 3600.0)

    def count(call: Callable[[], HttpResponse]) -> int:
        call()
        with CaptureQueriesContext(connection) as captured:
            assert call().status_code == 200
        own = [it["sql"] for it in captured.captured_queries]
        return sum(1 for sql in own if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")))

    yield count
