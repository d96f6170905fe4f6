"""Django application of the room `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room with Django under the short label `audit`."""

    name = "minsheng.kernel.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
