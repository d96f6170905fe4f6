"""Django application of the room `messages`."""

from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


def _seed_after_migration(**signal: Any) -> None:
    """Store the templates that modules deliver; not in a half-migrated database."""
    from minsheng.kernel.messages.template_files import seed_templates

    if "messages_template" in connection.introspection.table_names():
        seed_templates()


class MessagesConfig(AppConfig):
    """Registers the room with Django under the short label `messages`."""

    name = "minsheng.kernel.messages"
    label = "messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's kinds of log lines, its part in personal data, and the seeding of templates."""
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.messages import personal_data
        from minsheng.kernel.parties.hooks import erasers, personal_data_sources

        register_kinds(*personal_data.KINDS)
        personal_data_sources.register("messages", personal_data.messages_to)
        erasers.register("messages", personal_data.blank_messages_to)
        post_migrate.connect(_seed_after_migration, sender=self, dispatch_uid="messages.seed_templates")
