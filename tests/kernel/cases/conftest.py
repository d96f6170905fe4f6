"""The small district for the tests of cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories.district import District, make_district


@pytest.fixture
def district(db: None) -> District:
    """A working district; the transaction looks as the system."""
    return make_district()


@pytest.fixture
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own for uploads."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
