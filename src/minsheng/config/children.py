"""A child process of the supervisor: started so that it dies with us, restarted with growing pauses when it fails."""

from __future__ import annotations

import functools
import logging
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import IO

from minsheng.config.lifeline import VARIABLE, follow

logger = logging.getLogger("minsheng.supervisor")
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0


@dataclass
class Child:
    """One command that is kept running. ``output`` is the stream for what it says, ``None`` for our own."""

    name: str
    command: list[str]
    environment: dict[str, str]
    output: IO[bytes] | None = None
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0  # in a row, since it last ran steadily
    _pause: float = FIRST_PAUSE_SECONDS
    _began: float = field(default=0.0)
    _not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start the command in a session of its own: Ctrl-C reaches only the supervisor, which stops in order."""
        self._began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**self.environment, VARIABLE: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output,
            start_new_session=True,
            preexec_fn=functools.partial(follow, os.getpid()),  # noqa: PLW1509 - the supervisor has no threads
        )

    def exit_code(self) -> int | None:
        """Return how the command ended, or ``None`` while it runs."""
        return self.process.poll() if self.process is not None else None

    def tend(self) -> None:
        """Start the command again if it has ended: soon after a steady minute, ever later while it keeps failing."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            steady = now - self._began > STEADY_SECONDS
            self.failures = 1 if steady else self.failures + 1
            self._pause = FIRST_PAUSE_SECONDS if steady else min(self._pause * 2, LONGEST_PAUSE_SECONDS)
            self._not_before = now + self._pause
            logger.warning("%s ended with %s; again in %.1f s", self.name, self.process.returncode, self._pause)
            self.process = None
        if self.process is None and now >= self._not_before:
            self.start()

    def stop(self, seconds: float) -> None:
        """Ask the command to end, wait up to ``seconds`` for it, then end it by force."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end within %.0f s and was killed", self.name, seconds)
            _kill_session(process)
            process.wait()


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
