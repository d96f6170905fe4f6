"""A file of rows, read whole before anything is done with it: CSV or XLSX, told apart by content."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import filetype  # type: ignore[import-untyped]  # has no annotations

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.csv_rows import csv_rows
from minsheng.interop.exchange.xlsx_rows import xlsx_rows
from minsheng.kernel.files.kinds import XLSX
from minsheng.kernel.files.office import office_type

MOST_BYTES = 200 * 1024 * 1024
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Row:
    """One row and its number as a spreadsheet shows it: the heading is row 1."""

    number: int
    cells: tuple[object, ...]


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Refusal ``import.no_file``, ``file.empty`` or ``file.too_large``."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refusal("file.too_large", "file", megabytes=MOST_BYTES // (1024 * 1024))
        content = path.read_bytes()
    except OSError as error:
        raise Refusal("import.no_file", "file", reason=error.strerror or str(error)) from error
    if not content:
        raise Refusal("file.empty", "file")
    return content


def read_table(content: bytes) -> list[Row]:
    """All rows that are not empty, the heading first.

    Raises Refusal: ``import.file_type``, ``import.old_excel``, ``file.damaged``, ``file.bomb``, ``file.macros``,
    ``table.encoding``, ``import.no_rows`` (nothing below the heading).
    """
    numbered = enumerate(_cells(content), start=1)
    rows = [Row(number, cells) for number, cells in numbered if any(cell not in {None, ""} for cell in cells)]
    if len(rows) <= 1:
        raise Refusal("import.no_rows", "file")
    return rows


def _cells(content: bytes) -> list[tuple[object, ...]]:
    if content.startswith(_OLD_OFFICE):
        raise Refusal("import.old_excel", "file")
    if content.startswith(_ZIP):
        if office_type(io.BytesIO(content)) is not XLSX:
            raise Refusal("import.file_type", "file", found="zip")
        return xlsx_rows(content)
    guess = filetype.guess(content[:8192])
    if guess is not None:
        raise Refusal("import.file_type", "file", found=guess.mime)
    return csv_rows(content)
