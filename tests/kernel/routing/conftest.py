"""The small district, whose categories are suggested."""

from __future__ import annotations

import pytest

from tests.factories.district import District, make_district


@pytest.fixture
def district(db: None) -> District:
    """A working district; the transaction looks as the system."""
    return make_district()
