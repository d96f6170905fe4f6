"""``minsheng up``: database, migrations, web and job worker under one process that starts, watches and stops them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from minsheng.config.children import Child
from minsheng.config.database.session import database_session
from minsheng.config.home import home_folder
from minsheng.config.locks import sole_supervisor
from minsheng.config.ports import require_free_port, wait_until_ready

STOP_SECONDS = 25.0
WATCH_SECONDS = 0.2
MOST_WORKERS = 4
MOST_THREADS = 8
FAILURES_AT_START = 3


class StepFailed(RuntimeError):
    """A step before serving has failed; it has said why itself."""


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Options:
    """How to serve. ``steps`` are commands of ``python -m django`` that are run after the migrations."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = field(default_factory=lambda: min(_cores(), MOST_WORKERS))
    threads: int = field(default_factory=lambda: min(2 * _cores(), MOST_THREADS))
    job_worker: bool = True
    log: Path | None = None
    steps: tuple[tuple[str, ...], ...] = ()


def up(options: Options, say: Callable[[str], None] = print) -> int:
    """Run the installation until Ctrl-C or SIGTERM and return 0.

    Raises ``AlreadyRunning``, ``PortBusy``, ``ServerError`` or ``StepFailed`` when it cannot begin.
    """
    home = home_folder()
    with sole_supervisor(home), stop_signals() as stop:
        require_free_port(options.host, options.port)
        with database_session():
            _prepare(options, stop, say)
            if not stop.is_set():
                _serve(options, home, stop, say)
    say("Minsheng has stopped.")
    return 0


def _prepare(options: Options, stop: threading.Event, say: Callable[[str], None]) -> None:
    say("Bringing the database up to date …")
    _run_step(("-m", "minsheng.config.preparation"), stop)
    for step in options.steps:
        _run_step(("-m", "django", *step), stop)


def _run_step(arguments: tuple[str, ...], stop: threading.Event) -> None:
    """Run one command of ours to its end, or until we are asked to stop."""
    if stop.is_set():
        return
    step = Child(" ".join(arguments[1:]), [sys.executable, *arguments], _environment("command"))
    step.start()
    while (code := step.exit_code()) is None:
        if stop.wait(WATCH_SECONDS / 4):
            step.stop(STOP_SECONDS)
            return
    if code:
        message = f"{step.name} failed (exit code {code})"
        raise StepFailed(message)


def _serve(options: Options, home: Path, stop: threading.Event, say: Callable[[str], None]) -> None:
    with _output(options.log) as output:
        children = _children(options, home, output)
        try:
            address = f"http://{options.host}:{options.port}/"
            if wait_until_ready(options.host, options.port, stop, lambda: _tend_at_start(children)):
                say(f"Minsheng is ready: {address}  (Ctrl-C stops it)")
            elif not stop.is_set():
                say(f"Minsheng serves {address} but is not ready; {address}readyz says what is missing.")
            while not stop.wait(WATCH_SECONDS):
                _tend(children)
        finally:
            say("Stopping …")
            for child in children:  # the web first: no new work; then the jobs
                child.stop(STOP_SECONDS)


def _tend(children: list[Child]) -> None:
    for child in children:
        child.tend()


def _tend_at_start(children: list[Child]) -> None:
    """Tend to the children, but give up on one that has never come up: what is wrong will not pass by itself."""
    _tend(children)
    for child in children:
        if child.failures >= FAILURES_AT_START:
            message = f"the {child.name} ended {child.failures} times before it was ready; what it said stands above"
            raise StepFailed(message)


def _children(options: Options, home: Path, output: IO[bytes] | None) -> list[Child]:
    counters = home / "run" / "metrics"
    shutil.rmtree(counters, ignore_errors=True)  # counters of processes that are gone
    counters.mkdir(parents=True)
    web = _environment("web") | {"PROMETHEUS_MULTIPROC_DIR": str(counters)}
    web.setdefault("MINSHENG_DB_POOL", f"1,{options.threads + 1}")
    if not options.job_worker:
        web["MINSHENG_NO_WORKER"] = "1"
    children = [Child("web", web_command(options), web, output)]
    if options.job_worker:
        command = [sys.executable, "-m", "django", "procrastinate", "worker"]
        children.append(Child("job worker", command, _environment("worker"), output))
    return children


def web_command(options: Options) -> list[str]:
    """Return the command that serves the web."""
    values = {
        "--interface": "wsgi",
        "--host": options.host,
        "--port": str(options.port),
        "--workers": str(options.workers),
        "--blocking-threads": str(options.threads),
        "--workers-kill-timeout": "20",
        "--log-level": "warning",
    }
    arguments = [word for pair in values.items() for word in pair]
    flags = ["--respawn-failed-workers", "--no-ws"]
    return [sys.executable, "-m", "granian", *arguments, *flags, "minsheng.config.wsgi:application"]


def _environment(process: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "minsheng.config.settings"),
        "MINSHENG_HOME": str(home_folder()),
        "MINSHENG_PROCESS": process,
        "MINSHENG_DB_ROLE": "app",
    }


@contextlib.contextmanager
def _output(log: Path | None) -> Iterator[IO[bytes] | None]:
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as stream:
        yield stream


@contextlib.contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """Turn Ctrl-C and SIGTERM into an event for the block."""
    stop = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
