"""The two formats of GeoReport v2: JSON, and XML with the element names that the standard gives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_ITEMS = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}
"""What one item of a list is called in XML, where the list stands within something else."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Item = Mapping[str, Any]


def listing(form: str, root: str, item: str, rows: Sequence[Item], status: int = 200) -> HttpResponse:
    """A list: a JSON array, or ``<root><item>…</item>…</root>``."""
    if form == "json":
        return _response(form, json.dumps(list(rows), ensure_ascii=False), status)
    top = Element(root)
    for row in rows:
        _fill(SubElement(top, item), row)
    return _response(form, _text(top), status)


def single(form: str, root: str, row: Item, status: int = 200) -> HttpResponse:
    """One thing: a JSON object, or ``<root>…</root>``."""
    if form == "json":
        return _response(form, json.dumps(row, ensure_ascii=False), status)
    top = Element(root)
    _fill(top, row)
    return _response(form, _text(top), status)


def _response(form: str, text: str, status: int) -> HttpResponse:
    response = HttpResponse(text.encode(), status=status, content_type=_TYPES[form])
    response.headers["Cache-Control"] = "no-store"
    return response


def _text(top: Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(top, encoding="unicode")


def _fill(element: Element, row: Item) -> None:
    for name, value in row.items():
        below = SubElement(element, name)
        if isinstance(value, Mapping):
            _fill(below, value)
        elif isinstance(value, list):
            _fill_list(below, _ITEMS[name], value)
        else:
            below.text = _written(value)


def _fill_list(element: Element, name: str, values: Sequence[Any]) -> None:
    for value in values:
        below = SubElement(element, name)
        if isinstance(value, Mapping):
            _fill(below, value)
        else:
            below.text = _written(value)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_IN_XML.sub("", str(value))
