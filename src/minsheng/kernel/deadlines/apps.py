"""Django application of the room `deadlines`."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _load_after_migration(using: str, **_signal: Any) -> None:
    """Store the plans that come with the software; not in a half-migrated database. Imports wait for the models."""
    from minsheng.kernel.deadlines.models import CalendarYear
    from minsheng.kernel.deadlines.services import load_calendars

    if CalendarYear._meta.db_table in connections[using].introspection.table_names():
        load_calendars()


class DeadlinesConfig(AppConfig):
    """Registers the room with Django under the short label `deadlines`."""

    name = "minsheng.kernel.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of audit lines and the loading of the calendars. Imports wait for the models."""
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.deadlines.log_kinds import KINDS

        register_kinds(*KINDS)
        post_migrate.connect(_load_after_migration, sender=self, dispatch_uid="deadlines.load_calendars")
