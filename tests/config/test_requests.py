"""Every response carries the headers that protect, and every request leaves one line without personal data."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as product
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from minsheng.base.errors import Refusal
from minsheng.config.observability.logs import logging_settings, safe_exception
from minsheng.config.observability.middleware import RequestRecord, short_network
from minsheng.config.urls import urlpatterns as product_patterns


def broken(_request: HttpRequest, **_: object) -> HttpResponse:
    """Fail with a person's name in the message."""
    raise ValueError("王小明 13900000000")


urlpatterns = [
    *product_patterns,
    path("broken/<str:name>", broken, name="broken"),
]


Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Give a function that returns what the web's log has got so far."""
    written = io.StringIO()
    made = logging_settings("INFO")["formatters"]["safe"]
    handler = logging.StreamHandler(written)
    handler.setFormatter(made.pop("()")(**made))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.mark.parametrize("address", ["/healthz", "/nothing-here"])
def test_protecting_headers_are_on_every_response(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_https_is_kept_once_it_is_there(client: Client, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert "max-age=31536000" in client.get("/healthz", secure=True).headers["Strict-Transport-Security"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/healthz", b"x", content_type="text/plain", CONTENT_LENGTH=str(product.MAX_BODY_BYTES + 1))
    assert answer.status_code == 413
    assert "100" in answer.content.decode()


@pytest.mark.django_db
def test_a_body_in_pieces_of_no_known_length_is_refused_and_not_taken_for_none(client: Client) -> None:
    pieces = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    assert client.post("/report/", b"x", content_type="text/plain", **pieces).status_code == 411
    told = client.post("/api/v1/cases", b"{}", content_type="application/json", **pieces)
    assert (told.status_code, told.json()["errors"][0]["code"]) == (411, "body.length")
    assert "Content-Length" in told.json()["errors"][0]["detail"]


@pytest.mark.parametrize("given", ["", "short", "with space in it", "x" * 65, "王小明王小明王小明"])
def test_a_request_id_is_made_where_none_fits(given: str) -> None:
    request = RequestFactory().get("/", headers={"x-request-id": given})
    assert len(RequestRecord(lambda _: HttpResponse())(request)["X-Request-ID"]) == 32


def test_a_proxys_request_id_is_kept(client: Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-12345678"})["X-Request-ID"] == "abc-12345678"


@pytest.mark.urls(__name__)
def test_a_record_names_the_route_and_nobody(client: Client, lines: Lines) -> None:
    client.raise_request_exception = False
    client.get("/broken/王小明?phone=13900000000", REMOTE_ADDR="203.0.113.77")
    failed, record = lines()
    assert failed["exception"] == "builtins.ValueError"
    assert any("test_requests" in str(frame) for frame in failed["frames"])
    assert (record["route"], record["status"], record["network"]) == ("broken", 500, "203.0.113.0/24")
    assert failed["request_id"] == record["request_id"]
    assert "王小明" not in json.dumps([failed, record], ensure_ascii=False)
    assert "139" not in json.dumps([failed, record])


def test_a_refusal_is_logged_by_its_code_only() -> None:
    logged = safe_exception(None, "error", {"exc_info": Refusal("case.unknown", name="王小明")})
    assert logged["code"] == "case.unknown"
    assert "王小明" not in json.dumps(logged, ensure_ascii=False)


@pytest.mark.parametrize(
    ("address", "network"),
    [("2001:db8:1:2:3::4", "2001:db8:1::/48"), ("", ""), ("nonsense", ""), ("8.8.8.8", "8.8.8.0/24")],
)
def test_addresses_are_cut_to_their_network(address: str, network: str) -> None:
    assert short_network(address) == network
