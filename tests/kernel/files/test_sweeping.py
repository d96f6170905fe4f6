"""What nobody refers to is swept away after a day, and nothing else."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.files.services import attach_files
from minsheng.kernel.files.sweeping import GRACE, sweep_blobs, sweep_unattached
from minsheng.kernel.files.tasks import sweep_files, sweep_stored_blobs
from tests.kernel.files import conftest as made
from tests.kernel.files.conftest import read, store

pytestmark = pytest.mark.django_db


def _age(file: StoredFile) -> StoredFile:
    StoredFile.objects.filter(pk=file.pk).update(created_at=timezone.now() - GRACE - timedelta(minutes=1))
    return file


def _blobs(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_an_old_file_that_nobody_attached_goes_with_its_bytes(folder: Path) -> None:
    _age(store(made.picture(), "old.jpg"))
    fresh, attached = store(b"fresh", "fresh.txt"), _age(store(b"attached", "attached.txt"))
    assert attach_files([attached.pk, 999_999]) == 1
    assert sweep_unattached() == 1
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {fresh.pk, attached.pk}
    assert _blobs(folder) == {fresh.digest, attached.digest}


def test_bytes_that_another_row_needs_stay(folder: Path) -> None:
    _age(store(b"same", "old.txt"))
    kept = store(b"same", "new.txt")
    assert sweep_unattached() == 1
    assert read(kept) == b"same"


def test_bytes_left_by_a_rolled_back_upload_go_in_the_night(folder: Path) -> None:
    with transaction.atomic():
        lost = store(b"lost", "lost.txt")
        transaction.set_rollback(True)
    kept = store(b"kept", "kept.txt")
    assert _blobs(folder) == {lost.digest, kept.digest}
    assert sweep_blobs() == 0, "too young"
    long_ago = time.time() - GRACE.total_seconds() - 60
    for path in folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    assert sweep_blobs() == 1
    assert _blobs(folder) == {kept.digest}


def test_an_empty_storage_is_swept_in_peace() -> None:
    assert (sweep_blobs(), sweep_unattached()) == (0, 0)


def test_the_jobs_do_it(folder: Path) -> None:
    _age(store(b"old", "old.txt"))
    sweep_files(timestamp=0)
    sweep_stored_blobs(timestamp=0)
    assert _blobs(folder) == set()
