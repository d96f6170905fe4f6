"""Django application of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the API under the short label `api`; it holds one small table, the shared counters of requests."""

    name = "minsheng.surface.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
