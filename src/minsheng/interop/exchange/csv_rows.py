"""Rows of a CSV file in UTF-8 or GB 18030, with comma, tab or semicolon between the cells.

Bytes that are no text in the encoding become halves of surrogate pairs, so that the row in which they stand is refused
and all others are not.
"""

from __future__ import annotations

import csv
import io

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.columns import known_columns

ENCODINGS = ("utf-8", "gb18030")
_MARK = b"\xef\xbb\xbf"
_SEPARATORS = (",", "\t", ";")
_END = "\x1e-end-of-file-\x1e"  # a line of our own behind the last one: an open quotation mark swallows it
_LONGEST_CELL = 4 * 1024 * 1024


class Unclosed(str):
    """A cell that begins with a quotation mark and is never closed: it has swallowed the rest of the file."""

    __slots__ = ()


def csv_rows(content: bytes) -> list[tuple[object, ...]]:
    """The rows of a file, each as its cells; the last cell is ``Unclosed`` when a quotation mark stays open.

    Raises Refusal ``table.encoding``, or ``table.malformed`` for a cell of more than 4 MB.
    """
    text = decoded(content)
    lines = io.StringIO(f"{text}\n{_END}\n", newline="")
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        rows: list[tuple[object, ...]] = [tuple(row) for row in csv.reader(lines, delimiter=_separator(text))]
    except csv.Error as error:
        raise Refusal("table.malformed", "file", reason=str(error)) from error
    finally:
        csv.field_size_limit(limit)
    *cells, last = rows.pop()
    if cells or last != _END:
        rows.append((*cells, Unclosed(str(last).partition(_END)[0])))
    return rows


def decoded(content: bytes) -> str:
    """The text of a file. Raises Refusal ``table.encoding`` when neither encoding makes sense of it."""
    if content.startswith(_MARK):
        return content[len(_MARK) :].decode("utf-8", "surrogateescape")
    first = content.split(b"\n", 1)[0]
    for encoding in ENCODINGS:  # the heading tells, even if one byte further down is broken
        if _knows(first, encoding):
            return content.decode(encoding, "surrogateescape")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("table.encoding", "file")


def _knows(line: bytes, encoding: str) -> bool:
    try:
        return known_columns(_split(line.decode(encoding))) > 0
    except UnicodeDecodeError:
        return False


def _separator(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(_SEPARATORS, key=lambda separator: known_columns(first.replace('"', "").split(separator)))


def _split(line: str) -> list[str]:
    return line.replace('"', "").replace("\t", ",").replace(";", ",").split(",")
