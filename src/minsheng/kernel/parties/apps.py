"""Django application of the room `parties`."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registers the room with Django under the short label `parties`."""

    name = "minsheng.kernel.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's permissions and kinds of log lines."""
        from minsheng.kernel.access.permissions import register_permissions
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.parties.log_kinds import KINDS, PERMISSIONS

        register_permissions(*PERMISSIONS)
        register_kinds(*KINDS)
