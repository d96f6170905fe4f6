"""The text form of PostgreSQL's arrays and single values, to be passed as parameters and cast.

For columns of a thousand values the driver's own list dumper is several times slower. Values that all travel as text
make one statement whatever they are, where the driver sends a small number by another type than a large one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID


def array_literal(values: Iterable[Any]) -> str:
    """``values`` as the text form of a one-dimensional array, to be passed as one parameter and cast (``%s::text[]``).

    Takes None, str, bool, int, float, bytes, date, datetime, UUID and types made from them. Raises TypeError
    for anything else.
    """
    return "{" + ",".join([_WRITERS[type(value)](value) for value in values]) + "}"


def scalar_literal(value: Any) -> str | None:
    """One value as text, to be passed as a parameter and cast (``%s::bigint``). Types and error as `array_literal`."""
    text: str | None = _SCALARS[type(value)](value)
    return text


def _text(value: str) -> str:
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if '"' in value:
        value = value.replace('"', '\\"')
    return '"' + value + '"'  # not formatted: the format of an enumeration's member is its name


def _hex(value: bytes) -> str:
    return f"\\x{value.hex()}"


def _bytes(value: bytes) -> str:
    return f'"\\{_hex(value)}"'


class _Writers(dict[type, Callable[[Any], Any]]):
    """By type; a type made from a known one (an enumeration of texts) is written like it."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        for known in kind.__mro__:
            if known in self:
                return self.setdefault(kind, self[known])
        raise TypeError(f"no text form of {kind.__name__}")


_SCALARS = _Writers(
    {
        type(None): lambda _: None,
        str: str.__str__,  # not str: that of an enumeration's member may be its name
        bool: lambda value: "t" if value else "f",
        int: int.__repr__,
        float: float.__repr__,
        bytes: _hex,
        bytearray: _hex,
        memoryview: _hex,
        datetime: lambda value: value.isoformat(sep=" "),
        date: date.isoformat,
        UUID: str,
    }
)
_WRITERS = _Writers(
    {
        type(None): lambda _: "NULL",
        str: _text,
        bool: lambda value: "t" if value else "f",
        int: int.__repr__,
        float: float.__repr__,
        bytes: _bytes,
        bytearray: _bytes,
        memoryview: _bytes,
        datetime: lambda value: f'"{value.isoformat(sep=" ")}"',
        date: date.isoformat,
        UUID: str,
    }
)
