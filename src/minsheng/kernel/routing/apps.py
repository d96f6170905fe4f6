"""Django application of the room `routing`."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Registers the room with Django under the short label `routing`."""

    name = "minsheng.kernel.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of audit lines."""
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.routing.log_kinds import KINDS

        register_kinds(*KINDS)
