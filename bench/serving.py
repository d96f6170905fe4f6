"""A running installation, started as an operator does: ``minsheng up``. Its web workers' memory and processor time."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from bench.homes import ROOT, Home

PATIENCE_SECONDS = 300
NO_LIMITS = {f"MINSHENG_RATE_{name}": "0/60" for name in ("ACCOUNT", "ADDRESS", "FILING", "PROOF")}
"""One client stands for a whole district here."""


@dataclass
class Server:
    """A running installation."""

    home: Home
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[psutil.Process]:
        """The web workers: granian's own children."""
        below = psutil.Process(self.process.pid).children(recursive=True)
        granian = [process for process in below if "granian" in " ".join(process.cmdline())]
        return [process for process in granian if any(process.ppid() == other.pid for other in granian)]

    def cpu_seconds(self) -> float:
        """Processor time of all web workers until now."""
        return sum(_seconds(worker) for worker in self.workers())

    def database_seconds(self) -> float:
        """Processor time of all processes of the database until now."""
        server = self.home.server().running()
        if server is None:
            return 0.0
        postmaster = psutil.Process(server.pid)
        return sum(_seconds(process) for process in [postmaster, *postmaster.children()])

    def megabytes(self) -> list[float]:
        """Resident memory of each web worker."""
        return [round(worker.memory_info().rss / 1024**2, 1) for worker in self.workers()]


@contextlib.contextmanager
def serving(home: Home, *, workers: int = 0, jobs: bool = False) -> Iterator[Server]:
    """Run ``minsheng up`` for the block. ``jobs``: with the job worker, that takes its share of the processors."""
    port = _free_port()
    command = [sys.executable, "-m", "minsheng.config.cli", "up", "--port", str(port)]
    command += ["--workers", str(workers)] if workers else []
    command += ["--log", str(home.path / "log" / "bench.log"), *([] if jobs else ["--no-worker"])]
    environ = home.environment(**NO_LIMITS)
    with subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(port, process)
            yield Server(home, port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"minsheng up ended with {process.returncode}; its log is in the installation's folder")
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        time.sleep(0.1)
    raise SystemExit("minsheng up did not become ready")
