"""Clearing away what nobody refers to: files never attached, and blobs without a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.files.services import lock_content
from minsheng.kernel.files.storage import blob_name, file_store, thumbnail_name

GRACE = timedelta(hours=24)
"""How long a person may take from uploading a file to sending the form."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_AT_ONCE = 500


def sweep_unattached() -> int:
    """Delete files that were never attached within `GRACE`, with their bytes where no other row needs them.

    Returns the number of rows deleted. Safe beside uploads of the same content, and safe to stop at any point: bytes
    left over are found by `sweep_blobs`.
    """
    total = 0
    while True:
        with transaction.atomic():
            old = StoredFile.objects.filter(attached_at__isnull=True, created_at__lt=timezone.now() - GRACE)
            rows = list(old.select_for_update(skip_locked=True).values_list("id", "sha256")[:_AT_ONCE])
            StoredFile.objects.filter(id__in=[row[0] for row in rows], attached_at__isnull=True).delete()
        for sha256 in {bytes(row[1]) for row in rows}:
            _drop_unless_needed(sha256)
        total += len(rows)
        if len(rows) < _AT_ONCE:
            return total


def sweep_blobs() -> int:
    """Delete blobs older than `GRACE` that no row names: left by a rolled back transaction. Returns how many."""
    store = file_store()
    oldest = timezone.now() - GRACE
    found = (name for name in _names(store) if store.get_modified_time(name) < oldest)
    return sum(_drop_unless_needed(bytes.fromhex(name.rpartition("/")[2])) for name in found)


def _drop_unless_needed(sha256: bytes) -> bool:
    """Delete a blob and its thumbnail unless a row names it; the rows must be gone (committed) before."""
    with transaction.atomic():
        lock_content(sha256)
        if StoredFile.objects.filter(sha256=sha256).exists():
            return False
        file_store().delete(thumbnail_name(sha256.hex()))
        file_store().delete(blob_name(sha256.hex()))
        return True


def _names(store: Storage, folder: str = "") -> Iterator[str]:
    """Names of all blobs; thumbnails and half-written files are not among them."""
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:  # nothing has been stored yet
        return
    yield from (f"{folder}/{name}" for name in files if _DIGEST.fullmatch(name))
    for below in folders:
        yield from _names(store, f"{folder}/{below}".lstrip("/"))
