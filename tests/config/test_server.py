"""The embedded server: made safely, adopted, recovered, shared by several users, and stopped by the last."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from minsheng.config.database.account import ServerUser, let_pass
from minsheng.config.database.connect import connected
from minsheng.config.database.lease import leased, stop_if_unused
from minsheng.config.database.postmaster import clear_stale_files
from minsheng.config.database.roles import RolesError, check_server, prepare_embedded, superuser_entry
from minsheng.config.database.server import EmbeddedServer, ServerError
from minsheng.config.database.tuning import MIB, configuration
from minsheng.config.database.urls import django_database
from minsheng.config.secrets import load_secrets

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    """Give a server whose home has a path too long for a unix socket."""
    base = Path(tempfile.mkdtemp())
    home = base / ("很长的路径" * 6)
    home.mkdir()
    made = EmbeddedServer(home, load_secrets(home), extra=QUICK)
    yield made
    made.stop()
    shutil.rmtree(made.places.sockets)
    shutil.rmtree(base)


def test_one_life_of_a_server(server: EmbeddedServer) -> None:
    with leased(server):
        prepare_embedded(server)
        first = server.running()
        assert first is not None
        assert first.ready
        _check_logins(server)
        with leased(server):
            assert not stop_if_unused(server)
        assert server.running() == first, "another user still needs it"
        os.kill(first.pid, signal.SIGKILL)
        server.start()
        second = server.running()
        assert second is not None
        assert second.pid != first.pid
    assert server.running() is None
    _check_strangers_number_is_no_server(server)


def _check_logins(server: EmbeddedServer) -> None:
    app = django_database(server.home, server.secrets, {})
    with connected(app) as connection:
        check_server(connection)
        assert connection.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone() == (
            False,
        )
        assert connection.execute("SHOW jit").fetchone() == ("off",)
    with pytest.raises(psycopg.OperationalError, match="password"), connected(app, password="wrong"):
        pass
    with connected(superuser_entry(server)) as connection:
        connection.execute(
            "CREATE DATABASE narrow TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc"
        )
    with connected(superuser_entry(server), dbname="narrow") as connection, pytest.raises(RolesError, match="UTF8"):
        check_server(connection)


def _check_strangers_number_is_no_server(server: EmbeddedServer) -> None:
    """A left-over file with the number of a process that is something else must not look like a server."""
    stale = server.places.data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{server.places.data}\n")
    assert server.running() is None
    assert clear_stale_files(server.places.data, server.places.sockets)
    assert not stale.exists()


def test_a_cluster_of_another_version_is_refused(tmp_path: Path) -> None:
    made = EmbeddedServer(tmp_path, load_secrets(tmp_path), user=ServerUser(os.geteuid(), os.getegid(), lent=False))
    made.places.data.mkdir(parents=True)
    (made.places.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(ServerError, match="PostgreSQL 13"):
        made.start()


def test_folders_are_made_passable_only_where_they_are_not(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    inner = closed / "open" / "data"
    inner.mkdir(parents=True)
    closed.chmod(0o700)
    (closed / "open").chmod(0o755)
    let_pass(ServerUser(os.geteuid() + 1, os.getegid(), lent=True), inner)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o701
    assert stat.S_IMODE((closed / "open").stat().st_mode) == 0o755


def test_configuration_grows_with_memory_and_logs_no_values() -> None:
    small, large = (configuration(Path("/run/it's"), size * MIB) for size in (1024, 65536))
    assert "shared_buffers = '128MB'" in small
    assert "shared_buffers = '4096MB'" in large
    assert "unix_socket_directories = '/run/it''s'" in small
    assert "log_min_error_statement = 'panic'" in small
    assert "log_error_verbosity = 'terse'" in small
