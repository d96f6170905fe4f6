"""The folder in which one installation keeps what is its own: secrets, database, files, locks, static files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def home_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the absolute home folder: ``MINSHENG_HOME``, or ``var`` below the current folder."""
    given = os.environ if environ is None else environ
    return Path(given.get("MINSHENG_HOME") or "var").resolve()
