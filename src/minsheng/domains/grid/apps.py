"""Django application of grid events."""

from django.apps import AppConfig


class GridConfig(AppConfig):
    """Registers realm and permissions at start-up."""

    name = "minsheng.domains.grid"
    label = "grid"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the module known to the kernel."""
        from minsheng.domains.grid import module, rules  # noqa: F401 -- models must be loaded first
        from minsheng.kernel.access.permissions import register_permissions, register_realm

        register_realm(module.REALM)
        register_permissions(*module.PERMISSIONS)
