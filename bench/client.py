"""A small HTTP client for closed loops: raw sockets, keep-alive, no parsing beyond status and length, little CPU."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

HEAD_END = b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """One keep-alive connection; one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._length = -1
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to write."""
        self._transport = transport  # type: ignore[assignment]  # TCP gives a Transport

    def data_received(self, data: bytes) -> None:
        """Collect the answer; done when the announced length is there."""
        self._buffer += data
        if self._length < 0:
            end = self._buffer.find(HEAD_END)
            if end < 0:
                return
            self._length = end + len(HEAD_END) + _content_length(self._buffer[:end])
        if len(self._buffer) >= self._length and self._answer is not None:
            answer, self._answer = self._answer, None
            body = self._buffer[self._buffer.find(HEAD_END) + len(HEAD_END) :]
            answer.set_result((int(self._buffer[9:12]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        """The server has closed: whoever waits learns of it."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server closed the connection"))

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a whole request; return status and body of the answer."""
        self._buffer, self._length = b"", -1
        self._answer = asyncio.get_running_loop().create_future()
        waited = self._answer
        assert self._transport is not None
        self._transport.write(request)
        return await waited

    def close(self) -> None:
        """Close."""
        if self._transport is not None:
            self._transport.close()


def _content_length(head: bytes) -> int:
    lower = head.lower()
    place = lower.find(b"content-length:")
    return (
        int(lower[place + 15 : lower.find(b"\r\n", place) if lower.find(b"\r\n", place) > 0 else None])
        if place >= 0
        else 0
    )


def request_bytes(method: str, path: str, token: str, body: Any = None, key: str = "") -> bytes:
    """A whole HTTP/1.1 request."""
    payload = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
    if key:
        lines.append(f"Idempotency-Key: {key}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + payload


@dataclass
class Tally:
    """What a closed loop did: seconds of each round, and answers that were not as expected."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def rate(self) -> float:
        """Rounds per second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0

    def quantile(self, share: float) -> float:
        """The time below which ``share`` of the rounds stayed, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


Round = Callable[[Connection], Any]


async def _loop(
    port: int, rounds: Iterator[Any], do: Callable[[Connection, Any], Any], tally: Tally, end: float
) -> None:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, "127.0.0.1", port)
    for item in rounds:
        begun = perf_counter()
        if begun >= end:
            break
        try:
            await do(connection, item)
            tally.seconds.append(perf_counter() - begun)
        except AssertionError as error:
            tally.wrong.append(str(error)[:300])
    connection.close()


async def _all(
    port: int, clients: int, seconds: float, rounds: Iterator[Any], do: Callable[[Connection, Any], Any]
) -> Tally:
    tally = Tally()
    begun = perf_counter()
    await asyncio.gather(*(_loop(port, rounds, do, tally, begun + seconds) for _ in range(clients)))
    tally.elapsed = perf_counter() - begun
    return tally


def closed_loop(
    port: int, clients: int, seconds: float, rounds: Iterator[Any], do: Callable[[Connection, Any], Any]
) -> Tally:
    """Let ``clients`` connections do rounds one after another for ``seconds``. ``do(connection, item)`` is a coroutine.

    Stops with the first wrong answers: a bench of errors is worth nothing.
    """
    tally = asyncio.run(_all(port, clients, seconds, rounds, do))
    if len(tally.wrong) > len(tally.seconds) // 100:
        raise SystemExit(f"{len(tally.wrong)} wrong answers, the first: {tally.wrong[0]}")
    return tally


async def expect(connection: Connection, request: bytes, status: int) -> Any:
    """Send, insist on the status, and give the JSON of the answer."""
    got, body = await connection.send(request)
    assert got == status, f"{got}: {body[:400].decode('utf-8', 'replace')}"
    return json.loads(body) if body else None
