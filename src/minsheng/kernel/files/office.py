"""DOCX and XLSX: a ZIP folder, looked through before anybody unpacks it."""

from __future__ import annotations

import zipfile
from typing import IO

from minsheng.base.errors import Refusal
from minsheng.kernel.files.kinds import DOCX, XLSX, FileType

_MOST_ENTRIES = 5000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_SMALL = 1024 * 1024  # below this an entry may be packed as tightly as it likes
_CHUNK = 256 * 1024


def office_type(stream: IO[bytes]) -> FileType | None:
    """Tell whether the ZIP ``stream`` is a DOCX or an XLSX; ``None`` for any other archive.

    Raises Refusal ``file.damaged``, ``file.bomb`` (it would unpack to far more than it is) or ``file.macros``.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            found = _named({entry.filename for entry in entries})
            if found is None:
                return None
            _check(stream, archive, entries)
            return found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refusal("file.damaged", "file", found="zip") from error


def is_archive(stream: IO[bytes]) -> bool:
    """Whether ``stream`` can (also) be read as a ZIP, whatever else it looks like. Moves the stream."""
    return zipfile.is_zipfile(stream)


def _named(names: set[str]) -> FileType | None:
    if "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _check(stream: IO[bytes], archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    packed_size = stream.seek(0, 2)
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Refusal("file.macros", "file")
    said = sum(entry.file_size for entry in entries)
    # Entries that overlap are packed bytes counted twice: a small file that unpacks for ever.
    overlapping = sum(entry.compress_size for entry in entries) > packed_size
    tight = any(entry.file_size > _SMALL + _MOST_RATIO * entry.compress_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or said > _MOST_BYTES or overlapping or tight:
        raise Refusal("file.bomb", "file", entries=len(entries), megabytes=said // (1024 * 1024))
    for entry in entries:
        _unpack(archive, entry)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read one entry to its end: its check sum must agree, and it must not be longer than it says."""
    with archive.open(entry) as packed:
        while packed.read(_CHUNK):
            pass
