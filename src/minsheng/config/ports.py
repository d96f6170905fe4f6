"""The web's port: whether it is free, and whether the web answers there."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable

# A killed supervisor's children need a moment to end.
PATIENCE_SECONDS = 3.0
READY_SECONDS = 120.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound
OK = 200


class PortBusy(RuntimeError):
    """The web cannot listen where it was told to; the message says where and what to do."""


def require_free_port(host: str, port: int) -> None:
    """Return when ``port`` on ``host`` can be listened on. Raises ``PortBusy`` after three seconds of trying."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _try_listening(host, port)
        except OSError as error:
            if time.monotonic() > end:
                message = f"port {port} on {host} is not free ({error.strerror}); choose another one: --port NUMBER"
                raise PortBusy(message) from error
            time.sleep(0.1)
        else:
            return


def _try_listening(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        # As granian does: connections of a past run that still wait to be forgotten do not count as busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen(1)


def wait_until_ready(host: str, port: int, stop: threading.Event, tend: Callable[[], None]) -> bool:
    """Ask ``/readyz`` until it says yes; ``tend`` is called between questions.

    False when it has not said yes within two minutes, or when ``stop`` was set before.
    """
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and not stop.is_set():
        tend()
        if answers(ANYWHERE.get(host, host), port):
            return True
        stop.wait(0.1)
    return False


def answers(host: str, port: int) -> bool:
    """Tell whether the web on ``port`` says that it is ready."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    name = os.environ.get("MINSHENG_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".*") or "127.0.0.1"
    try:
        connection.request("GET", "/readyz", headers={"Host": name})
        return connection.getresponse().status == OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
