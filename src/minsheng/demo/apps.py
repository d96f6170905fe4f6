"""Django application of the demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the demonstration with Django under the short label `demo`."""

    name = "minsheng.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
