"""Answers that say yes: JSON made once by the standard library, with the headers that every one of them has."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone


def answer(data: Any, status: int = 200, **headers: str) -> HttpResponse:
    """``data`` as JSON. ``headers`` are named with underscores. What one caller may see is kept by no shared cache."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    response = HttpResponse(text.encode(), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def nothing() -> HttpResponse:
    """204: done, and there is nothing to tell."""
    return HttpResponse(status=204)


def instant(value: datetime | None) -> str | None:
    """An instant as the API writes it: ISO 8601 in the district's zone, to the second."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value is not None else None


def tag(seq: int) -> str:
    """The entity tag of a case after its act ``seq``."""
    return f'"{seq}"'
