"""An external database: what is checked before it is used, and what its administrator is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import sql

from minsheng.config.database import roles
from minsheng.config.database.connect import connected
from minsheng.config.database.roles import RolesError, check_application, prepare_external
from tests import database, server

OWNER = f"minsheng_test_owner_{os.getpid()}"  # roles belong to the whole server, which other processes test on too
WORD = "made-up"


@pytest.fixture
def external(database_template: str) -> Iterator[dict[str, Any]]:
    """Give an empty database whose owner is a plain login, as a municipal data centre hands it out."""
    with database.copy_of("template0") as name, connected(server.administrator()) as administrator:
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(OWNER), sql.Literal(WORD))
        administrator.execute(statement)
        administrator.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        )
        yield {**server.entry("owner", name), "USER": OWNER, "PASSWORD": WORD}
        with connected(server.administrator(), dbname=name) as inside:
            inside.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(sql.Identifier(OWNER)))
        administrator.execute(sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER").format(sql.Identifier(name)))
        administrator.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(OWNER)))


def test_an_owner_that_may_not_act_as_the_application_is_told_what_to_ask_for(external: dict[str, Any]) -> None:
    with pytest.raises(RolesError, match=f"GRANT minsheng_app TO {OWNER}"):
        prepare_external(external, environ={})


def test_two_logins_need_no_grant(external: dict[str, Any]) -> None:
    prepare_external(external, environ={"MINSHENG_APP_DATABASE_URL": "postgresql://minsheng_app@/x"})


def test_a_granted_owner_may_act_as_the_application(external: dict[str, Any]) -> None:
    with connected(server.administrator()) as administrator:
        administrator.execute(sql.SQL("GRANT minsheng_app TO {}").format(sql.Identifier(OWNER)))
    prepare_external(external, environ={})
    with connected(external, options="-c role=minsheng_app") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("minsheng_app",)


def test_an_application_role_that_bypasses_policies_is_refused(external: dict[str, Any]) -> None:
    with connected(server.administrator()) as administrator, administrator.transaction(force_rollback=True):
        administrator.execute("ALTER ROLE minsheng_app BYPASSRLS")
        with pytest.raises(RolesError, match="bypasses row-level security"):
            roles._check_app_role(administrator)


def test_a_login_of_the_application_must_be_bound_by_policies(external: dict[str, Any]) -> None:
    with pytest.raises(RolesError, match=f"{OWNER} is no member of minsheng_app"):
        check_application(external)
    administrator = server.administrator()
    with pytest.raises(RolesError, match="bypasses row-level security"):
        check_application({**administrator, "NAME": external["NAME"]})
    check_application(server.entry("app", external["NAME"]))
