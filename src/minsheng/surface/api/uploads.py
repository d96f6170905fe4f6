"""Uploads: refused while they arrive, and named by handles that only the uploader knows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.files.kinds import EXTENSIONS

UPLOAD_SLACK = 64 * 1024
"""What a multipart body may have beside the file: boundaries, headers, a few fields."""
HANDLE_SECONDS = int(timedelta(hours=24).total_seconds())
"""As long as an upload waits to be attached before it is swept away."""
_SALT = "minsheng.api.upload"


class Watch(FileUploadHandler):
    """Refuses a file by its extension before its first byte is kept, and by its size as soon as it is too large."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Look at the name of the file that begins."""
        super().new_file(*args, **kwargs)
        self._received = 0
        extension = PurePath(self.file_name or "").suffix.lower().lstrip(".")
        if extension not in EXTENSIONS:
            found = f".{extension[:10]}" if extension else "?"
            raise Refusal("file.unknown_type", "file", found=found, allowed=", ".join(EXTENSIONS))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what has come and pass it on."""
        self._received += len(raw_data)
        most: int = settings.MAX_UPLOAD_BYTES
        if self._received > most:
            raise Refusal("file.too_large", "file", status=413, megabytes=most // (1024 * 1024))
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind this one."""


def watch_upload(request: HttpRequest) -> None:
    """Put the watch before the handlers that keep the bytes. Must be called before anything reads the body."""
    request.upload_handlers.insert(0, Watch(request))


def handle_of(by: Actor, file_id: int) -> str:
    """The handle under which ``by`` may attach the upload ``file_id``: ids can be guessed, handles cannot."""
    return signing.dumps([file_id, by.account_id], salt=_SALT)


def file_of(by: Actor, handle: object, field: str) -> int:
    """The id behind a handle. Raises Refusal ``file.handle``: not one of ours, too old, or another account's."""
    try:
        file_id, account_id = signing.loads(str(handle), salt=_SALT, max_age=HANDLE_SECONDS)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise Refusal("file.handle", field) from error
    if account_id != by.account_id:
        raise Refusal("file.handle", field)
    return int(file_id)
