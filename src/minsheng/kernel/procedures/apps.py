"""Django application of the room `procedures`."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _release_after_migration(using: str, **_signal: Any) -> None:
    """Release the versions that the installed modules carry; not in a half-migrated database."""
    from minsheng.kernel.access.actors import Actor
    from minsheng.kernel.access.context import acting_as_system
    from minsheng.kernel.procedures.services import release_all

    needed = {"procedures_procedureversion", "procedures_activeprocedure", "audit_line"}
    if needed.issubset(connections[using].introspection.table_names()):
        with acting_as_system():
            release_all(by=Actor.system("import"))


class ProceduresConfig(AppConfig):
    """Registers the room with Django under the short label `procedures`."""

    name = "minsheng.kernel.procedures"
    label = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of audit lines, and the release of the modules' procedures after each migration."""
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.procedures.log_kinds import KINDS

        register_kinds(*KINDS)
        post_migrate.connect(_release_after_migration, sender=self, dispatch_uid="procedures.release")
