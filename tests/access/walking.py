"""Walking every address of the system as somebody: screens, API and standards alike, new ones too."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from minsheng.interop.open311.numbers import number_of
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account
from tests.access.planting import COMMON, Town, phone_of
from tests.access.planting_issues import issue_ids

INFRASTRUCTURE = frozenset({"healthz", "readyz", "metrics"})
"""Addresses for the operator's machinery; they show nothing of cases."""
_REGISTERS = ("admin", "agenc", "branch", "posting", "mediator", "room", "step", "duty", "absence", "roster", "token")
"""Words in the names of addresses of registers that hold nothing of cases: a few ids are enough there."""
_NAMED = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One address: its pattern as a template, the names and kinds of its parts, and who may open it by its own word."""

    name: str
    template: str
    parts: tuple[tuple[str, bool], ...]
    door: str | None

    def filled(self, values: dict[str, Any]) -> str:
        """The path with values in place of its parts."""
        return "/" + self.template.format(**values)


def addresses() -> list[Address]:
    """Every address that the system answers at."""
    return sorted(set(_found(get_resolver(), "", "")), key=lambda it: (it.template, it.name))


def _found(resolver: URLResolver, above: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = above + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from _found(entry, route, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            kinds = entry.pattern.converters
            template = _template(route)
            names = re.findall(r"\{(\w+)\}", template)
            parts = tuple((name, isinstance(kinds.get(name), IntConverter)) for name in names)
            yield Address(f"{space}{entry.name}", template, parts, getattr(entry.callback, "door", None))


def _template(route: str) -> str:
    plain = _NAMED.sub(r"{\1}", route).replace("(?:v2/)?", "").rstrip("$").replace("\\.", ".")
    return _CONVERTED.sub(r"{\1}", plain)


@dataclass
class Somebody:
    """A visitor with a browser and, for the API, a token."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    token: str = ""

    @classmethod
    def signed_in(cls, account: Account, token: str) -> Somebody:
        """Somebody with an account."""
        one = cls(token=token)
        one.client.force_login(account)
        return one

    def ask(self, method: str, path: str, query: dict[str, str] | None = None) -> tuple[HttpResponseBase, str]:
        """One request and the text of its answer; whatever it changed is undone."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token and path.startswith("/api/") else {}
        with transaction.atomic():
            if method == "GET":
                response = self.client.get(path, query or {}, headers=headers)
            elif path.startswith("/api/"):
                response = self.client.post(path, {}, content_type="application/json", headers=headers)
            else:
                response = self.client.post(path, {})
            text = _text(response)
            transaction.set_rollback(True)
        return response, text


def _text(response: HttpResponseBase) -> str:
    """Body and headers that a reader sees, cookies apart."""
    streamed = getattr(response, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]
    body = _unpacked(body) if body.startswith(b"PK") else body
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items() if name != "Location")
    return body.decode("utf-8", "replace") + headers


def _unpacked(body: bytes) -> bytes:
    """The parts of a DOCX or XLSX: what stands in them is told as well."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


class Values:
    """Values for the parts of addresses. A part of a new name needs a line here, or no walk is complete."""

    def __init__(
        self,
        town: Town,
        acts: tuple[str, ...] = (),
        procedures: tuple[str, ...] = (),
        rows: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        """``acts`` and ``procedures`` are tried besides those of the planted orders and events.

        ``rows`` are ids to try where an address has this word in its name: sessions, warnings.
        """
        self._rows = rows or {}
        cases = list(town.cases.values())
        codes = [planted.code for planted in cases]
        # Ids that might be mistaken for something of a case: attachments, cases, parties, and a few of the registers.
        ids = [pk for planted in cases for pk in (*planted.files, planted.case_id, planted.party_id)]
        registers = [
            town.district.unit("housing"),
            town.district.accounts["water"].pk,
            town.district.areas["140213"].pk,
        ]
        self._ids = list(dict.fromkeys([*ids, *registers]))
        self._of_registers = list(dict.fromkeys([*registers, *ids[:3]]))
        self.searches = [{"q": text} for planted in cases for text in (planted.code, phone_of(planted.key))]
        with acting_as_system():
            self._issues = issue_ids()
        numbers = [number_of(planted.case_id) for planted in cases]
        self._by_name: dict[str, list[Any]] = {
            "code": codes,
            "act": ["dispatch", "add", "reply", "triage", *acts],
            "form": ["json", "xml"],
            "number": numbers,
            "token": numbers,
            "party": [planted.party_id for planted in cases],
            "procedure": ["hotline.order", "grid.event", *procedures],
            "key": ["hotline.order", "dispatcher"],
            "version": ["2026.1"],
            "year": [2026],
            "part": ["steps", "axes"],
            "kind": ["agreement", "ending", "index"],
            "grid": ["140213050001001", "140213051"],
        }

    def of(self, address: Address) -> Iterator[dict[str, Any]]:
        """All ways of filling the parts of an address. Raises AssertionError for a part that nobody has named here."""
        filled: list[dict[str, Any]] = [{}]
        for name, is_number in address.parts:
            choices = self._choices(address, name, is_number=is_number)
            filled = [{**known, name: value} for known in filled for value in choices]
        return iter(filled)

    def _choices(self, address: Address, name: str, *, is_number: bool) -> list[Any]:
        if name == "code" and "areas" in address.name:
            return ["140213"]
        if "hot_issue" in address.name:
            return self._issues
        of_api = name == "number" and address.name.startswith("api:")
        if name in self._by_name and not of_api:
            return self._by_name[name]
        assert is_number or of_api, f"{address.name}: give the walker values for <{name}> (tests/access/walking.py)"
        planted = [pk for word, ids in self._rows.items() if word in address.name for pk in ids]
        of_registers = any(word in address.name for word in _REGISTERS)
        return list(dict.fromkeys([*planted, *(self._of_registers if of_registers else self._ids)]))


QUERIES: tuple[dict[str, str], ...] = ({}, {"q": COMMON})
"""What lists are asked: as they are, and for a word that every planted case holds."""


def _ways(address: Address, values: Values) -> list[tuple[str, dict[str, str] | None]]:
    """In which ways an address is asked. Lists are searched, single things are not; searches for every code and number."""
    if address.parts:
        return [("GET", {}), ("POST", None)]
    searches = values.searches if "search" in address.name else []
    return [*(("GET", query) for query in (*QUERIES, *searches)), ("POST", None)]


def walk(somebody: Somebody, values: Values, see: Callable[[str, HttpResponseBase, str], None]) -> int:
    """Ask for every address in every way, by GET and by POST; ``see`` is shown each answer. Returns how many there were."""
    asked = 0
    for address in addresses():
        if address.name in INFRASTRUCTURE:
            continue
        for parts in values.of(address):
            path = address.filled(parts)
            for method, query in _ways(address, values):
                response, text = somebody.ask(method, path, query)
                see(f"{method} {path} {query or ''}", response, text)
                asked += 1
    return asked
