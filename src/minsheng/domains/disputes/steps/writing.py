"""A procedure as the text of its TOML file: the same content gives the same text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from minsheng.kernel.procedures.schema import Procedure

_TABLES = frozenset({"states", "act", "clock", "law"})
"""Parts of a procedure whose entries get a heading of their own; the others stand on one line each."""


def toml_of(procedure: Procedure) -> str:
    """The file. Keys that are not set or say what goes without saying are left out; the order is the procedure's."""
    content = procedure.model_dump(mode="python", by_alias=True, exclude_defaults=True, exclude_none=True)
    plain = {key: value for key, value in content.items() if key not in _TABLES and not _is_ladder(value)}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key in content:
        if key in _TABLES:
            lines += _sections(key, content[key])
    return "\n".join(lines) + "\n"


def _is_ladder(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _sections(name: str, entries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for key, entry in entries.items():
        yield ""
        yield f"[{name}.{key}]"
        yield from (f"{part} = {_value(value)}" for part, value in entry.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return _text(str(value))


def _text(value: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
