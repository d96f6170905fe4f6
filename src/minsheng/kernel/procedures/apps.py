"""Django application of the room `procedures`."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Registers the room with Django under the short label `procedures`."""

    name = "minsheng.kernel.procedures"
    label = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of audit lines."""
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.procedures.log_kinds import KINDS

        register_kinds(*KINDS)
