"""A visitor for tests: Django's client with the words that our tests need. Works without script, as pages must."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from minsheng.kernel.access.models import Account


class _Form(HTMLParser):
    """Reads the values that a browser would send with the form that holds ``button``."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, kind = found.get("name") or "", found.get("type") or "text"
        if tag == "input" and name and kind not in {"submit", "file"}:
            if kind not in {"checkbox", "radio"} or "checked" in found:
                self.values.setdefault(name, []).append(found.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.values.setdefault(self._select, []).append(found.get("value") or "")
        elif tag == "textarea":
            self._textarea = name
            self.values.setdefault(name, [""])

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] = [self.values[self._textarea][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._textarea][0] = self.values[self._textarea][0].removeprefix("\n")
            self._textarea = ""
        elif tag == "select":
            self._select = ""


def form_values(response: HttpResponse) -> dict[str, list[str]]:
    """What stands in the main form of a page, as a browser would send it back."""
    text = response.content.decode()
    main = text[text.index('id="main"') :] if 'id="main"' in text else text
    found = re.search(r'<form method="post"(?! action="/(?:language|type-size|sign-out)/).*?</form>', main, re.DOTALL)
    assert found is not None, "no form on this page"
    reader = _Form()
    reader.feed(found[0])
    return reader.values


@dataclass
class Visitor:
    """Somebody at a browser; ``language`` is what the browser asks for."""

    account: Account | None = None
    language: str = "zh-hans"
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.account is not None:
            self.client.force_login(self.account)

    def get(self, name: str, *args: Any, **query: Any) -> HttpResponse:
        """Open a page by the name of its address."""
        return self.client.get(reverse(f"web:{name}", args=args), query, headers={"accept-language": self.language})

    def post(self, name: str, *args: Any, data: Mapping[str, Any] | None = None, partial: bool = False) -> HttpResponse:
        """Send a form."""
        headers = {"accept-language": self.language, **({"HX-Request": "true"} if partial else {})}
        return self.client.post(reverse(f"web:{name}", args=args), dict(data or {}), headers=headers)

    def text(self, name: str, *args: Any, **query: Any) -> str:
        """The text of a page that must open."""
        response = self.get(name, *args, **query)
        assert response.status_code == 200, response.content.decode()[:2000]
        return str(response.content.decode())

    def download(self, name: str, *args: Any) -> bytes:
        """The bytes of a file that must come."""
        response = self.get(name, *args)
        assert response.status_code == 200
        content: bytes = b"".join(response.streaming_content)
        return content
