"""Django application of the room `parties`."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registers the room with Django under the short label `parties`."""

    name = "minsheng.kernel.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's permissions and kinds of log lines."""
        from minsheng.kernel.access.permissions import register_permissions  # noqa: PLC0415 -- models first
        from minsheng.kernel.audit.kinds import register_kinds  # noqa: PLC0415 -- models first
        from minsheng.kernel.parties.log_kinds import KINDS, PERMISSIONS  # noqa: PLC0415 -- models first

        register_permissions(*PERMISSIONS)
        register_kinds(*KINDS)
