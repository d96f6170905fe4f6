"""What a file is, told from its bytes. Its name and what the browser says are claims to be checked against that."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import IO

import filetype  # type: ignore[import-untyped]  # has no annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.files.kinds import AMR, EXTENSIONS, JPEG, M4A, MP3, MP4, PDF, PNG, TXT, WEBP, FileType
from minsheng.kernel.files.office import is_archive, office_type

_HEAD = 8192
_BY_SIGNATURE = {
    "image/jpeg": JPEG,
    "image/png": PNG,
    "image/apng": PNG,
    "image/webp": WEBP,
    "application/pdf": PDF,
    "audio/mpeg": MP3,
    "audio/mp4": M4A,
    "audio/amr": AMR,
    "video/mp4": MP4,
    "video/x-m4v": MP4,
}
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|[a-z!])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PDF_TAIL = 2048
_CHUNK = 64 * 1024


def sniff(stream: IO[bytes], *, name: str, declared_type: str) -> FileType:
    """Return the type that the bytes of ``stream`` show; the stream is at its beginning afterwards.

    Raises Refusal on field ``file``: ``file.empty``; ``file.unknown_type`` (param found); ``file.type_differs`` when
    the extension of ``name`` or ``declared_type`` claims another type (params found, claimed); ``file.mixed`` when it
    can be read as a second type too; ``file.damaged``, ``file.bomb``, ``file.macros`` for office files.
    """
    found = _found(stream)
    stream.seek(0)
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in found.extensions:
        raise Refusal("file.type_differs", "file", found=found.media_type, claimed=f".{extension[:10]}")
    if not found.is_declared_as(declared_type):
        raise Refusal("file.type_differs", "file", found=found.media_type, claimed=declared_type[:60])
    return found


def _found(stream: IO[bytes]) -> FileType:
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise Refusal("file.empty", "file")
    if head.startswith(b"PK\x03\x04"):
        found = office_type(stream)
        return found or _unknown("application/zip")
    guess = filetype.guess(head)
    found = _BY_SIGNATURE.get(guess.mime) if guess else None
    if found is None:
        return _text(stream, guess.mime if guess else "")
    # An archive may hide behind any beginning, since it is read from its end.
    if is_archive(stream) or (found is PDF and not _ends_as_pdf(stream)):
        raise Refusal("file.mixed", "file", found=found.media_type)
    return found


def _unknown(found: str) -> FileType:
    raise Refusal("file.unknown_type", "file", found=found, allowed=", ".join(EXTENSIONS))


def _ends_as_pdf(stream: IO[bytes]) -> bool:
    stream.seek(0, 2)
    stream.seek(-min(_PDF_TAIL, stream.tell()), 2)
    return b"%%EOF" in stream.read()


def _text(stream: IO[bytes], guess: str) -> FileType:
    """Plain text in UTF-8 or GB 18030; never something that a browser might run."""
    encoding = None if guess else text_encoding(stream)
    if encoding is None:
        return _unknown(guess or "application/octet-stream")
    stream.seek(0)
    start = stream.read(_HEAD).decode(encoding, errors="ignore")
    return _unknown("text/html") if _MARKUP.match(start) else TXT


def text_encoding(stream: IO[bytes]) -> str | None:
    """``utf-8-sig`` or ``gb18030``, whichever reads the whole of ``stream`` without control characters, or None."""
    return next((encoding for encoding in ("utf-8-sig", "gb18030") if _reads_as(stream, encoding)), None)


def _reads_as(stream: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
