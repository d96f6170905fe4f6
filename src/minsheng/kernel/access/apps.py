"""Django application of the room `access`."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the room with Django under the short label `access`."""

    name = "minsheng.kernel.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of audit lines."""
        from minsheng.kernel.access.log_kinds import KINDS
        from minsheng.kernel.audit.kinds import register_kinds

        register_kinds(*KINDS)
