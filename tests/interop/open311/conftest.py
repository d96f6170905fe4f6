"""Fixtures for tests of the Open311 server."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.factories.district import District, make_district


@pytest.fixture(autouse=True)
def _no_rates(settings: Settings) -> None:
    """Let tests call as often as they like."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")


@pytest.fixture
def district(db: None) -> District:
    """Give a working district."""
    return make_district()
