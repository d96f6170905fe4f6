"""Plain psycopg connections in a chosen role, for the work that is done beside Django."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg

from minsheng.config.database.programs import clean_environment

LIBPQ = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def connection_arguments(entry: dict[str, Any]) -> dict[str, Any]:
    """Turn a Django database entry into arguments of ``psycopg.connect``; what only Django understands is left out."""
    plain = {argument: entry[key] for key, argument in LIBPQ.items() if entry.get(key)}
    only_django = {"pool", "assume_role", "isolation_level", "server_side_binding", "prepare_threshold"}
    return plain | {key: value for key, value in entry["OPTIONS"].items() if key not in only_django}


@contextlib.contextmanager
def connected(entry: dict[str, Any], **changes: Any) -> Iterator[psycopg.Connection]:
    """Open an autocommit connection for a Django database entry and close it; ``changes`` override (``dbname="x"``)."""
    with contextlib.closing(
        psycopg.connect(**{**connection_arguments(entry), **changes}, autocommit=True)
    ) as connection:
        yield connection


def libpq_environment(arguments: dict[str, object]) -> dict[str, str]:
    """Return the environment that points PostgreSQL's programs at a database: no password on a command line."""
    names = {
        "dbname": "PGDATABASE",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "host": "PGHOST",
        "port": "PGPORT",
        "options": "PGOPTIONS",
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "connect_timeout": "PGCONNECT_TIMEOUT",
        "application_name": "PGAPPNAME",
    }
    return clean_environment({names[key]: str(value) for key, value in arguments.items() if key in names})
