"""``minsheng up``: it serves, stops in order, and comes back without loss after it was killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from minsheng.config.database.lease import stop_if_unused
from minsheng.config.database.places import Places
from minsheng.config.database.postmaster import find_postmaster
from minsheng.config.database.server import EmbeddedServer
from minsheng.config.secrets import load_secrets
from tests.config.processes import environment, free_port, minsheng, running


@pytest.fixture
def home() -> Iterator[Path]:
    """Give the home folder of a new installation, below a folder that only its owner may enter."""
    base = Path(tempfile.mkdtemp())
    yield base / "home"
    assert stop_if_unused(EmbeddedServer(base / "home", load_secrets(base / "home")))
    shutil.rmtree(base)


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def psql(home: Path, statement: str) -> str:
    outcome = minsheng(environment(home), "database", "psql", "--owner", "--", "-XAtc", statement)
    assert outcome.returncode == 0, outcome.stdout
    return outcome.stdout.strip()


def descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def wait_gone(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def server_of(home: Path) -> int | None:
    found = find_postmaster(Places(home).data)
    return found.pid if found else None


def test_killed_it_comes_back_on_the_same_port_without_loss_and_ctrl_c_stops_all(home: Path) -> None:
    port = free_port()
    with running(environment(home), port) as up:
        assert f"http://127.0.0.1:{port}/" in up.wait_for("is ready")
        assert '"ready": true' in fetch(port, "/readyz")
        psql(home, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('红卫里')")
        children = descendants(up.process.pid)
        up.end(signal.SIGKILL)
        wait_gone(children)
    left = server_of(home)
    assert left is not None

    with running(environment(home), port, "--no-worker") as again:
        again.wait_for("is ready")
        assert server_of(home) == left, "the database that still ran was not adopted"
        assert psql(home, "SELECT word FROM kept") == "红卫里"
        again.end(signal.SIGKILL)
        os.kill(left, signal.SIGKILL)

    with running(environment(home), port, "--no-worker") as recovered:
        recovered.wait_for("is ready")
        assert psql(home, "SELECT word FROM kept") == "红卫里"
        children = descendants(recovered.process.pid)
        assert recovered.end(signal.SIGINT) == 0
        wait_gone(children)
    assert server_of(home) is None


def test_a_killed_web_is_started_again_and_a_second_supervisor_is_refused(home: Path) -> None:
    port = free_port()
    with running(environment(home), port, "--no-worker") as up:
        up.wait_for("is ready")
        psutil.Process(up.process.pid).children()[0].kill()
        up.wait_for("web ended")
        wait_until_answering(port)
        second = minsheng(environment(home), "up", "--port", str(free_port()))
        assert second.returncode == 1
        assert "running already" in second.stdout
        assert "Minsheng has stopped." in minsheng(environment(home), "down").stdout
        assert up.process.wait(30) == 0
    assert server_of(home) is None


def wait_until_answering(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            assert "ok" in fetch(port, "/healthz")
            return
        time.sleep(0.1)
    pytest.fail("the web did not come back")


def test_a_busy_port_is_named(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        outcome = minsheng(environment(home), "up", "--port", str(port))
    assert outcome.returncode == 1
    assert f"port {port} on 127.0.0.1 is not free" in outcome.stdout
