"""Fixtures for tests of the API: a small district, and callers of every kind."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from minsheng.surface.api import rates
from tests.factories.district import District, make_district
from tests.surface.api.calling import Caller, caller_for


@pytest.fixture(autouse=True)
def _no_rates(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests call as often as they like; those of the rates set their own."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")
    monkeypatch.setattr(rates, "_buckets", rates.Buckets())


@pytest.fixture
def district(db: None) -> District:
    """Give a working district."""
    return make_district()


@pytest.fixture
def anonymous(district: District) -> Caller:
    """Give a caller without any token."""
    return Caller()


@pytest.fixture
def dispatcher(district: District) -> Caller:
    """Give a caller with the dispatcher's token."""
    return caller_for(district.accounts["dispatcher"])


@pytest.fixture
def housing(district: District) -> Caller:
    """Give a caller with the token of a clerk of the housing department."""
    return caller_for(district.accounts["housing"])
