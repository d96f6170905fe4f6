"""Django application of the hotline."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Registers realm, permissions, guards and effects at start-up."""

    name = "minsheng.domains.hotline"
    label = "hotline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the module known to the kernel."""
        from minsheng.domains.hotline import module, rules  # noqa: F401 -- models must be loaded first
        from minsheng.kernel.access.permissions import register_permissions, register_realm

        register_realm(module.REALM)
        register_permissions(*module.PERMISSIONS)
