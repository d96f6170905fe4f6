"""Rows of the first sheet of an XLSX file. A formula is seen as one; the value stored beside it is not asked."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.formula.translate import TranslatorError
from openpyxl.utils.exceptions import InvalidFileException

from minsheng.base.errors import Refusal

MOST_COLUMNS = 60
_FORMULA = "f"
_DAMAGED = (
    AttributeError,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    OSError,
    ParseError,
    TranslatorError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises on files that are no workbook after all: it has no error of its own for that."""


class Formula(str):
    """A cell that a spreadsheet would compute."""

    __slots__ = ()


def xlsx_rows(content: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet, each as its cells. The archive has been looked through for bombs already.

    Raises Refusal ``file.damaged``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not concern us
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size is a claim
            rows = [tuple([_value(cell) for cell in row]) for row in sheet.iter_rows(max_col=MOST_COLUMNS)]
            book.close()
        except _DAMAGED as error:
            raise Refusal("file.damaged", "file", found="xlsx") from error
    return rows


def _value(cell: Any) -> object:
    value = cell.value
    return Formula(str(value)) if cell.data_type == _FORMULA else value
