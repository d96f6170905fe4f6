"""Posting to an address that somebody else chose, without being sent into our own network.

The name is resolved once, every address it has is checked, and the connection goes to a checked address: a name that
resolves otherwise a moment later gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from minsheng.kernel.messages.ports import PermanentFailure, TemporaryFailure

_ANSWERS = {2: "well", 3: "redirect", 4: "refused"}
_LATER = {408, 425, 429}
_MOST_ANSWER = 64 * 1024
_NAT64 = IPv6Network("64:ff9b::/96")


def post_json(
    url: str, content: bytes, *, headers: Mapping[str, str], timeout: float, allow_private: bool = False
) -> None:
    """POST ``content`` to ``url`` and return when the answer is 2xx.

    ``timeout`` in seconds holds for connecting and for each read. Raises PermanentFailure ``http.private_address``,
    ``http.redirect``, ``http.status_<4xx>``, ``http.url``; TemporaryFailure ``http.unresolved``,
    ``http.no_connection``, ``http.status_<5xx>``.
    """
    parts = urlsplit(url)
    connection = _connection(parts, _checked_address(parts, allow_private=allow_private), timeout)
    target = parts.path or "/"
    try:
        connection.request(
            "POST",
            f"{target}?{parts.query}" if parts.query else target,
            body=content,
            headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "minsheng", **headers},
        )
        answer = connection.getresponse()
        answer.read(_MOST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise TemporaryFailure("http.no_connection") from error
    finally:
        connection.close()
    _judge(answer.status)


def _judge(status: int) -> None:
    answer = _ANSWERS.get(status // 100)
    if answer == "well":
        return
    if answer == "redirect":
        raise PermanentFailure("http.redirect")
    if answer == "refused" and status not in _LATER:
        raise PermanentFailure(f"http.status_{status}")
    raise TemporaryFailure(f"http.status_{status}")


def _checked_address(parts: SplitResult, *, allow_private: bool) -> str:
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TemporaryFailure("http.unresolved") from error
    except ValueError as error:
        raise PermanentFailure("http.url") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(is_public(address) for address in addresses):
        raise PermanentFailure("http.private_address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet: no private, local, reserved or multicast one in any wrapping."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        inner = _wrapped(parsed)
        if inner is not None:
            return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 (64:ff9b::/96) address."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _connection(parts: SplitResult, address: str, timeout: float) -> http.client.HTTPConnection:
    if parts.scheme == "https":
        return _PinnedHttps(parts, address, timeout)
    if parts.scheme == "http":
        return _PinnedHttp(parts, address, timeout)
    raise PermanentFailure("http.url")


class _PinnedHttp(http.client.HTTPConnection):
    """Speaks to one checked address, whatever the name resolves to by now."""

    def __init__(self, parts: SplitResult, address: str, timeout: float) -> None:
        super().__init__(parts.hostname or "", parts.port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        """Open the connection to the checked address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _PinnedHttps(http.client.HTTPSConnection):
    """As above, with the certificate checked against the name in the URL."""

    def __init__(self, parts: SplitResult, address: str, timeout: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(parts.hostname or "", parts.port, timeout=timeout, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Open the connection to the checked address and make it TLS."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
