"""What the application role may do in the tables, given anew after every migration.

First everything that a normal table needs; then each installed app may take away again, in ``database_grants.sql`` in
its folder (the audit room takes UPDATE and DELETE). In that file ``{app_role}`` stands for the role's quoted name.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from django.apps import apps
from psycopg import sql

from minsheng.config.database.urls import APP_ROLE

FILE_NAME = "database_grants.sql"
GENERAL = (
    "GRANT USAGE ON SCHEMA public TO {app_role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app_role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {app_role}",
    # Only our own functions: those of extensions are everybody's already, and may not be the owner's to give.
    """
    DO $$ DECLARE routine regprocedure; BEGIN
        FOR routine IN SELECT oid FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole
        LOOP EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO {app_role}', routine); END LOOP;
    END $$
    """,
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app_role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {app_role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app_role}",
    # What has been applied is the owner's to say.
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {app_role}",
)


def grant_files(labels: set[str]) -> list[Path]:
    """Return the ``database_grants.sql`` of each app in ``labels`` that has one, in the order of the apps."""
    paths = (Path(config.path) / FILE_NAME for config in apps.get_app_configs() if config.label in labels)
    return [path for path in paths if path.exists()]


def apply_grants(connection: psycopg.Connection) -> None:
    """Give the application role its rights in one transaction, as the owner; safe to repeat."""
    with connection.transaction():
        for statement in GENERAL:
            _run(connection, statement)
        migrated = {str(row[0]) for row in connection.execute("SELECT DISTINCT app FROM django_migrations")}
        for path in grant_files(migrated):
            _run(connection, path.read_text(encoding="utf-8"))


def _run(connection: psycopg.Connection, text: str) -> None:
    role = sql.Identifier(APP_ROLE).as_string(connection)
    # Not str.format: the file is SQL, in which braces may mean something else.
    connection.execute(text.replace("{app_role}", role).encode())
