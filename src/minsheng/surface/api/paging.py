"""Pages by key: each tells where the next one begins, signed, and none counts rows to skip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core import signing
from django.http import HttpRequest, HttpResponse

from minsheng.base.errors import Refusal
from minsheng.surface.api.answers import answer

T = TypeVar("T")
_SALT = "minsheng.api.cursor"
LIMIT = 50
MOST = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which row a page begins: an instant (or a text, or nothing) and an id. ``order`` names the sorting."""

    order: str
    at: datetime | str | None
    last_id: int

    def written(self) -> str:
        """The cursor as an opaque text."""
        at = self.at.isoformat() if isinstance(self.at, datetime) else self.at
        return signing.dumps([self.order, isinstance(self.at, datetime), at, self.last_id], salt=_SALT)


def read_cursor(text: str, order: str) -> Cursor | None:
    """The cursor that ``text`` holds; None for an empty text.

    Raises Refusal ``cursor.invalid`` (400) for one that this system has not signed, or that belongs to another order.
    """
    if not text:
        return None
    try:
        made_for, is_instant, at, last_id = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise Refusal("cursor.invalid", "cursor", status=400) from error
    if made_for != order:
        raise Refusal("cursor.invalid", "cursor", status=400)
    return Cursor(order, datetime.fromisoformat(at) if is_instant else at, last_id)


def cut(rows: Sequence[T], limit: int) -> tuple[Sequence[T], bool]:
    """The page out of ``limit + 1`` rows, and whether another one follows."""
    return rows[:limit], len(rows) > limit


def page(request: HttpRequest, items: list[Any], following: Cursor | None, **more: Any) -> HttpResponse:
    """A page as JSON: ``items``, and ``next`` with the link to the page behind it (also as a Link header, RFC 8288)."""
    link = None
    if following is not None:
        query = request.GET.copy()
        query["cursor"] = following.written()
        link = f"{request.path}?{query.urlencode()}"
    response = answer({"items": items, "next": link, **more})
    if link:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response
