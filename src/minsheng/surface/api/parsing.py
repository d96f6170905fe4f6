"""Reading JSON bodies: once, strictly, and without anything that could not be stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser

from minsheng.base.errors import Refusal
from minsheng.surface.api.wording_of_inputs import pointer

MOST_BYTES = 256 * 1024
"""The longest answer that an act takes has 20,000 characters; all inputs of one act fit well below."""
_DEEPEST = 32
Path = tuple[str | int, ...]


class StrictParser(Parser):
    """The parser of all JSON bodies; see `read_json`."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Give the body of ``request``; what is wrong with it is a Refusal that ninja wraps."""
        return cast("dict[str, Any]", read_json(request))


def read_json(request: HttpRequest) -> Any:
    """The JSON value in the body of ``request``.

    Raises Refusal ``body.media_type`` (415), ``body.json`` (400: no JSON, NaN, numbers of thousands of digits, nested
    too deep, a name twice in one object) and ``text.control`` on the field that holds NUL or half a surrogate pair.
    """
    if request.content_type != "application/json":
        raise Refusal("body.media_type", status=415, given=(request.content_type or "")[:60])
    try:
        text = request.body.decode()  # json would take UTF-16 too, and halves of surrogate pairs
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        raise Refusal("body.json", status=400, fault=_fault(error)) from error
    # Only an escape can bring in what no text may hold, and only many brackets nest deep.
    if "\\u" in text or text.count("[") + text.count("{") > _DEEPEST:
        for path, found in _strings(value, (), 0):
            if "\x00" in found or not _is_storable(found):
                raise _unstorable(request, path)
    return value


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object. As `read_json`, and ``body.object`` (422)."""
    if not request.body:
        return {}
    value = read_json(request)
    if not isinstance(value, dict):
        raise Refusal("body.object")
    return value


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. A name that stands twice may mean one thing to us and another to whoever stands before us."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise ValueError(f"name stands twice: {twice[:40]!r}")
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    if isinstance(error, RecursionError):
        return "nested too deep"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)[:80]


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unstorable(request: HttpRequest, path: Path) -> Refusal:
    field = next((part for part in reversed(path) if isinstance(part, str)), None)
    if field is not None:
        request.answering.pointers = {field: pointer(path)}  # type: ignore[attr-defined]  # set by the entrance
    return Refusal("text.control", field)


def _strings(value: Any, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
    """Every text and every key in ``value`` with the way to it. Raises Refusal ``body.json`` when it nests too deep."""
    if depth > _DEEPEST:
        raise Refusal("body.json", status=400, fault="nested too deep")
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield path, key
            yield from _strings(below, (*path, key), depth + 1)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _strings(below, (*path, index), depth + 1)
