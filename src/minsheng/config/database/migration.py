"""Bringing a database to the present state of the code: migrations, then the application role's rights."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from minsheng.config.database.connect import connected
from minsheng.config.database.grants import apply_grants
from minsheng.config.database.roles import check_application, prepare_external
from minsheng.config.database.urls import django_database, is_embedded


def migrate(*arguments: str, verbosity: int = 1) -> None:
    """Apply all migrations (or what ``arguments`` of Django's command name), then grant the application its rights.

    The process must be in the owner role.

    Raises ``RolesError`` when an external database cannot be used as it is.
    """
    entry = connection.settings_dict
    if not is_embedded():
        prepare_external(entry)
        application = {**os.environ, "MINSHENG_DB_ROLE": "app"}
        check_application(django_database(settings.HOME, settings.SECRETS, application))
    with connected(entry) as keeper:
        # Two processes that migrate at once would both apply the same migration; held until this connection closes.
        keeper.execute("SELECT pg_advisory_lock(hashtext('minsheng.migrate'))")
        call_command("migrate", *arguments, interactive=False, verbosity=verbosity)
        apply_grants(keeper)
