"""Django application of the room `areas`."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers the room with Django under the short label `areas`."""

    name = "minsheng.kernel.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds of audit lines known. Imported here: models are not loaded before."""
        from minsheng.kernel.areas.audit_kinds import KINDS
        from minsheng.kernel.audit.kinds import register_kinds

        register_kinds(*KINDS)
