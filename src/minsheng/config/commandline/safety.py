"""``migrate``, ``backup``, ``restore`` and ``database``: what is done to the data as a whole, as the owner."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from minsheng.config.database.connect import connection_arguments, libpq_environment
from minsheng.config.database.programs import program
from minsheng.config.database.session import database_session
from minsheng.config.database.urls import django_database
from minsheng.config.home import home_folder
from minsheng.config.secrets import load_secrets


def run_migrate(arguments: list[str]) -> int:
    """Bring the database up to date and renew the application's rights; takes the arguments of Django's migrate."""
    from minsheng.config.database.migration import migrate  # noqa: PLC0415 - needs Django set up in the owner role
    from minsheng.config.settling import settle  # noqa: PLC0415 - the same

    parser = argparse.ArgumentParser(prog="minsheng migrate", description=run_migrate.__doc__)
    parser.add_argument("--tables-only", action="store_true", help="release no procedures and register no district")
    given, others = parser.parse_known_args(arguments)
    with database_session():
        migrate(*others)
        if not given.tables_only:
            settle()
    return 0


def run_backup(arguments: list[str]) -> int:
    """Write database and stored files into one file."""
    from minsheng.config.backup import write_backup  # noqa: PLC0415 - needs Django set up in the owner role

    parser = argparse.ArgumentParser(prog="minsheng backup", description=run_backup.__doc__)
    parser.add_argument("file", type=Path, help="the file to make; it must not exist yet")
    parser.add_argument("--with-secrets", action="store_true", help="put the keys in too: keep such a file like a key")
    given = parser.parse_args(arguments)
    with database_session():
        for line in write_backup(given.file, with_secrets=given.with_secrets):
            _say(line)
    return 0


def run_restore(arguments: list[str]) -> int:
    """Bring database and stored files back from a backup, after checking every part of it."""
    from minsheng.config.restore import restore_backup  # noqa: PLC0415 - needs Django set up in the owner role

    parser = argparse.ArgumentParser(prog="minsheng restore", description=run_restore.__doc__)
    parser.add_argument("file", type=Path, help="a file made by: minsheng backup")
    parser.add_argument("--force", action="store_true", help="replace a database that has tables already")
    parser.add_argument("--without-keys", action="store_true", help="go on though personal fields need other keys")
    given = parser.parse_args(arguments)
    with database_session():
        for line in restore_backup(given.file, force=given.force, without_keys=given.without_keys):
            _say(line)
    return 0


def run_database(arguments: list[str]) -> int:
    """Open PostgreSQL's own shell on the installation's database."""
    parser = argparse.ArgumentParser(prog="minsheng database", description=run_database.__doc__)
    parser.add_argument("action", choices=["psql"])
    parser.add_argument("--owner", action="store_true", help="as the owner, not as the application")
    given, rest = parser.parse_known_args(arguments)
    home = home_folder()
    environ = {**os.environ, "MINSHENG_DB_ROLE": "owner" if given.owner else "app"}
    entry = connection_arguments(django_database(home, load_secrets(home), environ))
    with database_session():
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the shell
        try:
            command = [str(program("psql")), *(word for word in rest if word != "--")]
            return subprocess.call(command, env=libpq_environment(entry))
        finally:
            signal.signal(signal.SIGINT, before)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
