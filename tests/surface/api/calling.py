"""Calling the API in a test, and reading what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.permissions import permissions
from minsheng.kernel.access.services import issue_token

SYSTEM = Actor.system("import")
PREFIX = "/api/v1"


@dataclass
class Caller:
    """Somebody who calls, by a token or without."""

    token: str = ""
    language: str = "zh-hans"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        """Headers of a call."""
        known = {"Accept-Language": self.language, **more}
        return {**known, "Authorization": f"Bearer {self.token}"} if self.token else known

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> HttpResponse:
        """GET below the prefix (a path with the prefix is taken as it is)."""
        whole = path if path.startswith(PREFIX) else PREFIX + path
        return self.client.get(whole, query, headers=self.headers(headers or {}))

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """POST JSON. Headers are named with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else body
        return self.client.post(PREFIX + path, content, content_type="application/json", headers=self.headers(named))

    def raw(self, path: str, body: bytes, content_type: str = "application/json") -> HttpResponse:
        """POST bytes as they are."""
        return self.client.generic("POST", PREFIX + path, body, content_type, headers=self.headers({}))

    def delete(self, path: str) -> HttpResponse:
        """DELETE below the prefix."""
        return self.client.delete(PREFIX + path, headers=self.headers({}))


def caller_for(account: Account, scopes: list[str] | None = None, days: int = 30) -> Caller:
    """A caller with a fresh token of ``account``; with every scope unless some are named."""
    every = [permission.key for permission in permissions()]
    _, secret = issue_token(
        by=SYSTEM, account=account, name="test", scopes=every if scopes is None else scopes, days=days
    )
    return Caller(secret)


def a_filing(**changes: Any) -> dict[str, Any]:
    """The body of a filing: a leaking roof, told by 王小明."""
    body: dict[str, Any] = {
        "procedure": "hotline.order",
        "title": "房顶漏水",
        "body": "红卫里3号楼顶层漏水，下雨天屋里用盆接水，请尽快维修。",
        "kind": "complaint",
        "place": {"lon": 113.22, "lat": 40.05, "address": "红卫里3号楼"},
        "reporter": {"name": "王小明", "phone": "13834567890"},
    }
    return {**body, **changes}


def filed(caller: Caller, **changes: Any) -> str:
    """File a report and give its code."""
    response = caller.post("/cases", a_filing(**changes))
    assert response.status_code == 201, response.content.decode()
    return str(response.json()["code"])


def codes_of(response: HttpResponse) -> set[str]:
    """Codes of the faults in problem details."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content.decode()
    return {fault["code"] for fault in response.json()["errors"]}
