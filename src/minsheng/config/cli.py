"""``minsheng COMMAND``: one entry for everything an operator does.

Besides the commands below, every Django management command is one, with hyphens for underscores.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable

from minsheng import __version__
from minsheng.base.errors import Refusal, Refusals
from minsheng.config.archive import BackupError
from minsheng.config.commandline import running, safety
from minsheng.config.database.programs import ProgramError
from minsheng.config.database.roles import RolesError
from minsheng.config.database.server import ServerError
from minsheng.config.database.session import database_session
from minsheng.config.database.urls import DatabaseUrlError
from minsheng.config.locks import AlreadyRunning
from minsheng.config.ports import PortBusy
from minsheng.config.secrets import SecretsError
from minsheng.config.supervisor import StepFailed

PLAIN: dict[str, Callable[[list[str]], int]] = {
    "up": running.run_up,
    "down": running.run_down,
    "demo": running.run_demo,
    "database": safety.run_database,
}
AS_OWNER: dict[str, Callable[[list[str]], int]] = {
    "migrate": safety.run_migrate,
    "backup": safety.run_backup,
    "restore": safety.run_restore,
}
# Django's commands that never ask the database, so that none is started for them.
WITHOUT_DATABASE = frozenset(
    {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages", "openapi"}
)
# The same for single verbs of a command.
VERBS_WITHOUT_DATABASE = frozenset({("procedures", verb) for verb in ("check", "draw", "document", "lock")})
HELP = frozenset({"-h", "--help", "help"})
UNDEFINED_TABLE = "42P01"
EXPECTED = (
    AlreadyRunning,
    BackupError,
    DatabaseUrlError,
    PortBusy,
    ProgramError,
    Refusal,
    Refusals,
    RolesError,
    SecretsError,
    ServerError,
    StepFailed,
)


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed with a message, 2 asked wrongly."""
    words = sys.argv[1:] if argv is None else argv
    logging.basicConfig(level=logging.INFO, format="minsheng: %(message)s", stream=sys.stderr)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.config.settings")
    try:
        return _dispatch(words)
    except EXPECTED as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain("stopped by Ctrl-C")


def _dispatch(words: list[str]) -> int:
    if not words or (words[0] in HELP and len(words) == 1):
        return _help()
    if words[0] == "--version":
        sys.stdout.write(f"{__version__}\n")
        return 0
    if words[0] == "help":
        return _dispatch([words[1], "--help"])
    name, arguments = words[0], words[1:]
    if name in PLAIN:
        return PLAIN[name](arguments)
    if name in AS_OWNER:
        os.environ["MINSHENG_DB_ROLE"] = "owner"
        _set_up_django()
        return AS_OWNER[name](arguments)
    return _django_command(name.replace("-", "_"), arguments)


def _django_command(name: str, arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line, get_commands  # noqa: PLC0415 - settings first

    _set_up_django()
    if name not in get_commands():
        sys.stderr.write(f"minsheng: there is no command {name.replace('_', '-')!r}; minsheng alone lists all\n")
        return 2
    line = ["minsheng", name, *arguments]
    verb = (name, arguments[0] if arguments else "")
    if name in WITHOUT_DATABASE or verb in VERBS_WITHOUT_DATABASE or HELP.intersection(arguments):
        execute_from_command_line(line)
        return 0
    with database_session():
        return _with_hint(lambda: execute_from_command_line(line))


def _with_hint(work: Callable[[], None]) -> int:
    from django.db import ProgrammingError, connections  # noqa: PLC0415 - settings first

    try:
        work()
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != UNDEFINED_TABLE:
            raise
        return _complain("the database is not up to date; run: minsheng migrate")
    finally:
        connections.close_all()
    return 0


def _help() -> int:
    from minsheng.config.commandline.overview import overview  # noqa: PLC0415 - settings first

    _set_up_django()
    sys.stdout.write(overview() + "\n")
    return 0


def _set_up_django() -> None:
    import django  # noqa: PLC0415 - only now the environment says which role this process has

    django.setup()


def _complain(text: str) -> int:
    sys.stderr.write(f"minsheng: {text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
