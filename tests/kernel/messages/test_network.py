"""Posting to an address that somebody else chose: never into our own network, never further than told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minsheng.kernel.messages.network import is_public, post_json
from minsheng.kernel.messages.ports import PermanentFailure, SendingError, TemporaryFailure
from tests.kernel.messages.receiving import Received, make_certificate, server


@pytest.fixture
def here() -> Iterator[Received]:
    """A server on this machine."""
    with server() as received:
        yield received


def _post(url: str, *, allow_private: bool = True) -> None:
    post_json(url, b'{"a":1}', headers={"X-Test": "1"}, timeout=2, allow_private=allow_private)


def _refused(url: str, *, allow_private: bool = True) -> SendingError:
    with pytest.raises(SendingError) as caught:
        _post(url, allow_private=allow_private)
    return caught.value


def test_what_arrives(here: Received) -> None:
    _post(f"http://localhost:{here.port}/hook/a?b=c")
    ((path, headers, content),) = here.requests
    assert (path, content) == ("/hook/a?b=c", b'{"a":1}')
    assert headers["Host"] == f"localhost:{here.port}"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["X-Test"] == "1"
    _post(f"http://127.0.0.1:{here.port}")
    assert here.requests[1][0] == "/"


@pytest.mark.parametrize(
    ("status", "failure", "code"),
    [
        (302, PermanentFailure, "http.redirect"),
        (400, PermanentFailure, "http.status_400"),
        (404, PermanentFailure, "http.status_404"),
        (408, TemporaryFailure, "http.status_408"),
        (429, TemporaryFailure, "http.status_429"),
        (500, TemporaryFailure, "http.status_500"),
        (503, TemporaryFailure, "http.status_503"),
    ],
)
def test_answers(here: Received, status: int, failure: type[SendingError], code: str) -> None:
    here.status, here.location = status, f"http://127.0.0.1:{here.port}/elsewhere"
    refusal = _refused(f"http://127.0.0.1:{here.port}/")
    assert (type(refusal), refusal.code) == (failure, code)
    assert len(here.requests) == 1, "a redirect is not followed"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "0.0.0.0", "2130706433"],  # noqa: S104 -- asked about
)
def test_private_addresses_are_refused(here: Received, host: str) -> None:
    refusal = _refused(f"http://{host}:{here.port}/", allow_private=False)
    assert refusal.code in {"http.private_address", "http.unresolved"}
    assert here.requests == []


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _resolving("8.8.8.8", "10.1.2.3"))
    assert _refused("http://rebind.example/", allow_private=False).code == "http.private_address"


def test_the_connection_goes_to_the_address_that_was_checked(here: Received, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves otherwise the second time is not asked a second time."""
    answers = [_resolving("127.0.0.1")]
    original = socket.getaddrinfo

    def once(host: str, *rest: Any, **more: Any) -> Any:
        if host == "rebind.example":
            return answers.pop(0)(host, *rest, **more)
        return original(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    _post(f"http://rebind.example:{here.port}/")
    assert here.requests[0][1]["Host"] == f"rebind.example:{here.port}"
    assert answers == []


def _resolving(*addresses: str) -> Any:
    def resolve(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),  # noqa: S104 -- asked about
        ("::1", False),
        ("::", False),
        ("fc00::1", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_nobody_answers(here: Received) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert _refused(f"http://127.0.0.1:{unused.getsockname()[1]}/").code == "http.no_connection"
    assert _refused("http://no-such-name.invalid/").code == "http.unresolved"
    assert _refused("gopher://127.0.0.1/").code == "http.url"


def test_a_certificate_must_be_trusted_and_name_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path, "localhost")
    with server(tls=tmp_path) as received:
        assert _refused(f"https://localhost:{received.port}/").code == "http.no_connection"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert _refused(f"https://127.0.0.1:{received.port}/").code == "http.no_connection"
        assert received.requests == []
        _post(f"https://localhost:{received.port}/")
    assert len(received.requests) == 1
