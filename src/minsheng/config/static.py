"""Collecting static files into the home folder, only when one of them has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from minsheng import __version__

STAMP = "collected"


def state() -> str:
    """Return a hash over the names, sizes and times of every static file of the installed apps."""
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect() -> bool:
    """Collect, name by content and compress all static files; return whether anything had to be done."""
    stamp = settings.STATIC_ROOT / STAMP
    now = state()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now, encoding="ascii")
    return True
