"""Django's ``DATABASES`` entry, from the environment or for the embedded server.

``MINSHENG_DB_ROLE``            app (default) or owner
``MINSHENG_DATABASE_URL``       any PostgreSQL from 15 on; its user is the owner role
``MINSHENG_APP_DATABASE_URL``   a login of its own for the application role (else: the URL above with ``role`` set)
``MINSHENG_DB_POOL``            "min,max" connections per web process (default: no pool)
``MINSHENG_STATEMENT_TIMEOUT``  milliseconds that one statement of a web process may take (default 15000)
``MINSHENG_PROCESS``            web, worker or command: set by whoever starts the process
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from minsheng.config.database.places import PORT, Places
from minsheng.config.secrets import Secrets

DATABASE = "minsheng"
OWNER_ROLE = "minsheng_owner"
APP_ROLE = "minsheng_app"
ROLES = ("app", "owner")
SCHEMES = ("postgresql", "postgres")


class DatabaseUrlError(RuntimeError):
    """A setting that says where the database is cannot be used; the message names the variable and the rule."""


def is_embedded(environ: Mapping[str, str] | None = None) -> bool:
    """Tell whether this process uses the embedded server, that is: no ``MINSHENG_DATABASE_URL`` is given."""
    return not (os.environ if environ is None else environ).get("MINSHENG_DATABASE_URL")


def django_database(home: Path, secrets: Secrets, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the ``default`` database entry for this process's role.

    ``home`` and ``secrets`` matter only for the embedded server. Raises ``DatabaseUrlError`` on a wrong variable.
    """
    given = os.environ if environ is None else environ
    role = given.get("MINSHENG_DB_ROLE") or "app"
    if role not in ROLES:
        message = f"MINSHENG_DB_ROLE is {role!r}; it must be one of: {', '.join(ROLES)}"
        raise DatabaseUrlError(message)
    entry = _embedded(home, secrets, role) if is_embedded(given) else _external(given, role)
    return entry | _behaviour(given, role, entry["OPTIONS"])


def parse_url(variable: str, url: str) -> dict[str, Any]:
    """Split a ``postgresql://`` URL into a Django database entry; query parameters become libpq options.

    Raises ``DatabaseUrlError`` that names ``variable``, never the URL itself, since that may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        message = f"{variable} is not a URL: {error}"
        raise DatabaseUrlError(message) from error
    if parts.scheme not in SCHEMES:
        message = f"{variable} must begin with postgresql://"
        raise DatabaseUrlError(message)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        message = f"{variable} must name a database after the last slash"
        raise DatabaseUrlError(message)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket folder comes either percent-encoded as the host or as ?host=/folder.
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def _embedded(home: Path, secrets: Secrets, role: str) -> dict[str, Any]:
    owner = role == "owner"
    return {
        "NAME": DATABASE,
        "USER": OWNER_ROLE if owner else APP_ROLE,
        "PASSWORD": secrets.database_owner_password if owner else secrets.database_app_password,
        "HOST": str(Places(home).sockets),
        "PORT": str(PORT),
        "OPTIONS": {},
    }


def _external(given: Mapping[str, str], role: str) -> dict[str, Any]:
    own_login = given.get("MINSHENG_APP_DATABASE_URL")
    if role == "app" and own_login:
        return parse_url("MINSHENG_APP_DATABASE_URL", own_login)
    entry = parse_url("MINSHENG_DATABASE_URL", given["MINSHENG_DATABASE_URL"])
    if role == "app":
        entry["OPTIONS"]["options"] = f"{entry['OPTIONS'].get('options', '')} -c role={APP_ROLE}".strip()
    return entry


def _behaviour(given: Mapping[str, str], role: str, options: dict[str, Any]) -> dict[str, Any]:
    process = given.get("MINSHENG_PROCESS") or "command"
    # JIT: planning costs of wide queries made a rival four times slower; ours are short.
    # TimeZone at start-up saves Django a round trip on each new connection.
    startup = [options.get("options", ""), "-c jit=off", "-c TimeZone=UTC"]
    if process == "web":
        milliseconds = _whole_number("MINSHENG_STATEMENT_TIMEOUT", given.get("MINSHENG_STATEMENT_TIMEOUT") or "15000")
        startup.append(f"-c statement_timeout={milliseconds}")
        startup.append("-c idle_in_transaction_session_timeout=60000")
    pool = _pool(given.get("MINSHENG_DB_POOL"))
    return {
        "ENGINE": "minsheng.config.database.engine",
        "ATOMIC_REQUESTS": False,
        # The pool keeps connections itself; without one a web thread keeps its own for five minutes.
        "CONN_MAX_AGE": 300 if process == "web" and pool is None else 0,
        "CONN_HEALTH_CHECKS": process == "web",
        "OPTIONS": {
            **options,
            # Values travel apart from the statement, so that the server can keep statements prepared.
            "server_side_binding": True,
            # Django switches preparing off: planning a statement under row-level security costs more than running it.
            "prepare_threshold": 3,
            "options": " ".join(part for part in startup if part),
            "application_name": f"minsheng-{process}-{role}",
            "connect_timeout": int(options.get("connect_timeout", 10)),
            **({"pool": pool} if pool and process == "web" else {}),
        },
    }


def _pool(text: str | None) -> dict[str, Any] | None:
    if not text:
        return None
    least, comma, most = text.partition(",")
    if not comma:
        message = "MINSHENG_DB_POOL must be two numbers, least and most connections, such as 2,10"
        raise DatabaseUrlError(message)
    low, high = _whole_number("MINSHENG_DB_POOL", least), _whole_number("MINSHENG_DB_POOL", most)
    if high < max(low, 1):
        message = "MINSHENG_DB_POOL: the second number must be at least 1 and not below the first"
        raise DatabaseUrlError(message)
    return {"min_size": low, "max_size": high, "timeout": 10}


def _whole_number(variable: str, text: str) -> int:
    if not text.strip().isdecimal():
        message = f"{variable} must be a whole number, not {text!r}"
        raise DatabaseUrlError(message)
    return int(text)
