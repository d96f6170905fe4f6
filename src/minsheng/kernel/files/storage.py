"""Where the bytes are, by content hash: in a folder, or in Django's storage ``files`` if the settings name one.

On disk a file appears whole or not at all. An object store (S3) does that by itself, so there only the setting
changes.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

ALIAS = "files"


class AtomicFileSystemStorage(FileSystemStorage):
    """A folder in which a name, once there, holds the whole content: written aside, flushed to disk, then renamed."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep the name as it is: it is the hash of the content, so an older file of that name is the same file."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(mode=self.directory_permissions_mode or 0o750, parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                for chunk in content.chunks():
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            Path(aside).chmod(self.file_permissions_mode or 0o640)
            Path(aside).replace(target)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        return name


def file_store() -> Storage:
    """The storage that the setting ``STORAGES["files"]`` names; without one the folder ``FILES_ROOT``."""
    if ALIAS in settings.STORAGES:
        return storages[ALIAS]
    return AtomicFileSystemStorage(location=settings.FILES_ROOT)


def blob_name(digest: str) -> str:
    """Name of the blob with the hexadecimal content hash ``digest``."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def thumbnail_name(digest: str) -> str:
    """Name of the small JPEG beside the picture ``digest``."""
    return f"{blob_name(digest)}.thumb"


def put(name: str, stream: IO[bytes]) -> None:
    """Write ``stream`` from its beginning under ``name``, unless that name is there already."""
    store = file_store()
    if not store.exists(name):
        stream.seek(0)
        store.save(name, File(stream, name=name))
