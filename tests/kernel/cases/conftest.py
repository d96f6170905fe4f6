"""The small district for the tests of cases, and a place for their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories.built import built_district, district

__all__ = ["built_district", "district", "files_folder"]


@pytest.fixture
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own for uploads."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
