"""``up``, ``down`` and ``demo``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from minsheng.config.database.lease import stop_if_unused
from minsheng.config.database.session import embedded_server
from minsheng.config.database.urls import is_embedded
from minsheng.config.home import home_folder
from minsheng.config.locks import running_supervisor
from minsheng.config.supervisor import Options, up

STOP_SECONDS = 120
HIGHEST_PORT = 65535


def run_up(arguments: list[str]) -> int:
    """Run the installation until it is stopped."""
    return up(_options("up", arguments, steps=()), say=_say)


def run_demo(arguments: list[str]) -> int:
    """Run the installation with the simulated district in it; its logs go to a file, so that accounts stay readable."""
    options = _options("demo", arguments, steps=(("load_demo",),), log=home_folder() / "log" / "minsheng.log")
    return up(options, say=_say)


def run_down(arguments: list[str]) -> int:
    """Stop the installation that runs from the same home folder, and an embedded server that nobody uses any more."""
    argparse.ArgumentParser(prog="minsheng down", description=run_down.__doc__).parse_args(arguments)
    home = home_folder()
    supervisor = running_supervisor(home)
    if supervisor:
        os.kill(supervisor, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        while running_supervisor(home):
            if time.monotonic() > end:
                _say(f"Process {supervisor} has not stopped within {STOP_SECONDS} s.")
                return 1
            time.sleep(0.1)
    if is_embedded() and not stop_if_unused(embedded_server()):
        _say("The database stays up: another command is using it.")
    _say("Minsheng has stopped." if supervisor else "Minsheng was not running.")
    return 0


def _options(
    command: str, arguments: list[str], steps: tuple[tuple[str, ...], ...], log: Path | None = None
) -> Options:
    parser = argparse.ArgumentParser(
        prog=f"minsheng {command}",
        description="Start the database, bring it up to date, and serve the web and the jobs until Ctrl-C.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=os.environ.get("MINSHENG_PORT", "8000"))
    usual = Options()
    parser.add_argument("--workers", type=_count, default=usual.workers, help="web processes (default: %(default)s)")
    parser.add_argument("--threads", type=_count, default=usual.threads, help="requests at once in each of them")
    parser.add_argument("--no-worker", action="store_true", help="run no job worker here (one must run elsewhere)")
    parser.add_argument("--log", type=Path, default=log, help="write logs to this file, not to standard error")
    given = parser.parse_args(arguments)
    return Options(
        host=given.host,
        port=given.port,
        workers=given.workers,
        threads=given.threads,
        job_worker=not given.no_worker,
        log=given.log,
        steps=steps,
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        message = f"{text!r} is no number of 1 or more"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        message = f"{text!r} is no port: a number from 1 to {HIGHEST_PORT}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
