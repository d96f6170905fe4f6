"""Which database a process uses, in which role, and how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minsheng.config.database.places import LONGEST_SOCKET_PATH, Places
from minsheng.config.database.urls import DatabaseUrlError, django_database, parse_url
from minsheng.config.secrets import Secrets

SECRETS = Secrets("d", "f", "i", "owner-word", "app-word", "super-word")
URL = "postgresql://maker:s%40fe@db.example:6432/district?sslmode=require"


def entry(**environ: str) -> dict[str, Any]:
    return django_database(Path("/srv/minsheng"), SECRETS, environ)


def test_embedded_roles_have_logins_of_their_own() -> None:
    app, owner = entry(), entry(MINSHENG_DB_ROLE="owner")
    assert (app["USER"], app["PASSWORD"]) == ("minsheng_app", "app-word")
    assert (owner["USER"], owner["PASSWORD"]) == ("minsheng_owner", "owner-word")
    assert app["HOST"] == "/srv/minsheng/postgres/run"


def test_an_external_url_serves_the_owner_and_the_app_acts_in_its_role() -> None:
    app, owner = entry(MINSHENG_DATABASE_URL=URL), entry(MINSHENG_DATABASE_URL=URL, MINSHENG_DB_ROLE="owner")
    assert {key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "district",
        "USER": "maker",
        "PASSWORD": "s@fe",
        "HOST": "db.example",
        "PORT": "6432",
    }
    assert app["OPTIONS"]["sslmode"] == "require"
    assert "-c role=minsheng_app" in app["OPTIONS"]["options"]
    assert "role=" not in owner["OPTIONS"]["options"]


def test_a_login_for_the_app_is_used_as_it_is() -> None:
    own = "postgresql://clerk:word@db.example/district"
    app = entry(MINSHENG_DATABASE_URL=URL, MINSHENG_APP_DATABASE_URL=own)
    assert app["USER"] == "clerk"
    assert "role=" not in app["OPTIONS"]["options"]


def test_every_process_is_named_and_plans_without_jit() -> None:
    options = entry(MINSHENG_PROCESS="worker")["OPTIONS"]
    assert options["application_name"] == "minsheng-worker-app"
    assert "-c jit=off" in options["options"]
    assert "statement_timeout" not in options["options"]


def test_only_the_web_has_a_pool_and_a_limit_for_statements() -> None:
    web = entry(MINSHENG_PROCESS="web", MINSHENG_DB_POOL="2,10", MINSHENG_STATEMENT_TIMEOUT="4000")
    assert web["OPTIONS"]["pool"] == {"min_size": 2, "max_size": 10, "timeout": 10}
    assert web["CONN_MAX_AGE"] == 0, "Django refuses a pool together with persistent connections"
    assert "-c statement_timeout=4000" in web["OPTIONS"]["options"]
    assert "pool" not in entry(MINSHENG_DB_POOL="2,10")["OPTIONS"]
    assert entry(MINSHENG_PROCESS="web")["CONN_MAX_AGE"] == 300


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"MINSHENG_DB_ROLE": "root"}, "MINSHENG_DB_ROLE"),
        ({"MINSHENG_DATABASE_URL": "mysql://u:secret@h/d"}, "must begin with postgresql"),
        ({"MINSHENG_DATABASE_URL": "postgresql://u:secret@h:port/d"}, "not a URL"),
        ({"MINSHENG_DATABASE_URL": "postgresql://u:secret@h/"}, "must name a database"),
        ({"MINSHENG_PROCESS": "web", "MINSHENG_DB_POOL": "5"}, "two numbers"),
        ({"MINSHENG_PROCESS": "web", "MINSHENG_DB_POOL": "5,2"}, "second number"),
        ({"MINSHENG_PROCESS": "web", "MINSHENG_STATEMENT_TIMEOUT": "soon"}, "whole number"),
    ],
)
def test_a_wrong_setting_is_named_and_no_password_is_shown(environ: dict[str, str], words: str) -> None:
    with pytest.raises(DatabaseUrlError, match=words) as caught:
        entry(**environ)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://u@%2Fvar%2Frun/d", "postgresql://u@/d?host=/var/run"])
def test_a_socket_folder_may_stand_in_a_url(url: str) -> None:
    parsed = parse_url("MINSHENG_DATABASE_URL", url)
    assert (parsed["HOST"], parsed["NAME"], parsed["OPTIONS"]) == ("/var/run", "d", {})


def test_a_long_home_gets_a_socket_in_a_short_private_folder() -> None:
    long = Places(Path("/" + "a" * 90))
    assert long.sockets.parent != long.base
    assert len(str(long.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert long.sockets == Places(Path("/" + "a" * 90)).sockets != Places(Path("/" + "b" * 90)).sockets
