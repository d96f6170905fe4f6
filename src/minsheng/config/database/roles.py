"""The two roles: the owner makes and changes tables, the application only uses them.

The application role is no superuser, owns nothing and does not bypass row-level security, so policies bind it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import errors, sql

from minsheng.config.database.connect import connected
from minsheng.config.database.places import PORT
from minsheng.config.database.server import SUPERUSER, EmbeddedServer
from minsheng.config.database.urls import APP_ROLE, DATABASE, OWNER_ROLE

logger = logging.getLogger("minsheng.database")
LEAST_VERSION = 150000
# A server whose character classes know only ASCII finds no trigram in such a letter, and search finds nothing.
CHINESE_LETTER = "红"


class RolesError(RuntimeError):
    """The database cannot be used as it is, or a role not be made; the message says what its administrator must do."""


@dataclass(frozen=True)
class Login:
    """A role that may sign in, with its password."""

    name: str
    password: str


def prepare_embedded(server: EmbeddedServer, database: str = DATABASE) -> None:
    """Make both logins and ``database`` on the embedded server, where missing, with the passwords of its secrets."""
    owner = Login(OWNER_ROLE, server.secrets.database_owner_password)
    app = Login(APP_ROLE, server.secrets.database_app_password)
    with connected(superuser_entry(server)) as connection:
        if _all_there(connection, database):
            return
        _one_at_a_time(connection)
        for login in (owner, app):
            _make_login(connection, login)
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER_ROLE))
            )


def superuser_entry(server: EmbeddedServer) -> dict[str, Any]:
    """Return the database entry of the embedded server's superuser, who only makes roles and databases."""
    return {
        "NAME": "postgres",
        "USER": SUPERUSER,
        "PASSWORD": server.secrets.database_superuser_password,
        "HOST": str(server.places.sockets),
        "PORT": str(PORT),
        "OPTIONS": {},
    }


def prepare_external(owner_entry: dict[str, Any], environ: Mapping[str, str] | None = None) -> None:
    """Check an external database and make the application role in it where missing, as the owner.

    Raises ``RolesError`` when the server is too old, its encoding or character classes do not fit, the role is missing
    and this owner may not make it, or the application could not act in that role.
    """
    own_login = (os.environ if environ is None else environ).get("MINSHENG_APP_DATABASE_URL")
    with connected(owner_entry) as connection:
        check_server(connection)
        _one_at_a_time(connection)
        if _role_exists(connection, APP_ROLE):
            _check_app_role(connection)
        else:
            _make_app_role(connection)
        if not own_login:
            _let_owner_act_as_app(connection)


def check_application(app_entry: dict[str, Any]) -> None:
    """Raise ``RolesError`` unless the login that the application uses has its rights and is bound by policies."""
    with connected(app_entry) as connection:
        question = """
            SELECT rolname, rolsuper OR rolbypassrls, pg_has_role(rolname, %s, 'USAGE')
            FROM pg_roles WHERE rolname = current_user
        """
        name, unbound, member = connection.execute(question, [APP_ROLE]).fetchone() or ("?", True, False)
    if unbound:
        message = f"the application's login {name} is a superuser or bypasses row-level security; it must do neither"
        raise RolesError(message)
    if not member:
        message = f"the application's login {name} is no member of {APP_ROLE}: GRANT {APP_ROLE} TO {name};"
        raise RolesError(message)


def check_server(connection: psycopg.Connection) -> None:
    """Raise ``RolesError`` unless the server is PostgreSQL 15 or newer and its database holds Chinese text in UTF-8."""
    if connection.info.server_version < LEAST_VERSION:
        message = f"the database server is version {connection.info.server_version // 10000}; it must be 15 or newer"
        raise RolesError(message)
    row = connection.execute(
        "SELECT current_setting('server_encoding'), %s::text ~ '^\\w$'", [CHINESE_LETTER]
    ).fetchone()
    encoding, letters = row or ("?", False)
    if encoding != "UTF8":
        message = f"the database's encoding is {encoding}; it must be UTF8 (CREATE DATABASE … ENCODING 'UTF8')"
        raise RolesError(message)
    if not letters:
        message = (
            "the database's locale knows no Chinese letters, so search would find nothing; "
            "create it with LC_CTYPE 'C.UTF-8' or zh_CN.UTF-8 (CREATE DATABASE … LC_CTYPE 'C.UTF-8' TEMPLATE template0)"
        )
        raise RolesError(message)


def _one_at_a_time(connection: psycopg.Connection) -> None:
    """Wait until no other process prepares the same server; held until this connection closes."""
    connection.execute("SELECT pg_advisory_lock(hashtext('minsheng.roles'))")


def _all_there(connection: psycopg.Connection, database: str) -> bool:
    question = """
        SELECT (SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s))
             + (SELECT count(*) FROM pg_database WHERE datname = %s)
    """
    return connection.execute(question, [OWNER_ROLE, APP_ROLE, database]).fetchone() == (3,)


def _make_login(connection: psycopg.Connection, login: Login) -> None:
    if _role_exists(connection, login.name):
        return
    statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(login.name), sql.Literal(login.password)))


def _make_app_role(connection: psycopg.Connection) -> None:
    try:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER").format(sql.Identifier(APP_ROLE)))
        logger.warning("made the role %s", APP_ROLE)
    except errors.DuplicateObject:
        return  # another process was first
    except errors.InsufficientPrivilege as error:
        message = (
            f"the role {APP_ROLE} is missing and {connection.info.user} may not make it; "
            f"ask the database's administrator for: CREATE ROLE {APP_ROLE} NOLOGIN; "
            f"GRANT {APP_ROLE} TO {connection.info.user};"
        )
        raise RolesError(message) from error


def _check_app_role(connection: psycopg.Connection) -> None:
    question = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s"
    row = connection.execute(question, [APP_ROLE]).fetchone()
    if row and row[0]:
        message = f"the role {APP_ROLE} is a superuser or bypasses row-level security; it must do neither"
        raise RolesError(message)


def _let_owner_act_as_app(connection: psycopg.Connection) -> None:
    row = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [APP_ROLE]).fetchone()
    if row and row[0]:
        return
    try:
        connection.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), sql.Identifier(connection.info.user))
        )
    except errors.InsufficientPrivilege as error:
        message = (
            f"{connection.info.user} may not act as {APP_ROLE}; ask the database's administrator for: "
            f"GRANT {APP_ROLE} TO {connection.info.user}; or give the application a login of its own in "
            "MINSHENG_APP_DATABASE_URL"
        )
        raise RolesError(message) from error


def _role_exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None
