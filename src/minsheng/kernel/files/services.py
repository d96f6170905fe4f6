"""Taking files in and giving them out."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.files.images import clean_picture
from minsheng.kernel.files.kinds import TXT, FileKind, FileType
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.files.sniffing import sniff, text_encoding
from minsheng.kernel.files.storage import blob_name, file_store, put, thumbnail_name

_CHUNK = 64 * 1024
_IN_MEMORY = 1024 * 1024
_LONGEST_NAME = 150


class Uploader(Protocol):
    """What this room needs of an actor. ``access.actors.Actor`` fits."""

    @property
    def account_id(self) -> int | None:
        """Id of the account; ``None`` for the system and for somebody who has not signed in."""


class Readable(Protocol):
    """Anything that is read piece by piece: an upload, a socket, a file."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes more; none at the end."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What will be kept of an upload."""

    content: IO[bytes]
    width: int | None = None
    height: int | None = None
    thumbnail: IO[bytes] | None = None


def store_upload(*, by: Uploader, stream: Readable, name: str, declared_type: str) -> StoredFile:
    """Take one upload in and return its row; the same content is kept once.

    Reads at most the limit (setting ``MAX_UPLOAD_BYTES``, 25 MB) and one piece more. Raises Refusal on field ``file``:
    ``file.too_large`` (param megabytes), and whatever `sniffing.sniff` and `images.clean_picture` refuse. Nothing is
    kept of a refused upload. The file belongs to nobody until `attach_files`; after 24 hours it is swept away.
    """
    with _bounded(stream) as upload:
        found = sniff(upload, name=name, declared_type=declared_type)
        return _store(by, _kept(upload, found), found, _plain_name(name))


def attach_files(file_ids: Iterable[int]) -> int:
    """Note that something refers to these files now; return how many there are. Unknown ids are not counted."""
    return StoredFile.objects.filter(id__in=list(file_ids)).update(attached_at=timezone.now())


def open_file(file: StoredFile) -> File[Any]:
    """Open the bytes of ``file`` for reading. Raises FileNotFoundError when the storage has lost them."""
    return file_store().open(blob_name(file.digest), "rb")


def open_thumbnail(file: StoredFile) -> File[Any]:
    """Open the small JPEG of a picture for reading. Raises Refusal ``file.no_thumbnail`` for other kinds."""
    if file.kind != FileKind.IMAGE:
        raise Refusal("file.no_thumbnail", status=404)
    return file_store().open(thumbnail_name(file.digest), "rb")


def lock_content(digest: bytes) -> None:
    """Until the end of the transaction nobody else writes or sweeps away the blob ``digest``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def _bounded(stream: Readable) -> tempfile.SpooledTemporaryFile[bytes]:
    most: int = settings.MAX_UPLOAD_BYTES
    held = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- handed out; the caller closes it
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            held.close()
            raise Refusal("file.too_large", "file", status=413, megabytes=most // (1024 * 1024))
        held.write(chunk)
    return held


def _kept(upload: IO[bytes], found: FileType) -> _Kept:
    if found.kind is FileKind.IMAGE:
        picture = clean_picture(upload, found)
        return _Kept(picture.content, picture.width, picture.height, picture.thumbnail)
    if found is TXT:
        return _Kept(_as_utf8(upload))
    return _Kept(upload)


def _as_utf8(upload: IO[bytes]) -> IO[bytes]:
    encoding = text_encoding(upload) or "utf-8"
    upload.seek(0)
    return io.BytesIO(upload.read().decode(encoding).encode())


def _store(by: Uploader, kept: _Kept, found: FileType, name: str) -> StoredFile:
    sha256, size = _digest(kept.content)
    with transaction.atomic():
        lock_content(sha256)
        put(blob_name(sha256.hex()), kept.content)
        if kept.thumbnail is not None:
            put(thumbnail_name(sha256.hex()), kept.thumbnail)
        return StoredFile.objects.create(
            sha256=sha256,
            size=size,
            kind=found.kind,
            media_type=found.media_type,
            original_name=name,
            width=kept.width,
            height=kept.height,
            by_account_id=by.account_id,
        )


def _digest(stream: IO[bytes]) -> tuple[bytes, int]:
    running = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        running.update(chunk)
    return running.digest(), stream.tell()


def _plain_name(name: str) -> str:
    """The last part of ``name`` without control characters, short enough to keep; its extension stays."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(character for character in last if character.isprintable())
    path = PurePosixPath(printable)
    return path.stem[: _LONGEST_NAME - len(path.suffix)] + path.suffix
