"""Starting the program as an operator does, in processes of its own."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE_SECONDS = 120


def environment(home: Path, **changes: str) -> dict[str, str]:
    """Return an environment for an installation in ``home``: none of this test process's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MINSHENG_", "DJANGO_", "PG"))}
    return {**kept, "MINSHENG_HOME": str(home), **changes}


def minsheng(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end and return what it said; standard error stands after standard output."""
    return subprocess.run(
        [sys.executable, "-m", "minsheng.config.cli", *arguments],
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A started ``minsheng up``."""

    def __init__(self, environ: dict[str, str], port: int, *arguments: str) -> None:
        command = [sys.executable, "-m", "minsheng.config.cli", "up", "--port", str(port), "--workers", "1", *arguments]
        self.lines: list[str] = []
        self._arrived: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._arrived.put(line)

    def wait_for(self, text: str) -> str:
        """Return the first line that holds ``text``; fail with everything said so far when it does not come."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self.lines.append(self._arrived.get(timeout=0.1))
                if text in self.lines[-1]:
                    return self.lines[-1]
            if self.process.poll() is not None and self._arrived.empty():
                break
        raise AssertionError(f"{text!r} did not come:\n{''.join(self.lines)}")

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return code


@contextlib.contextmanager
def running(environ: dict[str, str], port: int, *arguments: str) -> Iterator[Running]:
    """Run ``minsheng up`` for the block and leave nothing of it."""
    started = Running(environ, port, *arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.end(signal.SIGTERM)
        started._reader.join(PATIENCE_SECONDS)
        assert started.process.stdout is not None
        started.process.stdout.close()
